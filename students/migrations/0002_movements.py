"""Movements only grow; pupils may be guests, and a second record of one pupil points at the first."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from starrating.triggers import append_only_operations


class Migration(migrations.Migration):
    dependencies = [
        ("students", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("transfer_in", "transferred in"),
                            ("transfer_out", "transferred out"),
                            ("change_class", "changed class"),
                            ("suspension", "suspended"),
                            ("return", "returned"),
                            ("graduation", "graduated"),
                            ("guest", "became a guest pupil"),
                            ("no_guest", "is no longer a guest pupil"),
                            ("merged", "two records joined"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("on", models.DateField(help_text="The first day on which it is so.", verbose_name="from which day")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("proof", models.CharField(blank=True, max_length=200, verbose_name="proof")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "movement",
                "verbose_name_plural": "movements",
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="student",
            name="is_guest",
            field=models.BooleanField(
                default=False,
                help_text="借读: takes part fully, is not registered at this school (A45).",
                verbose_name="guest pupil",
            ),
        ),
        migrations.AddField(
            model_name="student",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="students.student",
                verbose_name="joined to",
            ),
        ),
        migrations.AddConstraint(
            model_name="student",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("pk")), _negated=True),
                name="student_not_merged_into_itself",
                violation_error_message="A record cannot be joined to itself.",
            ),
        ),
        migrations.AddField(
            model_name="movement",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="movement",
            name="corrects",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="students.movement",
                verbose_name="corrects",
            ),
        ),
        migrations.AddField(
            model_name="movement",
            name="from_class",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="left_by",
                to="students.schoolclass",
                verbose_name="from class",
            ),
        ),
        migrations.AddField(
            model_name="movement",
            name="student",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="movements",
                to="students.student",
                verbose_name="pupil",
            ),
        ),
        migrations.AddField(
            model_name="movement",
            name="to_class",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entered_by",
                to="students.schoolclass",
                verbose_name="to class",
            ),
        ),
        migrations.AddIndex(
            model_name="movement",
            index=models.Index(fields=["on"], name="movement_day"),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "transfer_in",
                            "transfer_out",
                            "change_class",
                            "suspension",
                            "return",
                            "graduation",
                            "guest",
                            "no_guest",
                            "merged",
                        ],
                    )
                ),
                name="movement_kind_known",
                violation_error_message="This is not one of the possible values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ("transfer_in", "return")),
                        ("from_class__isnull", True),
                        models.Q(("to_class__isnull", True), _negated=True),
                    ),
                    models.Q(
                        ("kind__in", ("transfer_out", "suspension", "graduation")),
                        models.Q(("from_class__isnull", True), _negated=True),
                        ("to_class__isnull", True),
                    ),
                    models.Q(
                        ("kind", "change_class"),
                        models.Q(("from_class__isnull", True), _negated=True),
                        models.Q(("to_class__isnull", True), _negated=True),
                        models.Q(("from_class", models.F("to_class")), _negated=True),
                    ),
                    models.Q(
                        ("kind__in", ("guest", "no_guest")), ("from_class__isnull", True), ("to_class__isnull", True)
                    ),
                    models.Q(
                        ("kind", "merged"),
                        models.Q(("from_class__isnull", True), ("to_class__isnull", True), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="movement_classes_fit_kind",
                violation_error_message="This kind of movement needs other classes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("corrects__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="movement_correction_has_a_reason",
                violation_error_message="A correction needs a reason.",
            ),
        ),
        *append_only_operations("students_movement"),
    ]
