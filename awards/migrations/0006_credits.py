"""Stars credited by the office; the ledger is rebuilt for them on SQLite, which costs it its triggers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from starrating.triggers import append_only_operations


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0005_settlement"),
        ("students", "0002_movements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Credit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stars", models.SmallIntegerField(verbose_name="stars")),
                ("proof", models.TextField(verbose_name="proof or reason")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "credit",
                "verbose_name_plural": "credits",
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="starentry",
            name="entry_source_known",
        ),
        migrations.RemoveConstraint(
            model_name="starentry",
            name="entry_exactly_one_source",
        ),
        migrations.RemoveConstraint(
            model_name="starentry",
            name="entry_award_has_an_item",
        ),
        migrations.AlterField(
            model_name="starentry",
            name="source",
            field=models.CharField(
                choices=[
                    ("nomination", "award of the month"),
                    ("champion", "first place in an exam"),
                    ("violation", "deduction"),
                    ("credit", "credited by the office"),
                    ("reversal", "reversal"),
                ],
                max_length=12,
                verbose_name="source",
            ),
        ),
        migrations.AddField(
            model_name="credit",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="credit",
            name="carries",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_by",
                to="awards.starentry",
                verbose_name="carries",
            ),
        ),
        migrations.AddField(
            model_name="credit",
            name="movement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credits",
                to="students.movement",
                verbose_name="movement",
            ),
        ),
        migrations.AddField(
            model_name="credit",
            name="student",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credits",
                to="students.student",
                verbose_name="pupil",
            ),
        ),
        migrations.AddField(
            model_name="starentry",
            name="credit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="awards.credit",
                verbose_name="credit",
            ),
        ),
        migrations.AddConstraint(
            model_name="starentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["nomination", "champion", "violation", "credit", "reversal"])),
                name="entry_source_known",
                violation_error_message="This is not one of the possible values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="starentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("champion__isnull", True),
                        ("credit__isnull", True),
                        ("nomination__isnull", False),
                        ("reverses__isnull", True),
                        ("source", "nomination"),
                        ("violation__isnull", True),
                    ),
                    models.Q(
                        ("champion__isnull", False),
                        ("credit__isnull", True),
                        ("nomination__isnull", True),
                        ("reverses__isnull", True),
                        ("source", "champion"),
                        ("violation__isnull", True),
                    ),
                    models.Q(
                        ("champion__isnull", True),
                        ("credit__isnull", True),
                        ("nomination__isnull", True),
                        ("reverses__isnull", True),
                        ("source", "violation"),
                        ("violation__isnull", False),
                    ),
                    models.Q(
                        ("champion__isnull", True),
                        ("credit__isnull", False),
                        ("nomination__isnull", True),
                        ("reverses__isnull", True),
                        ("source", "credit"),
                        ("violation__isnull", True),
                    ),
                    models.Q(
                        ("champion__isnull", True),
                        ("credit__isnull", True),
                        ("nomination__isnull", True),
                        ("reverses__isnull", False),
                        ("source", "reversal"),
                        ("violation__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="entry_exactly_one_source",
                violation_error_message="A ledger entry has exactly one source.",
            ),
        ),
        migrations.AddConstraint(
            model_name="starentry",
            constraint=models.UniqueConstraint(
                fields=("credit",),
                name="entry_once_a_credit",
                violation_error_message="This credit is in the ledger already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="starentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("item__isnull", False), ("source__in", ["violation", "credit", "reversal"]), _connector="OR"
                ),
                name="entry_award_has_an_item",
                violation_error_message="An award names its star.",
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("carries__isnull", False), ("movement__isnull", True)),
                    models.Q(("carries__isnull", True), ("movement__isnull", False), ("stars__gt", 0)),
                    _connector="OR",
                ),
                name="credit_has_one_ground",
                violation_error_message="A credit comes with a transfer or from another entry.",
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.CheckConstraint(
                condition=models.Q(("proof", ""), _negated=True),
                name="credit_has_proof",
                violation_error_message="A credit needs a proof.",
            ),
        ),
        *append_only_operations("awards_credit"),
        *append_only_operations("awards_starentry"),
    ]
