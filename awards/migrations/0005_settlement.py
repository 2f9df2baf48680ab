"""Levels frozen at settlement, which only grow, and what they entitle to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from starrating.triggers import append_only_operations


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0004_exams_and_violations"),
        ("students", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TermLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seat", models.PositiveSmallIntegerField(null=True, verbose_name="seat")),
                ("total", models.SmallIntegerField(verbose_name="stars")),
                (
                    "level",
                    models.PositiveSmallIntegerField(help_text="Zero below the first level.", verbose_name="level"),
                ),
                (
                    "listed",
                    models.BooleanField(
                        default=True,
                        help_text="Not so once a correction shows that the pupil had left.",
                        verbose_name="on the lists",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="entered at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="awards.termlevel",
                        verbose_name="replaces",
                    ),
                ),
                (
                    "school_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="term_levels",
                        to="students.schoolclass",
                        verbose_name="class",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="term_levels",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="students.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "settled level",
                "verbose_name_plural": "settled levels",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Entitlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("letter", "letter of commendation"),
                            ("certificate", "certificate of honour"),
                            ("honour_board", "honour board"),
                            ("award_eligibility", "eligible for merit awards"),
                            ("parent_title", "Outstanding Parent"),
                            ("invitation", "invitation to the ceremony"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "due"),
                            ("done", "handed out"),
                            ("withdrawn", "withdrawn"),
                            ("reissued", "to be issued again"),
                        ],
                        default="due",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=20, null=True, verbose_name="number")),
                ("issued", models.PositiveSmallIntegerField(default=0, verbose_name="times handed out")),
                ("flags", models.JSONField(blank=True, default=list, verbose_name="to look at")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlements",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlements",
                        to="students.term",
                        verbose_name="term",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlements",
                        to="awards.termlevel",
                        verbose_name="settled level",
                    ),
                ),
            ],
            options={
                "verbose_name": "entitlement",
                "verbose_name_plural": "entitlements",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="termlevel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", True)),
                fields=("term", "student"),
                name="term_level_once_a_pupil",
                violation_error_message="This pupil's term has been settled already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="termlevel",
            constraint=models.CheckConstraint(
                condition=models.Q(("listed", True), ("level", 0), _connector="OR"),
                name="term_level_unlisted_has_none",
                violation_error_message="Who is not on the lists has no level.",
            ),
        ),
        migrations.AddIndex(
            model_name="entitlement",
            index=models.Index(fields=["term", "kind", "state"], name="entitlement_queue"),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["letter", "certificate", "honour_board", "award_eligibility", "parent_title", "invitation"],
                    )
                ),
                name="entitlement_kind_known",
                violation_error_message="This is not one of the possible values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["due", "done", "withdrawn", "reissued"])),
                name="entitlement_state_known",
                violation_error_message="This is not one of the possible values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.UniqueConstraint(
                fields=("term", "student", "kind"),
                name="entitlement_once_a_pupil",
                violation_error_message="This pupil has this entitlement already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.UniqueConstraint(
                fields=("term", "number"),
                name="entitlement_number_once_a_term",
                violation_error_message="This number is taken.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "certificate"), ("number__isnull", False)),
                    models.Q(models.Q(("kind", "certificate"), _negated=True), ("number__isnull", True)),
                    _connector="OR",
                ),
                name="entitlement_certificate_has_number",
                violation_error_message="A certificate has a number, nothing else has one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["withdrawn", "reissued"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="entitlement_change_has_a_reason",
                violation_error_message="Give a reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entitlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["done", "reissued"]), _negated=True), ("issued__gte", 1), _connector="OR"
                ),
                name="entitlement_done_was_issued",
                violation_error_message="What was handed out was handed out at least once.",
            ),
        ),
        *append_only_operations("awards_termlevel"),
    ]
