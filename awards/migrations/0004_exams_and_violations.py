"""Exams, champions and violations, and their entries in the ledger, which SQLite rebuilds without its triggers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from starrating.triggers import append_only_operations


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0003_append_only"),
        ("students", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Champion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("grade_total", "Grade champion"),
                            ("class_total", "Class champion"),
                            ("grade_subject", "Grade champion in a subject"),
                            ("class_subject", "Class champion in a subject"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("grade", models.PositiveSmallIntegerField(verbose_name="grade")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
            ],
            options={
                "verbose_name": "champion",
                "verbose_name_plural": "champions",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Exam",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("held_on", models.DateField(verbose_name="last day of the exam")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "results pending"),
                            ("confirmed", "champions confirmed"),
                            ("called_off", "called off"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "files",
                    models.JSONField(
                        default=list,
                        help_text="Name and SHA-256 of each file of the last upload.",
                        verbose_name="files",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
            ],
            options={
                "verbose_name": "exam",
                "verbose_name_plural": "exams",
                "ordering": ["held_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FaultRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField(verbose_name="day")),
                ("note", models.CharField(max_length=200, verbose_name="what happened")),
            ],
            options={
                "verbose_name": "record of a minor fault",
                "verbose_name_plural": "records of minor faults",
                "ordering": ["happened_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Violation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField(verbose_name="day of the incident")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="place")),
                ("facts", models.TextField(verbose_name="facts")),
                ("statement", models.TextField(blank=True, verbose_name="the pupil's own statement")),
                ("guardian_told_on", models.DateField(blank=True, null=True, verbose_name="guardian told on")),
                ("guardian_told_how", models.CharField(blank=True, max_length=60, verbose_name="guardian told how")),
                (
                    "written_ground",
                    models.TextField(
                        blank=True,
                        help_text="In place of the dated records of repeated minor faults.",
                        verbose_name="written ground",
                    ),
                ),
                ("stars", models.PositiveSmallIntegerField(verbose_name="stars taken")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("confirmed", "confirmed"),
                            ("dropped", "dropped"),
                            ("revoked", "revoked"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                ("decision_reason", models.TextField(blank=True, verbose_name="reason of the decision")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked at")),
                ("revoke_reason", models.TextField(blank=True, verbose_name="reason of the revocation")),
            ],
            options={
                "verbose_name": "violation",
                "verbose_name_plural": "violations",
                "ordering": ["-happened_on", "-pk"],
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
        migrations.AlterField(
            model_name="starentry",
            name="item",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="awards.staritem",
                verbose_name="star",
            ),
        ),
        migrations.AlterField(
            model_name="starentry",
            name="source",
            field=models.CharField(
                choices=[
                    ("nomination", "award of the month"),
                    ("champion", "first place in an exam"),
                    ("violation", "deduction"),
                    ("reversal", "reversal"),
                ],
                max_length=12,
                verbose_name="source",
            ),
        ),
        migrations.AddField(
            model_name="champion",
            name="school_class",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="champions",
                to="students.schoolclass",
                verbose_name="class",
            ),
        ),
        migrations.AddField(
            model_name="champion",
            name="student",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="champions",
                to="students.student",
                verbose_name="pupil",
            ),
        ),
        migrations.AddField(
            model_name="champion",
            name="subject",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="champions",
                to="students.subject",
                verbose_name="subject",
            ),
        ),
        migrations.AddField(
            model_name="starentry",
            name="champion",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="awards.champion",
                verbose_name="champion",
            ),
        ),
        migrations.AddField(
            model_name="exam",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="exam",
            name="kind",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exams",
                to="awards.examkind",
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="exam",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exams",
                to="awards.round",
                verbose_name="round",
            ),
        ),
        migrations.AddField(
            model_name="exam",
            name="term",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exams",
                to="students.term",
                verbose_name="term",
            ),
        ),
        migrations.AddField(
            model_name="champion",
            name="exam",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="champions",
                to="awards.exam",
                verbose_name="exam",
            ),
        ),
        migrations.AddField(
            model_name="violation",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="violation",
            name="ground",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="violations",
                to="awards.ground",
                verbose_name="ground",
            ),
        ),
        migrations.AddField(
            model_name="violation",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="violation",
            name="revoked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="violation",
            name="school_class",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="violations",
                to="students.schoolclass",
                verbose_name="class",
            ),
        ),
        migrations.AddField(
            model_name="violation",
            name="student",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="violations",
                to="students.student",
                verbose_name="pupil",
            ),
        ),
        migrations.AddField(
            model_name="violation",
            name="term",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="violations",
                to="students.term",
                verbose_name="term",
            ),
        ),
        migrations.AddField(
            model_name="faultrecord",
            name="violation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="records",
                to="awards.violation",
                verbose_name="violation",
            ),
        ),
        migrations.AddField(
            model_name="starentry",
            name="violation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="awards.violation",
                verbose_name="violation",
            ),
        ),
        migrations.AddConstraint(
            model_name="starentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["nomination", "champion", "violation", "reversal"])),
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
                        ("nomination__isnull", False),
                        ("reverses__isnull", True),
                        ("source", "nomination"),
                        ("violation__isnull", True),
                    ),
                    models.Q(
                        ("champion__isnull", False),
                        ("nomination__isnull", True),
                        ("reverses__isnull", True),
                        ("source", "champion"),
                        ("violation__isnull", True),
                    ),
                    models.Q(
                        ("champion__isnull", True),
                        ("nomination__isnull", True),
                        ("reverses__isnull", True),
                        ("source", "violation"),
                        ("violation__isnull", False),
                    ),
                    models.Q(
                        ("champion__isnull", True),
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
                fields=("champion",),
                name="entry_once_a_champion",
                violation_error_message="This first place is in the ledger already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="starentry",
            constraint=models.UniqueConstraint(
                fields=("violation",),
                name="entry_once_a_violation",
                violation_error_message="This deduction is in the ledger already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="starentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("item__isnull", False), ("source__in", ["violation", "reversal"]), _connector="OR"),
                name="entry_award_has_an_item",
                violation_error_message="An award names its star.",
            ),
        ),
        migrations.AddConstraint(
            model_name="starentry",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("source", "violation"), _negated=True), ("stars__lt", 0), _connector="OR"),
                name="entry_deduction_takes_stars",
                violation_error_message="A deduction takes stars.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exam",
            constraint=models.UniqueConstraint(
                fields=("term", "name"),
                name="exam_name_once_a_term",
                violation_error_message="The term has an exam of this name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exam",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "confirmed", "called_off"])),
                name="exam_state_known",
                violation_error_message="This is not one of the possible values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exam",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True), ("confirmed_at__isnull", False), _connector="OR"
                ),
                name="exam_confirmed_has_a_time",
                violation_error_message="A confirmed exam needs the time of its confirmation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="champion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ("grade_total", "class_total")), ("subject__isnull", True)),
                    models.Q(("kind__in", ("grade_subject", "class_subject")), ("subject__isnull", False)),
                    _connector="OR",
                ),
                name="champion_kind_known_with_subject",
                violation_error_message="First in a subject needs the subject, first in the total has none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="champion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("subject__isnull", False), ("withdrawn_at__isnull", True)),
                fields=("exam", "kind", "subject", "student"),
                name="champion_once_a_subject",
                violation_error_message="This pupil is entered as first in this subject already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="champion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("subject__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("exam", "kind", "student"),
                name="champion_once_a_total",
                violation_error_message="This pupil is entered as first in the total already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="violation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "confirmed", "dropped", "revoked"])),
                name="violation_state_known",
                violation_error_message="This is not one of the possible values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="violation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("proposed", "confirmed"))),
                fields=("student", "ground", "happened_on", "place"),
                name="violation_once_a_day_and_place",
                violation_error_message="This incident is on record already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="violation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "proposed"),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="violation_decided_has_author",
                violation_error_message="A decision needs its author and time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="violation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "revoked"), _negated=True),
                    models.Q(
                        ("revoked_at__isnull", False),
                        ("revoked_by__isnull", False),
                        models.Q(("revoke_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="violation_revoked_has_a_reason",
                violation_error_message="A revocation needs its author, time and reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="violation",
            constraint=models.CheckConstraint(
                condition=models.Q(("stars__gte", 1)),
                name="violation_takes_something",
                violation_error_message="A deduction takes at least one star.",
            ),
        ),
        *append_only_operations("awards_starentry"),
    ]
