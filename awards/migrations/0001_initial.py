import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("students", "0001_initial"), ("texts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Punishment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warning", "warning (警告)"),
                            ("grave", "grave warning (严重警告)"),
                            ("demerit", "demerit (记过)"),
                            ("probation", "probation (留校察看)"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="day of the decision")),
                (
                    "until",
                    models.DateField(
                        blank=True, help_text="Empty: until it is lifted.", null=True, verbose_name="last day"
                    ),
                ),
                ("ground", models.TextField(verbose_name="what it is for")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("lifted_on", models.DateField(blank=True, null=True, verbose_name="lifted on")),
                ("lift_reason", models.TextField(blank=True, verbose_name="why it was lifted")),
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
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="punishments",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
            ],
            options={
                "verbose_name": "formal punishment",
                "verbose_name_plural": "formal punishments",
                "ordering": ["-decided_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["warning", "grave", "demerit", "probation"])),
                        name="punishment_kind_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.UniqueConstraint(
                        fields=("student", "kind", "decided_on"),
                        name="punishment_once_a_day",
                        violation_error_message="This punishment is on record already. Nothing needs to be entered.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("decided_on")), _connector="OR"
                        ),
                        name="punishment_ends_after_decision",
                        violation_error_message="The last day is before the day of the decision. Choose a later last day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_on__isnull", True),
                            models.Q(
                                ("lifted_by__isnull", False),
                                ("lifted_on__gte", models.F("decided_on")),
                                models.Q(("lift_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="punishment_lifted_has_a_reason",
                        violation_error_message="Lifting a punishment needs its day, author and reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(help_text="Such as 2025-09.", max_length=10, verbose_name="label")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "due_on",
                    models.DateField(help_text="Sheets submitted after this day are late.", verbose_name="due on"),
                ),
                (
                    "grades",
                    models.JSONField(
                        default=list, help_text="Numbers of the grades that take part.", verbose_name="grades"
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="students.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "round",
                "verbose_name_plural": "rounds",
                "ordering": ["starts_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("term", "label"),
                        name="round_label_once_a_term",
                        violation_error_message="The term has this month already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="round_ends_after_start",
                        violation_error_message="The last day is before the first day. Correct one of the two.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("ends_on"))),
                        name="round_due_after_end",
                        violation_error_message="A month cannot be due before it ends. Choose a later day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClassRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "being filled in"),
                            ("submitted", "submitted"),
                            ("returned", "returned"),
                            ("in_notice", "on notice"),
                            ("final", "final"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Grows with every change, so that a stale page is noticed.",
                        verbose_name="version",
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="submitted at")),
                ("first_submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="first submitted at")),
                ("return_reason", models.TextField(blank=True, verbose_name="reason of the return")),
                ("filed_at", models.DateTimeField(blank=True, null=True, verbose_name="filed at")),
                ("filed_on", models.DateField(blank=True, null=True, verbose_name="filed on")),
                (
                    "brought_in",
                    models.BooleanField(
                        default=False,
                        help_text="Entered, submitted and filed by commands, under the days of the paper.",
                        verbose_name="brought in later",
                    ),
                ),
                ("filing_number", models.CharField(blank=True, max_length=30, null=True, verbose_name="filing number")),
                ("notice_from", models.DateField(blank=True, null=True, verbose_name="notice from")),
                ("notice_until", models.DateField(blank=True, null=True, verbose_name="notice until")),
                ("final_at", models.DateTimeField(blank=True, null=True, verbose_name="final at")),
                (
                    "filed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="filed by",
                    ),
                ),
                (
                    "school_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="students.schoolclass",
                        verbose_name="class",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="awards.round",
                        verbose_name="round",
                    ),
                ),
            ],
            options={
                "verbose_name": "class sheet",
                "verbose_name_plural": "class sheets",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "school_class"),
                        name="sheet_one_a_class_and_round",
                        violation_error_message="This class has a sheet in this month already.",
                    ),
                    models.UniqueConstraint(
                        fields=("round", "filing_number"),
                        name="sheet_filing_number_once",
                        violation_error_message="This filing number is taken.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "submitted", "returned", "in_notice", "final"])),
                        name="sheet_state_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["final", "in_notice"]), _negated=True),
                            models.Q(
                                ("filing_number__isnull", False),
                                ("notice_from__isnull", False),
                                ("notice_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sheet_filed_has_number_and_notice",
                        violation_error_message="A filed sheet needs a filing number and the days of its notice.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("filed_on__isnull", True), ("notice_from__gte", models.F("filed_on")), _connector="OR"
                        ),
                        name="sheet_notice_after_filing",
                        violation_error_message="The notice starts before the day of filing.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("notice_until__isnull", True),
                            ("notice_until__gte", models.F("notice_from")),
                            _connector="OR",
                        ),
                        name="sheet_notice_ends_after_start",
                        violation_error_message="The notice ends before it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Scheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("guiding_idea", models.TextField(blank=True, verbose_name="guiding idea")),
                (
                    "principles",
                    models.JSONField(default=list, help_text="List of sentences.", verbose_name="principles"),
                ),
                ("committee_name", models.CharField(max_length=30, verbose_name="name of the star committee")),
                ("committee_members", models.TextField(blank=True, verbose_name="who sits on the committee")),
                (
                    "unit",
                    models.CharField(
                        choices=[("star", "Stars"), ("badge", "Badges"), ("point", "Points")],
                        default="star",
                        max_length=10,
                        verbose_name="what is awarded",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published")],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published at")),
                (
                    "self_report_max",
                    models.PositiveSmallIntegerField(default=4, verbose_name="items per pupil and round"),
                ),
                (
                    "quota_kind",
                    models.CharField(
                        choices=[("fixed", "Fixed number"), ("percent", "Percentage of the class")],
                        default="fixed",
                        max_length=10,
                        verbose_name="quota",
                    ),
                ),
                (
                    "quota_number",
                    models.PositiveSmallIntegerField(default=5, verbose_name="winners per item, class and round"),
                ),
                (
                    "quota_percent",
                    models.PositiveSmallIntegerField(default=10, verbose_name="winners in per cent of the class"),
                ),
                (
                    "quota_rounding",
                    models.CharField(
                        choices=[("down", "Round down"), ("half_up", "Round half up"), ("up", "Round up")],
                        default="half_up",
                        max_length=10,
                        verbose_name="rounding",
                    ),
                ),
                ("quota_minimum", models.PositiveSmallIntegerField(default=1, verbose_name="at least")),
                (
                    "quota_mode",
                    models.CharField(
                        choices=[
                            ("hard", "Never above the limit"),
                            ("office", "The office may allow more, with a reason"),
                        ],
                        default="hard",
                        max_length=10,
                        verbose_name="above the quota",
                    ),
                ),
                (
                    "nominate_on_behalf",
                    models.BooleanField(default=True, verbose_name="the homeroom teacher may nominate for a pupil"),
                ),
                (
                    "item_repeats_per_term",
                    models.PositiveSmallIntegerField(default=0, verbose_name="same item, times per term at most"),
                ),
                (
                    "subject_mode",
                    models.CharField(
                        choices=[
                            ("none", "Not asked"),
                            ("advice", "Asked, silence is agreement"),
                            ("required", "Must agree"),
                        ],
                        default="advice",
                        max_length=10,
                        verbose_name="subject teachers",
                    ),
                ),
                ("subject_days", models.PositiveSmallIntegerField(default=2, verbose_name="days for subject teachers")),
                ("notice_days", models.PositiveSmallIntegerField(default=3, verbose_name="days of public notice")),
                (
                    "notice_day_kind",
                    models.CharField(
                        choices=[("working", "Working days"), ("calendar", "Calendar days")],
                        default="working",
                        max_length=10,
                        verbose_name="kind of days",
                    ),
                ),
                (
                    "notice_scope",
                    models.CharField(
                        choices=[("class", "The class"), ("grade", "The grade"), ("school", "The whole school")],
                        default="class",
                        max_length=10,
                        verbose_name="notice for",
                    ),
                ),
                (
                    "objection_reply_days",
                    models.PositiveSmallIntegerField(default=3, verbose_name="working days to answer an objection"),
                ),
                ("accept_anonymous", models.BooleanField(default=True, verbose_name="record unsigned objections")),
                (
                    "champion_overlap",
                    models.CharField(
                        choices=[("highest_only", "Highest only"), ("cumulative", "All of them add up")],
                        default="highest_only",
                        max_length=15,
                        verbose_name="grade and class champion",
                    ),
                ),
                (
                    "champion_ties",
                    models.CharField(
                        choices=[("all", "All who are first"), ("none", "Nobody"), ("office", "The office decides")],
                        default="all",
                        max_length=10,
                        verbose_name="ties",
                    ),
                ),
                (
                    "champion_pass_down",
                    models.BooleanField(default=False, verbose_name="champion star passes to the second"),
                ),
                ("champion_public", models.BooleanField(default=False, verbose_name="champion stars on public lists")),
                (
                    "deduction_mode",
                    models.CharField(
                        choices=[("fixed", "Fixed amount"), ("up_to", "At most this amount")],
                        default="fixed",
                        max_length=10,
                        verbose_name="stars deducted",
                    ),
                ),
                (
                    "deductions_per_term",
                    models.PositiveSmallIntegerField(default=0, verbose_name="deductions per term at most"),
                ),
                ("allow_negative_total", models.BooleanField(default=True, verbose_name="totals may go below zero")),
                ("letter_from", models.PositiveSmallIntegerField(default=3, verbose_name="letter from level")),
                (
                    "certificate_from",
                    models.PositiveSmallIntegerField(default=4, verbose_name="certificate from level"),
                ),
                (
                    "honour_board_from",
                    models.PositiveSmallIntegerField(default=4, verbose_name="honour board from level"),
                ),
                (
                    "award_eligibility_from",
                    models.PositiveSmallIntegerField(default=4, verbose_name="award eligibility from level"),
                ),
                (
                    "parent_title_from",
                    models.PositiveSmallIntegerField(default=5, verbose_name="parents' title from level"),
                ),
                ("invitation_from", models.PositiveSmallIntegerField(default=5, verbose_name="invitation from level")),
                (
                    "residence_terms",
                    models.PositiveSmallIntegerField(default=0, verbose_name="terms of residence for awards"),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schemes",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "scheme",
                "verbose_name_plural": "schemes",
                "ordering": ["code", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "code", "version"),
                        name="scheme_version_once_a_school",
                        violation_error_message="This version of the scheme exists already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "draft"), ("published_at__isnull", False), _connector="OR"),
                        name="scheme_published_has_a_date",
                        violation_error_message="A published scheme needs the time of its publication.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "published"])),
                        name="scheme_state_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["star", "badge", "point"])),
                        name="scheme_unit_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quota_kind__in", ["fixed", "percent"])),
                        name="scheme_quota_kind_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quota_rounding__in", ["down", "half_up", "up"])),
                        name="scheme_rounding_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quota_mode__in", ["hard", "office"])),
                        name="scheme_quota_mode_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject_mode__in", ["none", "advice", "required"])),
                        name="scheme_subject_mode_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("notice_day_kind__in", ["working", "calendar"])),
                        name="scheme_day_kind_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("notice_scope__in", ["class", "grade", "school"])),
                        name="scheme_notice_scope_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("champion_overlap__in", ["highest_only", "cumulative"])),
                        name="scheme_overlap_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("champion_ties__in", ["all", "none", "office"])),
                        name="scheme_ties_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deduction_mode__in", ["fixed", "up_to"])),
                        name="scheme_deduction_mode_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExamKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("code", models.SlugField(max_length=30, verbose_name="code")),
                ("name", models.CharField(max_length=30, verbose_name="name")),
                ("counts", models.BooleanField(default=True, verbose_name="counts for champion stars")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exam_kinds",
                        to="awards.scheme",
                        verbose_name="scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "kind of exam",
                "verbose_name_plural": "kinds of exam",
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "code"),
                        name="exam_kind_once_a_scheme",
                        violation_error_message="The scheme has this kind of exam already.",
                    )
                ],
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
                            ("called_off", "cancelled"),
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
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exams",
                        to="students.term",
                        verbose_name="term",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exams",
                        to="awards.examkind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exams",
                        to="awards.round",
                        verbose_name="round",
                    ),
                ),
            ],
            options={
                "verbose_name": "exam",
                "verbose_name_plural": "exams",
                "ordering": ["held_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("term", "name"),
                        name="exam_name_once_a_term",
                        violation_error_message="The term has an exam of this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "confirmed", "called_off"])),
                        name="exam_state_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exam_confirmed_has_a_time",
                        violation_error_message="A confirmed exam needs the time of its confirmation.",
                    ),
                ],
            },
        ),
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
                (
                    "school_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="champions",
                        to="students.schoolclass",
                        verbose_name="class",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="champions",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="champions",
                        to="students.subject",
                        verbose_name="subject",
                    ),
                ),
                (
                    "exam",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="champions",
                        to="awards.exam",
                        verbose_name="exam",
                    ),
                ),
            ],
            options={
                "verbose_name": "champion",
                "verbose_name_plural": "champions",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("grade_total", "class_total")), ("subject__isnull", True)),
                            models.Q(("kind__in", ("grade_subject", "class_subject")), ("subject__isnull", False)),
                            _connector="OR",
                        ),
                        name="champion_kind_known_with_subject",
                        violation_error_message="First in a subject needs the subject, first in the total has none.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("subject__isnull", False), ("withdrawn_at__isnull", True)),
                        fields=("exam", "kind", "subject", "student"),
                        name="champion_once_a_subject",
                        violation_error_message="This pupil is entered as first in this subject already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("subject__isnull", True), ("withdrawn_at__isnull", True)),
                        fields=("exam", "kind", "student"),
                        name="champion_once_a_total",
                        violation_error_message="This pupil is entered as first in the total already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ground",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("code", models.SlugField(max_length=30, verbose_name="code")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("stars", models.PositiveSmallIntegerField(default=15, verbose_name="stars deducted")),
                ("min_records", models.PositiveSmallIntegerField(default=0, verbose_name="dated records needed")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grounds",
                        to="awards.scheme",
                        verbose_name="scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "ground for a deduction",
                "verbose_name_plural": "grounds for deductions",
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "code"),
                        name="ground_code_once_a_scheme",
                        violation_error_message="The scheme has this ground already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("name", models.CharField(max_length=30, verbose_name="name")),
                ("lower_bound", models.PositiveSmallIntegerField(verbose_name="minimum stars")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="awards.scheme",
                        verbose_name="scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "level",
                "verbose_name_plural": "levels",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "number"),
                        name="level_number_once_a_scheme",
                        violation_error_message="The scheme has this level already.",
                    ),
                    models.UniqueConstraint(
                        fields=("scheme", "lower_bound"),
                        name="level_bound_once_a_scheme",
                        violation_error_message="Another level starts at the same number of stars.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StarItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("code", models.SlugField(max_length=30, verbose_name="code")),
                ("name", models.CharField(max_length=30, verbose_name="name")),
                ("short_name", models.CharField(max_length=10, verbose_name="short name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ordinary", "Ordinary item"),
                            ("grade_total", "Grade champion"),
                            ("class_total", "Class champion"),
                            ("grade_subject", "Grade champion in a subject"),
                            ("class_subject", "Class champion in a subject"),
                        ],
                        default="ordinary",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("moral", "Moral"),
                            ("intellectual", "Intellectual"),
                            ("physical", "Physical"),
                            ("aesthetic", "Aesthetic"),
                            ("labour", "Labour"),
                        ],
                        max_length=20,
                        verbose_name="education",
                    ),
                ),
                ("value", models.PositiveSmallIntegerField(default=1, verbose_name="stars")),
                ("counts_toward_cap", models.BooleanField(default=True, verbose_name="counts among a pupil's items")),
                ("evidence_required", models.BooleanField(default=False, verbose_name="needs evidence")),
                ("public", models.BooleanField(default=True, verbose_name="on public lists")),
                (
                    "criteria",
                    models.JSONField(
                        default=list, help_text="List of sentences, in the order of the text.", verbose_name="criteria"
                    ),
                ),
                (
                    "months",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Those in which it is awarded, 1 to 12; none is every one.",
                        verbose_name="months",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="awards.scheme",
                        verbose_name="scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "star item",
                "verbose_name_plural": "star items",
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "code"),
                        name="item_code_once_a_scheme",
                        violation_error_message="The scheme has an item with this code.",
                    ),
                    models.UniqueConstraint(
                        fields=("scheme", "name"),
                        name="item_name_once_a_scheme",
                        violation_error_message="The scheme has an item with this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["ordinary", "grade_total", "class_total", "grade_subject", "class_subject"])
                        ),
                        name="item_kind_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("group__in", ["moral", "intellectual", "physical", "aesthetic", "labour"])),
                        name="item_group_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("set_at", models.DateTimeField(verbose_name="set at")),
                (
                    "class_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="awards.classround",
                        verbose_name="class sheet",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="awards.staritem",
                        verbose_name="star",
                    ),
                ),
            ],
            options={
                "verbose_name": "goal",
                "verbose_name_plural": "goals",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("class_round", "student", "item"),
                        name="goal_once_a_sheet_and_item",
                        violation_error_message="This goal is set already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("self", "declared by the pupil"),
                            ("behalf", "nominated on the pupil's behalf"),
                            ("paper", "entered from the paper"),
                        ],
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                ("statement", models.CharField(blank=True, max_length=200, verbose_name="statement")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("chosen", "chosen"),
                            ("dropped", "taken off"),
                            ("disputed", "disputed"),
                            ("final", "final"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("group_agreed", models.BooleanField(blank=True, null=True, verbose_name="the group agrees")),
                ("hands_for", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hands for")),
                (
                    "hands_against",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hands against"),
                ),
                (
                    "counted_for",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hands counted for"),
                ),
                (
                    "counted_against",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hands counted against"),
                ),
                ("votes_for", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes for")),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes against"),
                ),
                ("could_vote", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="could vote")),
                ("place", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="place")),
                (
                    "class_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="awards.classround",
                        verbose_name="class sheet",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="awards.staritem",
                        verbose_name="star",
                    ),
                ),
            ],
            options={
                "verbose_name": "nomination",
                "verbose_name_plural": "nominations",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("class_round", "item", "student"),
                        name="nomination_once_a_sheet_and_item",
                        violation_error_message="This pupil is under this star already. Nothing needs to be added.",
                    ),
                    models.UniqueConstraint(
                        fields=("class_round", "item", "place"),
                        name="nomination_one_a_place",
                        violation_error_message="This place is taken.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("place__gte", 1),
                                ("place__isnull", False),
                                ("state__in", ["chosen", "disputed", "final"]),
                            ),
                            models.Q(
                                models.Q(("state__in", ["chosen", "disputed", "final"]), _negated=True),
                                ("place__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="nomination_place_with_state",
                        violation_error_message="A name that is on the sheet has a place, any other has none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("group_agreed__isnull", True),
                                ("hands_against__isnull", True),
                                ("hands_for__isnull", True),
                            ),
                            models.Q(
                                ("group_agreed__isnull", False),
                                ("hands_against__isnull", False),
                                ("hands_for__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="nomination_group_counted_hands",
                        violation_error_message="What the group decided needs the hands counted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("counted_against__isnull", True), ("counted_for__isnull", True)),
                            models.Q(("counted_against__isnull", False), ("counted_for__isnull", False)),
                            _connector="OR",
                        ),
                        name="nomination_meeting_counted_both",
                        violation_error_message="Hands are counted for and against.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("could_vote__isnull", True),
                                ("votes_against__isnull", True),
                                ("votes_for__isnull", True),
                            ),
                            models.Q(
                                (
                                    "could_vote__gte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("votes_for"), "+", models.F("votes_against")
                                    ),
                                ),
                                ("could_vote__isnull", False),
                                ("votes_against__isnull", False),
                                ("votes_for__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="nomination_votes_counted_whole",
                        violation_error_message="A count has votes for and against, of as many as could vote.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["self", "behalf", "paper"])),
                        name="nomination_source_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "chosen", "dropped", "disputed", "final"])),
                        name="nomination_state_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(help_text="Counted within the sheet.", verbose_name="number"),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("pupil", "by a pupil, on screen"),
                            ("guardian", "by a guardian, through the homeroom teacher"),
                            ("at_office", "by a guardian, to the office"),
                            ("slip", "on a signed slip"),
                            ("anonymous", "unsigned"),
                            ("office", "held back by the office when filing"),
                            ("window", "by a guardian, through the window"),
                        ],
                        max_length=10,
                        verbose_name="how it came in",
                    ),
                ),
                ("raised_by", models.CharField(blank=True, max_length=60, verbose_name="raised by")),
                ("contact", models.CharField(blank=True, max_length=60, verbose_name="contact")),
                ("facts", models.CharField(max_length=500, verbose_name="what is objected to, and why")),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                ("due_on", models.DateField(verbose_name="answer due on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("upheld", "upheld"),
                            ("dismissed", "dismissed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
                ("answered_how", models.CharField(blank=True, max_length=60, verbose_name="answered how")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                (
                    "class_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="awards.classround",
                        verbose_name="class sheet",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "nomination",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="awards.nomination",
                        verbose_name="line",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "ordering": ["received_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("class_round", "number"),
                        name="objection_number_once_a_sheet",
                        violation_error_message="The sheet has an objection of this number.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("route", "pupil"), ("state", "open")),
                        fields=("nomination", "recorded_by"),
                        name="objection_once_open_a_pupil",
                        violation_error_message="You have objected to this already. Wait for the answer of the school.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "upheld", "dismissed", "withdrawn"])),
                        name="objection_state_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("raised_by", ""), ("route", "anonymous")),
                            models.Q(
                                models.Q(("route", "anonymous"), _negated=True),
                                models.Q(("raised_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="objection_signed_unless_anonymous",
                        violation_error_message="A signed objection says who raised it, an unsigned one does not.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="objection_decided_has_answer",
                        violation_error_message="A decision needs its author, time and a written answer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("route__in", ["pupil", "guardian", "at_office", "slip", "anonymous", "office", "window"])
                        ),
                        name="objection_route_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recorded_by__isnull", True), ("route", "window")),
                            models.Q(models.Q(("route", "window"), _negated=True), ("recorded_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="objection_recorded_unless_by_window",
                        violation_error_message="What did not come through the window says who has written it down.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agrees", models.BooleanField(verbose_name="agrees")),
                ("text", models.CharField(blank=True, max_length=200, verbose_name="opinion")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("reply", models.CharField(blank=True, max_length=200, verbose_name="reply")),
                ("replied_at", models.DateTimeField(blank=True, null=True, verbose_name="replied at")),
                (
                    "class_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="awards.classround",
                        verbose_name="class sheet",
                    ),
                ),
                (
                    "nomination",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="awards.nomination",
                        verbose_name="line",
                    ),
                ),
                (
                    "replied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="teacher",
                    ),
                ),
            ],
            options={
                "verbose_name": "opinion",
                "verbose_name_plural": "opinions",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("nomination__isnull", True)),
                        fields=("class_round", "user"),
                        name="opinion_once_a_sheet",
                        violation_error_message="This teacher has an opinion on this sheet already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("nomination__isnull", False)),
                        fields=("nomination", "user"),
                        name="opinion_once_a_line",
                        violation_error_message="This teacher has an opinion on this line already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agrees", True), models.Q(("text", ""), _negated=True), _connector="OR"),
                        name="opinion_disagreement_says_why",
                        violation_error_message="Say in one line why you disagree.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replied_at__isnull", True), ("replied_by__isnull", True), ("reply", "")),
                            models.Q(
                                models.Q(("reply", ""), _negated=True),
                                ("replied_at__isnull", False),
                                ("replied_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="opinion_reply_has_author",
                        violation_error_message="A reply needs its author and time.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("code", models.SlugField(max_length=30, verbose_name="code")),
                ("name", models.CharField(max_length=30, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("pupil", "Pupil"),
                            ("group_leader", "Group leader"),
                            ("committee", "Star committee"),
                            ("homeroom", "Homeroom teacher"),
                            ("office", "office"),
                        ],
                        max_length=20,
                        verbose_name="by",
                    ),
                ),
                ("paper", models.BooleanField(default=True, verbose_name="may be held on paper")),
                ("online", models.BooleanField(default=True, verbose_name="may be held on screen")),
                ("required", models.BooleanField(default=True, verbose_name="required")),
                ("due_days", models.SmallIntegerField(default=0, verbose_name="due")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="awards.scheme",
                        verbose_name="scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "step",
                "verbose_name_plural": "steps",
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "code"),
                        name="step_code_once_a_scheme",
                        violation_error_message="The scheme has this step already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["pupil", "group_leader", "committee", "homeroom", "office"])),
                        name="step_role_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("declared", "declared"),
                            ("retracted", "withdrawn by the pupil"),
                            ("nominated", "nominated on behalf"),
                            ("entered", "entered"),
                            ("struck", "taken off"),
                            ("restored", "put back"),
                            ("agreed", "agreed"),
                            ("declined", "not passed"),
                            ("no_place", "no place left"),
                            ("left", "no longer in the class"),
                            ("seconded", "a subject teacher agrees"),
                            ("opposed", "a subject teacher disagrees"),
                            ("held", "step held"),
                            ("withdrawn", "step reopened"),
                            ("submitted", "submitted"),
                            ("recalled", "withdrawn"),
                            ("returned", "returned"),
                            ("filed", "filed"),
                            ("finalized", "took effect"),
                            ("reversed", "reversed"),
                            ("sent_back", "sent back to an earlier step"),
                            ("disputed", "objection received"),
                            ("upheld", "objection upheld"),
                            ("dismissed", "objection dismissed"),
                        ],
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("on_paper", models.BooleanField(default=False, verbose_name="on paper")),
                ("votes_for", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes for")),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes against"),
                ),
                (
                    "reason_kept",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="texts.kepttext",
                        verbose_name="reason",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "class_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="awards.classround",
                        verbose_name="class sheet",
                    ),
                ),
                (
                    "nomination",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="awards.nomination",
                        verbose_name="line",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="awards.step",
                        verbose_name="step",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verdict__in",
                                [
                                    "declared",
                                    "retracted",
                                    "nominated",
                                    "entered",
                                    "struck",
                                    "restored",
                                    "agreed",
                                    "declined",
                                    "no_place",
                                    "left",
                                    "seconded",
                                    "opposed",
                                    "held",
                                    "withdrawn",
                                    "submitted",
                                    "recalled",
                                    "returned",
                                    "filed",
                                    "finalized",
                                    "reversed",
                                    "sent_back",
                                    "disputed",
                                    "upheld",
                                    "dismissed",
                                ],
                            )
                        ),
                        name="decision_verdict_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict__in", ["seconded", "opposed"]), _negated=True),
                            ("step__isnull", True),
                            _connector="OR",
                        ),
                        name="decision_teachers_view_is_no_step",
                        violation_error_message="What one teacher thinks is not the verdict of a step.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField(verbose_name="held on")),
                ("participants", models.CharField(max_length=200, verbose_name="who took part")),
                ("on_paper", models.BooleanField(default=True, verbose_name="on paper")),
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
                    "class_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held_steps",
                        to="awards.classround",
                        verbose_name="class sheet",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="awards.step",
                        verbose_name="step",
                    ),
                ),
            ],
            options={
                "verbose_name": "step held",
                "verbose_name_plural": "steps held",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("class_round", "step"),
                        name="held_step_once_a_sheet",
                        violation_error_message="This step has been ticked already.",
                    )
                ],
            },
        ),
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces__isnull", True)),
                        fields=("term", "student"),
                        name="term_level_once_a_pupil",
                        violation_error_message="This pupil's term has been settled already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("listed", True), ("level", 0), _connector="OR"),
                        name="term_level_unlisted_has_none",
                        violation_error_message="Who is not on the lists has no level.",
                    ),
                ],
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
                "indexes": [models.Index(fields=["term", "kind", "state"], name="entitlement_queue")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "letter",
                                    "certificate",
                                    "honour_board",
                                    "award_eligibility",
                                    "parent_title",
                                    "invitation",
                                ],
                            )
                        ),
                        name="entitlement_kind_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["due", "done", "withdrawn", "reissued"])),
                        name="entitlement_state_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.UniqueConstraint(
                        fields=("term", "student", "kind"),
                        name="entitlement_once_a_pupil",
                        violation_error_message="This pupil has this entitlement already.",
                    ),
                    models.UniqueConstraint(
                        fields=("term", "number"),
                        name="entitlement_number_once_a_term",
                        violation_error_message="This number is taken.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["letter", "certificate", "parent_title", "invitation"]),
                                ("number__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    ("kind__in", ["letter", "certificate", "parent_title", "invitation"]), _negated=True
                                ),
                                ("number__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="entitlement_paper_has_number",
                        violation_error_message="A reward on paper has a number, nothing else has one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["withdrawn", "reissued"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="entitlement_change_has_a_reason",
                        violation_error_message="Give a reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["done", "reissued"]), _negated=True),
                            ("issued__gte", 1),
                            _connector="OR",
                        ),
                        name="entitlement_done_was_issued",
                        violation_error_message="What was handed out was handed out at least once.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TermScheme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pinned",
                        to="awards.scheme",
                        verbose_name="scheme",
                    ),
                ),
                (
                    "term",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pinned",
                        to="students.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={"verbose_name": "scheme of a term", "verbose_name_plural": "schemes of terms"},
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
                ("stars", models.PositiveSmallIntegerField(verbose_name="stars deducted")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("confirmed", "confirmed"),
                            ("dropped", "dismissed"),
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
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ground",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="violations",
                        to="awards.ground",
                        verbose_name="ground",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="violations",
                        to="students.schoolclass",
                        verbose_name="class",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="violations",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="violations",
                        to="students.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "violation",
                "verbose_name_plural": "violations",
                "ordering": ["-happened_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "confirmed", "dropped", "revoked"])),
                        name="violation_state_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("proposed", "confirmed"))),
                        fields=("student", "ground", "happened_on", "place"),
                        name="violation_once_a_day_and_place",
                        violation_error_message="This incident is on record already. Open it from the list of violations.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "proposed"),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="violation_decided_has_author",
                        violation_error_message="A decision needs its author and time.",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(("stars__gte", 1)),
                        name="violation_takes_something",
                        violation_error_message="A deduction is at least one star.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agrees", models.BooleanField(verbose_name="agrees")),
                (
                    "nomination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="awards.nomination",
                        verbose_name="line",
                    ),
                ),
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="students.student",
                        verbose_name="voter",
                    ),
                ),
            ],
            options={
                "verbose_name": "vote",
                "verbose_name_plural": "votes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("nomination", "voter"),
                        name="vote_once_a_line",
                        violation_error_message="This member has voted on this line already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PendingName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="as typed")),
                ("pasted", models.BooleanField(default=False, verbose_name="pasted")),
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
                    "class_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pending_names",
                        to="awards.classround",
                        verbose_name="class sheet",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="awards.staritem",
                        verbose_name="star",
                    ),
                ),
            ],
            options={
                "verbose_name": "name not recognised yet",
                "verbose_name_plural": "names not recognised yet",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("class_round", "item", "text"),
                        name="pending_name_once_a_sheet_and_item",
                        violation_error_message="This piece waits under this star already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="digest")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_address",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={"verbose_name": "calendar address", "verbose_name_plural": "calendar addresses"},
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("robot", "group robot"), ("mail", "e-mail")], max_length=10, verbose_name="way"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("failed", "could not be sent"),
                            ("lost", "not known whether it arrived"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "trouble",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unreachable", "The service could not be reached."),
                            (
                                "refused",
                                "The service did not take the message. Check the robot's address, keywords and secret.",
                            ),
                            ("address", "This address may not be spoken to."),
                            ("mail", "The mail server did not take the message."),
                            ("late", "The day was over before it could be sent."),
                        ],
                        max_length=12,
                        verbose_name="trouble",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("next_try_at", models.DateTimeField(verbose_name="next try at")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recipient",
                    ),
                ),
            ],
            options={
                "verbose_name": "message sent",
                "verbose_name_plural": "messages sent",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["robot", "mail"])),
                        name="reminder_way_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sending", "sent", "failed", "lost"])),
                        name="reminder_state_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("trouble", ""),
                            ("trouble__in", ["unreachable", "refused", "address", "mail", "late"]),
                            _connector="OR",
                        ),
                        name="reminder_trouble_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to__isnull", True), ("way", "robot")),
                            models.Q(("to__isnull", False), ("way", "mail")),
                            _connector="OR",
                        ),
                        name="reminder_mail_has_somebody",
                        violation_error_message="A message goes to the group, or by e-mail to somebody.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RemindedClass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                (
                    "school_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.schoolclass",
                        verbose_name="class",
                    ),
                ),
                (
                    "reminder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="classes",
                        to="awards.reminder",
                        verbose_name="message sent",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminded class",
                "verbose_name_plural": "reminded classes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school_class", "day"),
                        name="reminded_once_a_day",
                        violation_error_message="This class has been reminded on this day.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminder_address",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "e-mail address for reminders",
                "verbose_name_plural": "e-mail addresses for reminders",
            },
        ),
        migrations.CreateModel(
            name="ReminderSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "service",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wecom", "WeCom (企业微信)"),
                            ("dingtalk", "DingTalk (钉钉)"),
                            ("feishu", "Feishu (飞书)"),
                        ],
                        max_length=10,
                        verbose_name="group robot",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=400, verbose_name="robot's address")),
                ("secret", models.CharField(blank=True, max_length=200, verbose_name="robot's signing secret")),
                ("by_mail", models.BooleanField(default=False, verbose_name="by e-mail")),
                ("from_hour", models.PositiveSmallIntegerField(default=7, verbose_name="not before")),
                ("until_hour", models.PositiveSmallIntegerField(default=19, verbose_name="not after")),
                (
                    "school",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminder_settings",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "settings of reminders",
                "verbose_name_plural": "settings of reminders",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("service", ""), ("service__in", ["wecom", "dingtalk", "feishu"]), _connector="OR"
                        ),
                        name="reminder_service_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), ("secret", ""), ("service", "")),
                            models.Q(
                                models.Q(("service", ""), _negated=True), models.Q(("address", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="reminder_robot_has_address",
                        violation_error_message="A group robot needs its address. Copy it from the group's settings.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_hour__gt", models.F("from_hour")), ("until_hour__lte", 24)),
                        name="reminder_hours_in_order",
                        violation_error_message="The hours must lie within one day, the first before the last.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField(verbose_name="day")),
                ("text", models.CharField(max_length=200, verbose_name="what happened")),
                ("noted_at", models.DateTimeField(verbose_name="noted at")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="awards.staritem",
                        verbose_name="star",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noted by",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deeds",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deeds",
                        to="students.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "fact",
                "verbose_name_plural": "facts",
                "ordering": ["happened_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("student", "item", "happened_on", "text"),
                        name="deed_noted_once",
                        violation_error_message="This fact is noted already. Nothing needs to be done.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="deed_says_something",
                        violation_error_message="Say in one sentence what happened.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="Counted within the school.", verbose_name="number")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("deduction", "deduction"),
                            ("punishment", "formal punishment"),
                            ("level", "settled level"),
                        ],
                        max_length=10,
                        verbose_name="about",
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("pupil", "by the pupil, on screen"),
                            ("paper", "by a guardian, on paper"),
                            ("window", "by a guardian, on the guardian's page"),
                        ],
                        max_length=10,
                        verbose_name="how it came in",
                    ),
                ),
                ("raised_by", models.CharField(blank=True, max_length=60, verbose_name="raised by")),
                ("facts", models.TextField(verbose_name="what is appealed against, and why")),
                ("papers", models.CharField(blank=True, max_length=200, verbose_name="papers that came with it")),
                ("told_on", models.DateField(verbose_name="told of the decision on")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("late_reason", models.CharField(blank=True, max_length=200, verbose_name="why it came later")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be answered"),
                            ("answered", "answered"),
                            ("gone_up", "with the headmaster"),
                            ("closed", "closed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="answer due on")),
                ("up_reason", models.TextField(blank=True, verbose_name="why it was taken further")),
                ("closing", models.TextField(blank=True, verbose_name="how it ended")),
                (
                    "decider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="named to decide",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="awards.termlevel",
                        verbose_name="settled level",
                    ),
                ),
                (
                    "punishment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="awards.punishment",
                        verbose_name="formal punishment",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "violation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="awards.violation",
                        verbose_name="violation",
                    ),
                ),
            ],
            options={
                "verbose_name": "appeal",
                "verbose_name_plural": "appeals",
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("about__in", ["deduction", "punishment", "level"])),
                        name="appeal_about_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("route__in", ["pupil", "paper", "window"])),
                        name="appeal_route_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "answered", "gone_up", "closed", "withdrawn"])),
                        name="appeal_state_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.UniqueConstraint(
                        fields=("school", "number"),
                        name="appeal_number_once_a_school",
                        violation_error_message="The school has an appeal of this number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("about", "deduction"),
                                ("level__isnull", True),
                                ("punishment__isnull", True),
                                ("violation__isnull", False),
                            ),
                            models.Q(
                                ("about", "punishment"),
                                ("level__isnull", True),
                                ("punishment__isnull", False),
                                ("violation__isnull", True),
                            ),
                            models.Q(
                                ("about", "level"),
                                ("level__isnull", False),
                                ("punishment__isnull", True),
                                ("violation__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_exactly_one_subject",
                        violation_error_message="An appeal is about exactly one decision.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("violation",),
                        name="appeal_once_a_violation",
                        violation_error_message="This decision has been appealed against already. Open that appeal.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("punishment",),
                        name="appeal_once_a_punishment",
                        violation_error_message="This decision has been appealed against already. Open that appeal.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("level",),
                        name="appeal_once_a_level",
                        violation_error_message="This decision has been appealed against already. Open that appeal.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("route", "paper"), models.Q(("raised_by", ""), _negated=True)),
                            models.Q(models.Q(("route", "paper"), _negated=True), ("raised_by", "")),
                            _connector="OR",
                        ),
                        name="appeal_paper_is_signed",
                        violation_error_message="An appeal on paper says who signed it, no other does.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recorded_by__isnull", True), ("route", "window")),
                            models.Q(models.Q(("route", "window"), _negated=True), ("recorded_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="appeal_recorded_by_somebody",
                        violation_error_message="Only the guardian's page records an appeal without an account.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("facts", ""), _negated=True),
                        name="appeal_says_why",
                        violation_error_message="An appeal says what it is about.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppealDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.PositiveSmallIntegerField(verbose_name="step")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("upheld", "the decision stands"),
                            ("reversed", "the decision is reversed"),
                            ("changed", "the decision is changed"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("nothing", "nothing is entered"),
                            ("in_term", "in its own term"),
                            ("credit", "as a credit of the current term"),
                        ],
                        max_length=10,
                        verbose_name="effect",
                    ),
                ),
                ("stars", models.PositiveSmallIntegerField(default=0, verbose_name="stars restored")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("warning", "warning (警告)"),
                            ("grave", "grave warning (严重警告)"),
                            ("demerit", "demerit (记过)"),
                            ("probation", "probation (留校察看)"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "answer_kept",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="texts.kepttext",
                        verbose_name="answer",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="awards.appeal",
                        verbose_name="appeal",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to an appeal",
                "verbose_name_plural": "answers to appeals",
                "ordering": ["step"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["upheld", "reversed", "changed"])),
                        name="appeal_outcome_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("effect__in", ["nothing", "in_term", "credit"])),
                        name="appeal_effect_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", ""), ("kind__in", ["warning", "grave", "demerit", "probation"]), _connector="OR"
                        ),
                        name="appeal_kind_known",
                        violation_error_message="This is no kind of punishment.",
                    ),
                    models.UniqueConstraint(
                        fields=("appeal", "step"),
                        name="appeal_answered_once_a_step",
                        violation_error_message="This step has been answered already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step__in", [1, 2])),
                        name="appeal_has_two_steps",
                        violation_error_message="An appeal has two steps.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer_kept__isnull", False)),
                        name="appeal_answer_is_written",
                        violation_error_message="Please write the answer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "upheld"), _negated=True),
                            models.Q(("effect", "nothing"), ("kind", ""), ("stars", 0)),
                            _connector="OR",
                        ),
                        name="appeal_upheld_changes_nothing",
                        violation_error_message="Where the decision stands, nothing is restored.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("effect", "nothing"), ("stars", 0)),
                            models.Q(models.Q(("effect", "nothing"), _negated=True), ("stars__gte", 1)),
                            _connector="OR",
                        ),
                        name="appeal_effect_has_stars",
                        violation_error_message="What is entered is at least one star.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FaultRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField(verbose_name="day")),
                ("note", models.CharField(max_length=200, verbose_name="what happened")),
                ("noted_at", models.DateTimeField(verbose_name="noted at")),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noted by",
                    ),
                ),
                (
                    "school_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="faults",
                        to="students.schoolclass",
                        verbose_name="class",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="faults",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="faults",
                        to="students.term",
                        verbose_name="term",
                    ),
                ),
                (
                    "violation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="awards.violation",
                        verbose_name="violation",
                    ),
                ),
            ],
            options={
                "verbose_name": "record of a minor fault",
                "verbose_name_plural": "records of minor faults",
                "ordering": ["happened_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("student", "happened_on", "note"),
                        name="fault_once_a_day",
                        violation_error_message="This has been noted already. Nothing needs to be added.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True),
                        name="fault_says_what",
                        violation_error_message="Say what happened.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Window",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_on", models.BooleanField(default=False, verbose_name="turned on")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="days for which a code is good",
                    ),
                ),
                (
                    "school",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="window",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "guardian's window",
                "verbose_name_plural": "guardian's windows",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 60)),
                        name="window_days_within_bounds",
                        violation_error_message="A code is good for one day at least and 60 days at most.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WindowCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="digest of the code")),
                ("until", models.DateField(verbose_name="last day")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="wrong answers")),
                ("issued_at", models.DateTimeField(verbose_name="made at")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked at")),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="window_codes",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
            ],
            options={
                "verbose_name": "window code",
                "verbose_name_plural": "window codes",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("student",),
                        name="window_code_one_a_pupil",
                        violation_error_message="This pupil has a code already. A new one takes its place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tries__lte", 5)),
                        name="window_code_tries_bounded",
                        violation_error_message="This code has been tried too often.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WindowMatter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("question", "question"), ("objection", "objection"), ("appeal", "appeal")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(max_length=64, verbose_name="key of the form")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="question")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="awards.windowcode",
                        verbose_name="code",
                    ),
                ),
                (
                    "objection",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="window_matter",
                        to="awards.objection",
                        verbose_name="objection",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="window_matters",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "appeal",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="window_matter",
                        to="awards.appeal",
                        verbose_name="appeal",
                    ),
                ),
            ],
            options={
                "verbose_name": "matter of a guardian",
                "verbose_name_plural": "matters of guardians",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "key"),
                        name="window_matter_once_a_form",
                        violation_error_message="This has been sent already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("kind", "question"),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="window_matter_answer_has_author",
                        violation_error_message="An answer needs its author and time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["question", "objection", "appeal"])),
                        name="window_matter_kind_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("appeal__isnull", True),
                                ("kind", "question"),
                                ("objection__isnull", True),
                                models.Q(("text", ""), _negated=True),
                            ),
                            models.Q(
                                ("appeal__isnull", True),
                                ("kind", "objection"),
                                ("objection__isnull", False),
                                ("text", ""),
                            ),
                            models.Q(
                                ("appeal__isnull", False), ("kind", "appeal"), ("objection__isnull", True), ("text", "")
                            ),
                            _connector="OR",
                        ),
                        name="window_matter_is_of_its_kind",
                        violation_error_message="A question has its text, an objection or an appeal its own record.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WindowVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="digest of the cookie")),
                ("until", models.DateTimeField(verbose_name="ends at")),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="awards.windowcode",
                        verbose_name="code",
                    ),
                ),
            ],
            options={"verbose_name": "look through the window", "verbose_name_plural": "looks through the window"},
        ),
        migrations.CreateModel(
            name="Ceremony",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opening", "opening ceremony"),
                            ("graduation", "graduation ceremony"),
                            ("award", "award ceremony"),
                            ("other", "other occasion"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=40, verbose_name="name of the ceremony")),
                ("day", models.DateField(verbose_name="day")),
                ("begins_at", models.TimeField(verbose_name="begins at")),
                ("place", models.CharField(max_length=60, verbose_name="place of the ceremony")),
                ("contact", models.CharField(blank=True, max_length=60, verbose_name="contact")),
                ("phone", models.CharField(blank=True, max_length=60, verbose_name="phone")),
                ("revision", models.PositiveSmallIntegerField(default=1, verbose_name="revision")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "to come"), ("closed", "closed"), ("cancelled", "cancelled")],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
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
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ceremonies",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "ceremony",
                "verbose_name_plural": "ceremonies",
                "ordering": ["-day", "-begins_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["opening", "graduation", "award", "other"])),
                        name="ceremony_kind_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "closed", "cancelled"])),
                        name="ceremony_state_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("school", "day", "begins_at"),
                        name="ceremony_once_a_time",
                        violation_error_message="The school has a ceremony at this time already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="ceremony_cancelled_has_a_reason",
                        violation_error_message="Give a reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Honoured",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grade", models.PositiveSmallIntegerField(verbose_name="grade")),
                (
                    "ceremony",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="honoured",
                        to="awards.ceremony",
                        verbose_name="ceremony",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="honoured",
                        to="students.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "honoured grade",
                "verbose_name_plural": "honoured grades",
                "ordering": ["-term__starts_on", "grade"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ceremony", "term", "grade"),
                        name="honoured_once_a_ceremony",
                        violation_error_message="This ceremony honours this grade already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Presentation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "first_printed",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="first printed"),
                ),
                ("printed", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="last printed")),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[("", "no reply yet"), ("coming", "coming"), ("declined", "not coming")],
                        default="",
                        max_length=10,
                        verbose_name="guardian's reply",
                    ),
                ),
                ("guests", models.PositiveSmallIntegerField(default=0, verbose_name="guests")),
                ("handed_as", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="handed out as")),
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
                    "ceremony",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presentations",
                        to="awards.ceremony",
                        verbose_name="ceremony",
                    ),
                ),
                (
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presentations",
                        to="awards.entitlement",
                        verbose_name="entitlement",
                    ),
                ),
            ],
            options={
                "verbose_name": "reward at a ceremony",
                "verbose_name_plural": "rewards at ceremonies",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ceremony", "entitlement"),
                        name="presentation_once_a_ceremony",
                        violation_error_message="This reward is at this ceremony already.",
                    ),
                    models.UniqueConstraint(
                        fields=("entitlement", "handed_as"),
                        name="presentation_handed_out_once",
                        violation_error_message="This reward has been handed out at a ceremony already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reply__in", ["", "coming", "declined"])),
                        name="presentation_reply_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("guests__gte", 1), ("guests__lte", 9), ("reply", "coming")),
                            models.Q(models.Q(("reply", "coming"), _negated=True), ("guests", 0)),
                            _connector="OR",
                        ),
                        name="presentation_guests_come",
                        violation_error_message="Say how many are coming.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_printed__isnull", True), ("printed__isnull", True)),
                            ("first_printed__lte", models.F("printed")),
                            _connector="OR",
                        ),
                        name="presentation_printed_in_order",
                        violation_error_message="What was printed first was printed before.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Credit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stars", models.SmallIntegerField(verbose_name="stars")),
                (
                    "proof_kept",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="texts.kepttext",
                        verbose_name="proof or reason",
                    ),
                ),
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
                    "movement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="students.movement",
                        verbose_name="enrolment change",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "appeal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="awards.appealdecision",
                        verbose_name="answer to an appeal",
                    ),
                ),
            ],
            options={
                "verbose_name": "credit",
                "verbose_name_plural": "credits",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("proof_kept__isnull", False)),
                        name="credit_has_proof",
                        violation_error_message="A credit needs a proof.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StarEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("detail", models.CharField(blank=True, max_length=100, verbose_name="detail")),
                ("stars", models.SmallIntegerField(verbose_name="stars")),
                (
                    "source",
                    models.CharField(
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
                (
                    "reason_kept",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="texts.kepttext",
                        verbose_name="reason",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="entered at")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "champion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="awards.champion",
                        verbose_name="champion",
                    ),
                ),
                (
                    "credit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="awards.credit",
                        verbose_name="credit",
                    ),
                ),
                (
                    "nomination",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="awards.nomination",
                        verbose_name="line",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="awards.starentry",
                        verbose_name="reverses",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="awards.round",
                        verbose_name="round",
                    ),
                ),
                (
                    "school_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="students.schoolclass",
                        verbose_name="class",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="students.term",
                        verbose_name="term",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="awards.staritem",
                        verbose_name="star",
                    ),
                ),
                (
                    "violation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="awards.violation",
                        verbose_name="violation",
                    ),
                ),
            ],
            options={
                "verbose_name": "ledger entry",
                "verbose_name_plural": "ledger entries",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["term", "student", "stars"], name="entry_totals")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source__in", ["nomination", "champion", "violation", "credit", "reversal"])
                        ),
                        name="entry_source_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
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
                    models.UniqueConstraint(
                        fields=("nomination",),
                        name="entry_once_a_nomination",
                        violation_error_message="This line is in the ledger already.",
                    ),
                    models.UniqueConstraint(
                        fields=("champion",),
                        name="entry_once_a_champion",
                        violation_error_message="This first place is in the ledger already.",
                    ),
                    models.UniqueConstraint(
                        fields=("violation",),
                        name="entry_once_a_violation",
                        violation_error_message="This deduction is in the ledger already.",
                    ),
                    models.UniqueConstraint(
                        fields=("credit",),
                        name="entry_once_a_credit",
                        violation_error_message="This credit is in the ledger already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("item__isnull", False),
                            ("source__in", ["violation", "credit", "reversal"]),
                            _connector="OR",
                        ),
                        name="entry_award_has_an_item",
                        violation_error_message="An award names its star.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "violation"), _negated=True), ("stars__lt", 0), _connector="OR"
                        ),
                        name="entry_deduction_takes_stars",
                        violation_error_message="A deduction lowers the number of stars.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stars", 0), _negated=True),
                        name="entry_moves_something",
                        violation_error_message="A ledger entry needs a number of stars other than zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", "reversal"), _negated=True),
                            ("reason_kept__isnull", False),
                            _connector="OR",
                        ),
                        name="entry_reversal_has_a_reason",
                        violation_error_message="A reversal needs a reason.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="Credit",
            name="carries",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_by",
                to="awards.starentry",
                verbose_name="carries",
            ),
        ),
        migrations.AddConstraint(
            model_name="Credit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("appeal__isnull", True), ("carries__isnull", False), ("movement__isnull", True)),
                    models.Q(
                        ("appeal__isnull", True),
                        ("carries__isnull", True),
                        ("movement__isnull", False),
                        ("stars__gt", 0),
                    ),
                    models.Q(
                        ("appeal__isnull", False),
                        ("carries__isnull", True),
                        ("movement__isnull", True),
                        ("stars__gt", 0),
                    ),
                    _connector="OR",
                ),
                name="credit_has_one_ground",
                violation_error_message="A credit comes with a transfer, from another entry or from an appeal.",
            ),
        ),
    ]
