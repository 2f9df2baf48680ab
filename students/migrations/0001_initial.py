import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import students.models.photos


class Migration(migrations.Migration):
    initial = True

    dependencies = [("auth", "0001_initial"), ("sessions", "0001_initial"), ("texts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="School",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("primary", "primary school"),
                            ("junior", "junior secondary school"),
                            ("senior", "senior secondary school"),
                        ],
                        default="junior",
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                ("first_grade", models.PositiveSmallIntegerField(default=7, verbose_name="first grade")),
                ("last_grade", models.PositiveSmallIntegerField(default=9, verbose_name="last grade")),
                (
                    "grade_style",
                    models.CharField(
                        choices=[("numeral", "by number (七年级)"), ("stage", "by stage (初一)")],
                        default="numeral",
                        max_length=10,
                        verbose_name="grade naming",
                    ),
                ),
                (
                    "class_pattern",
                    models.CharField(default="{grade}({number})班", max_length=40, verbose_name="class naming"),
                ),
                ("office_name", models.CharField(default="政教处", max_length=30, verbose_name="name of the office")),
                ("office_phone", models.CharField(blank=True, max_length=40, verbose_name="phone of the office")),
                ("paper_address", models.CharField(blank=True, max_length=120, verbose_name="address on papers")),
                ("public_pages", models.BooleanField(default=False, verbose_name="public pages")),
                (
                    "keep_contacts_months",
                    models.PositiveSmallIntegerField(
                        default=12,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(36),
                        ],
                        verbose_name="months for which contacts of leavers are kept",
                    ),
                ),
                (
                    "keep_deeds_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="days for which facts are kept after settlement",
                    ),
                ),
                (
                    "appeal_days",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="working days to answer an appeal",
                    ),
                ),
            ],
            options={
                "verbose_name": "school",
                "verbose_name_plural": "schools",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["primary", "junior", "senior"])),
                        name="school_stage_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grade_style__in", ["numeral", "stage"])),
                        name="school_grade_style_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("keep_contacts_months__lte", 36)),
                        name="school_keeps_contacts_three_years_at_most",
                        violation_error_message="Contacts of pupils who have left are kept for three years at most.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_grade__gte", models.F("first_grade"))),
                        name="school_grades_ascend",
                        violation_error_message="The last grade is below the first grade.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("keep_deeds_days__lte", 180)),
                        name="school_keeps_deeds_half_a_year_at_most",
                        violation_error_message="Facts are kept for half a year after settlement at most.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("appeal_days__gte", 1), ("appeal_days__lte", 30)),
                        name="school_answers_appeals",
                        violation_error_message="An appeal is answered within 1 to 30 working days.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("is_working", models.BooleanField(verbose_name="working day")),
                ("note", models.CharField(blank=True, max_length=60, verbose_name="note")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_days",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar day",
                "verbose_name_plural": "calendar days",
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "day"),
                        name="calendar_day_once_a_school",
                        violation_error_message="This day is in the calendar already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolClass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_year", models.PositiveSmallIntegerField(verbose_name="entry year")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "alias",
                    models.CharField(
                        blank=True, help_text="Such as 253班 or 立志班.", max_length=30, verbose_name="own name"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classes",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "class",
                "verbose_name_plural": "classes",
                "ordering": ["-entry_year", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "entry_year", "number"),
                        name="class_number_once_an_entry_year",
                        violation_error_message="This class exists already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("alias", ""), _negated=True),
                        fields=("school", "alias"),
                        name="class_alias_once_a_school",
                        violation_error_message="Another class has this name.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInTries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.CharField(max_length=64, verbose_name="account")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="place")),
                ("last_at", models.DateTimeField(verbose_name="last try at")),
                ("forgotten_at", models.DateTimeField(verbose_name="forgotten at")),
            ],
            options={
                "verbose_name": "tries to sign in",
                "verbose_name_plural": "tries to sign in",
                "indexes": [models.Index(fields=["forgotten_at"], name="sign_in_tries_forgotten")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "place"),
                        name="sign_in_tries_once_a_place",
                        violation_error_message="These tries are counted already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Student",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(
                        help_text="Text: leading zeros belong to it.", max_length=30, verbose_name="school number"
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="Exactly as the school writes it.", max_length=60, verbose_name="name"),
                ),
                (
                    "pinyin",
                    models.CharField(
                        blank=True, help_text="All readings, for search.", max_length=250, verbose_name="pinyin"
                    ),
                ),
                (
                    "initials",
                    models.CharField(
                        blank=True, help_text="All readings, for search.", max_length=80, verbose_name="initials"
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("m", "male"), ("f", "female"), ("", "not given")],
                        default="",
                        max_length=1,
                        verbose_name="sex",
                    ),
                ),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                (
                    "is_guest",
                    models.BooleanField(
                        default=False,
                        help_text="借读: takes part fully, is not registered at this school.",
                        verbose_name="guest pupil",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="students.student",
                        verbose_name="joined to",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="students",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
                ("erased_on", models.DateField(blank=True, null=True, verbose_name="erased on")),
            ],
            options={
                "verbose_name": "pupil",
                "verbose_name_plural": "pupils",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "number"),
                        name="student_number_once_a_school",
                        violation_error_message="Another pupil has this number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["m", "f", ""])),
                        name="student_sex_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("pk")), _negated=True),
                        name="student_not_merged_into_itself",
                        violation_error_message="A record cannot be joined to itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_on__isnull", True),
                            models.Q(("born_on__isnull", True), ("initials", ""), ("pinyin", ""), ("sex", "")),
                            _connector="OR",
                        ),
                        name="student_erased_says_nothing",
                        violation_error_message="The data of this pupil were erased.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitteeMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "school_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committee",
                        to="students.schoolclass",
                        verbose_name="class",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committees",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
            ],
            options={
                "verbose_name": "committee member",
                "verbose_name_plural": "committee members",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("school_class", "student"),
                        name="committee_member_once",
                        violation_error_message="This pupil sits on the committee already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="committee_member_ends_after_start",
                        violation_error_message="The last day is before the first day. Correct one of the two.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guardian",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guardians",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
            ],
            options={
                "verbose_name": "guardian",
                "verbose_name_plural": "guardians",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("student", "name", "phone"),
                        name="guardian_once_a_pupil",
                        violation_error_message="This guardian is on record already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), ("phone", ""), _negated=True),
                        name="guardian_says_something",
                        violation_error_message="Give a name or a phone number.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StudentGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("name", models.CharField(blank=True, max_length=30, verbose_name="name")),
                (
                    "school_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="students.schoolclass",
                        verbose_name="class",
                    ),
                ),
            ],
            options={
                "verbose_name": "group",
                "verbose_name_plural": "groups",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school_class", "number"),
                        name="group_number_once_a_class",
                        violation_error_message="This class has a group with this number. Choose another number.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seat", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="seat")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "school_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="students.schoolclass",
                        verbose_name="class",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="students.studentgroup",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "enrolment",
                "verbose_name_plural": "enrolments",
                "ordering": ["school_class", "seat"],
                "indexes": [models.Index(fields=["school_class", "starts_on", "ends_on"], name="enrolment_class_days")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("student",),
                        name="enrolment_one_open_a_pupil",
                        violation_error_message="This pupil is enrolled in a class already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="enrolment_ends_after_start",
                        violation_error_message="The last day is before the first day. Correct one of the two.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupLeader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_groups",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaders",
                        to="students.studentgroup",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "group leader",
                "verbose_name_plural": "group leaders",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("group",),
                        name="group_one_leader_at_a_time",
                        violation_error_message="This group has a leader already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="group_leader_ends_after_start",
                        violation_error_message="The last day is before the first day. Correct one of the two.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=30, verbose_name="name")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subjects",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "subject",
                "verbose_name_plural": "subjects",
                "ordering": ["order", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "name"),
                        name="subject_name_once_a_school",
                        violation_error_message="This subject exists already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "school_year",
                    models.PositiveSmallIntegerField(
                        help_text="The calendar year in which the school year starts.",
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="school year",
                    ),
                ),
                (
                    "ordinal",
                    models.PositiveSmallIntegerField(
                        help_text="1 for the first term, 2 for the second.", verbose_name="term of the year"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("settled", "settled")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "term",
                "verbose_name_plural": "terms",
                "ordering": ["-starts_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "school_year", "ordinal"),
                        name="term_once_a_school_year",
                        violation_error_message="This term is open already. Open it from the list of terms.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ordinal__in", [1, 2])),
                        name="term_first_or_second",
                        violation_error_message="A school year has a first and a second term. Choose one of them.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="term_ends_after_start",
                        violation_error_message="The last day is before the first day. Correct one of the two.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "settled"])),
                        name="term_state_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "Another account has this name. Choose another name."},
                        max_length=80,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="account name",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("initials", models.CharField(blank=True, max_length=80, verbose_name="initials")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("must_change_password", models.BooleanField(default=False, verbose_name="must change the password")),
                (
                    "password_issued_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="one-time password issued at"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("is_staff", models.BooleanField(default=False, verbose_name="may use the administration pages")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="users",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
                (
                    "student",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="user",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
            ],
            options={"verbose_name": "account", "verbose_name_plural": "accounts", "ordering": ["username"]},
        ),
        migrations.CreateModel(
            name="KnownDevice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("device", models.CharField(max_length=64, verbose_name="device")),
                ("address", models.CharField(blank=True, max_length=64, verbose_name="address")),
                ("last_used_at", models.DateTimeField(verbose_name="last used at")),
                ("no_code_until", models.DateTimeField(blank=True, null=True, verbose_name="asks for no code until")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="known_devices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "known device",
                "verbose_name_plural": "known devices",
                "indexes": [models.Index(fields=["device"], name="known_device_browser")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "device"),
                        name="known_device_once_a_user",
                        violation_error_message="This device is known already.",
                    )
                ],
            },
        ),
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
                    "proof_kept",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="texts.kepttext",
                        verbose_name="proof",
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
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="students.movement",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "from_class",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="left_by",
                        to="students.schoolclass",
                        verbose_name="from class",
                    ),
                ),
                (
                    "to_class",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entered_by",
                        to="students.schoolclass",
                        verbose_name="to class",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
            ],
            options={
                "verbose_name": "enrolment change",
                "verbose_name_plural": "enrolment changes",
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["on"], name="movement_day")],
                "constraints": [
                    models.CheckConstraint(
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
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
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
                                ("kind__in", ("guest", "no_guest")),
                                ("from_class__isnull", True),
                                ("to_class__isnull", True),
                            ),
                            models.Q(
                                ("kind", "merged"),
                                models.Q(("from_class__isnull", True), ("to_class__isnull", True), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="movement_classes_fit_kind",
                        violation_error_message="This kind of change needs other classes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("corrects__isnull", True), ("reason_kept__isnull", False), _connector="OR"),
                        name="movement_correction_has_a_reason",
                        violation_error_message="A correction needs a reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to=students.models.photos.random_name, verbose_name="file")),
                ("sha256", models.CharField(max_length=64, verbose_name="fingerprint")),
                ("added_at", models.DateTimeField(verbose_name="added at")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "student",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photo",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("file",),
                        name="photo_file_once",
                        violation_error_message="This file is a photo already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("office", "office"),
                            ("administrator", "administrator"),
                            ("headmaster", "headmaster"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="school_roles",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "school role",
                "verbose_name_plural": "school roles",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("user", "role"),
                        name="school_role_once_a_user",
                        violation_error_message="This account has this role in that time already. Nothing needs to be added.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="school_role_ends_after_start",
                        violation_error_message="The last day is before the first day. Correct one of the two.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["office", "administrator", "headmaster"])),
                        name="school_role_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField(verbose_name="signed in at")),
                ("last_seen_at", models.DateTimeField(verbose_name="last seen at")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="address")),
                ("agent", models.CharField(blank=True, max_length=255, verbose_name="browser")),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="sessions.session",
                        verbose_name="session",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_ins",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={"verbose_name": "sign-in", "verbose_name_plural": "sign-ins", "ordering": ["-last_seen_at"]},
        ),
        migrations.CreateModel(
            name="Staffing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("homeroom", "homeroom teacher"), ("subject", "subject teacher")],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "school_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staffings",
                        to="students.schoolclass",
                        verbose_name="class",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staffings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="teacher",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staffings",
                        to="students.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "teaching task",
                "verbose_name_plural": "teaching tasks",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["homeroom", "subject"])),
                        name="staffing_role_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "homeroom"), ("subject__isnull", True)),
                            models.Q(("role", "subject"), ("subject__isnull", False)),
                            _connector="OR",
                        ),
                        name="staffing_subject_with_role",
                        violation_error_message="A subject teacher needs a subject, a homeroom teacher has none.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True), ("role", "homeroom")),
                        fields=("school_class",),
                        name="staffing_one_homeroom_teacher",
                        violation_error_message="This class has a homeroom teacher already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True), ("role", "subject")),
                        fields=("user", "school_class", "subject"),
                        name="staffing_subject_once",
                        violation_error_message="This teacher teaches this subject in this class already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="staffing_ends_after_start",
                        violation_error_message="The last day is before the first day. Correct one of the two.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnMeaning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="kind of file")),
                (
                    "header",
                    models.CharField(help_text="As headers are compared.", max_length=60, verbose_name="column"),
                ),
                ("shown", models.CharField(max_length=60, verbose_name="column as written")),
                (
                    "field",
                    models.CharField(
                        blank=True, help_text="Empty: it is left out.", max_length=60, verbose_name="read as"
                    ),
                ),
                ("said_on", models.DateField(verbose_name="on")),
                (
                    "said_by",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="column_meanings",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "meaning of a column",
                "verbose_name_plural": "meanings of columns",
                "ordering": ["kind", "shown"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "kind", "header"),
                        name="column_meaning_once_a_kind",
                        violation_error_message="What this column is has been said already. Change or delete that entry.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GradeSettlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry_year", models.PositiveSmallIntegerField(verbose_name="entry year")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("at", models.DateTimeField(verbose_name="settled at")),
                ("reopened_at", models.DateTimeField(blank=True, null=True, verbose_name="reopened at")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reopened by",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="students.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "settlement of a grade",
                "verbose_name_plural": "settlements of grades",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_at__isnull", True)),
                        fields=("term", "entry_year"),
                        name="grade_settled_once",
                        violation_error_message="This grade's term has been settled already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reason_kept__isnull", True),
                                ("reopened_at__isnull", True),
                                ("reopened_by__isnull", True),
                            ),
                            models.Q(
                                ("reason_kept__isnull", False),
                                ("reopened_at__gte", models.F("at")),
                                ("reopened_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="grade_reopened_after_by_whom_and_why",
                        violation_error_message="A reopening comes after the settlement, by somebody and with a reason.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("processing", "processing of personal data"),
                            ("photo", "photo on the honour board"),
                            ("publication", "name on a public page"),
                            ("window", "guardian's window"),
                        ],
                        max_length=20,
                        verbose_name="for what",
                    ),
                ),
                ("given_by", models.CharField(max_length=60, verbose_name="given by")),
                ("text_version", models.CharField(max_length=40, verbose_name="version of the text")),
                ("given_on", models.DateField(verbose_name="given on")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        fields=("student", "scope"),
                        name="consent_one_in_force",
                        violation_error_message="This consent has been given already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["processing", "photo", "publication", "window"])),
                        name="consent_scope_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FileImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="kind of file")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("names", models.TextField(blank=True, verbose_name="file names")),
                ("digests", models.JSONField(default=list, verbose_name="checksums")),
                ("figures", models.JSONField(default=dict, verbose_name="figures")),
                ("counts", models.JSONField(default=dict, verbose_name="rows written")),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="undone at")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("stayed", models.PositiveIntegerField(default=0, verbose_name="rows that stayed")),
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
                        related_name="imports",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["school", "at"], name="file_import_school_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reason", ""),
                                ("stayed", 0),
                                ("taken_back_at__isnull", True),
                                ("taken_back_by__isnull", True),
                            ),
                            models.Q(
                                ("taken_back_at__isnull", False),
                                ("taken_back_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="file_import_taken_back_whole",
                        violation_error_message="An import is undone by somebody, at some time and for a reason.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportTrail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=60, verbose_name="table")),
                ("rows", models.JSONField(verbose_name="rows")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trails",
                        to="students.fileimport",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "trail of an import",
                "verbose_name_plural": "trails of imports",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "table"),
                        name="import_trail_once_a_table",
                        violation_error_message="What was written in this table is on record already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DataIncident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField(verbose_name="happened on")),
                ("known_on", models.DateField(verbose_name="known since")),
                ("text", models.CharField(max_length=500, verbose_name="what happened, and what was done")),
                ("pupils", models.PositiveIntegerField(default=0, verbose_name="pupils touched")),
                ("told", models.CharField(blank=True, max_length=300, verbose_name="who was told")),
                ("told_on", models.DateField(blank=True, null=True, verbose_name="told on")),
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
                        related_name="data_incidents",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "incident",
                "verbose_name_plural": "incidents",
                "ordering": ["-happened_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("known_on__gte", models.F("happened_on"))),
                        name="incident_known_after_it_happened",
                        violation_error_message="An incident is known from the day it happened on at the earliest.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("told", ""), ("told_on__isnull", True)),
                            models.Q(
                                models.Q(("told", ""), _negated=True),
                                ("told_on__gte", models.F("happened_on")),
                                ("told_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="incident_told_whom_and_when",
                        violation_error_message="Say both who was told and when, or neither.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("text", models.TextField(max_length=20000, verbose_name="text")),
                ("adopted_on", models.DateField(verbose_name="in force from")),
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
                        related_name="data_rules",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "rules of data processing",
                "verbose_name_plural": "rules of data processing",
                "ordering": ["-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "version"),
                        name="data_rules_version_once_a_school",
                        violation_error_message="Somebody else has saved the rules at the same moment. Load the page again.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)),
                        name="data_rules_counted_from_one",
                        violation_error_message="Versions are counted from 1.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SetupWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("encoded", models.CharField(max_length=128, verbose_name="checksum")),
                ("wrong", models.PositiveSmallIntegerField(default=0, verbose_name="wrong tries")),
                ("drawn_at", models.DateTimeField(verbose_name="drawn at")),
            ],
            options={
                "verbose_name": "word for setting up",
                "verbose_name_plural": "words for setting up",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)),
                        name="setup_word_is_one",
                        violation_error_message="There is one word for setting up.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wrong__lte", 10)),
                        name="setup_word_tried_ten_times",
                        violation_error_message="The word for setting up can be tried ten times.",
                    ),
                ],
            },
        ),
    ]
