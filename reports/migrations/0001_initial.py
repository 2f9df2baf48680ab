import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("awards", "0001_initial"), ("students", "0001_initial"), ("students", "__first__")]

    operations = [
        migrations.CreateModel(
            name="IssuedDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("letter", "letter of commendation"),
                            ("certificate", "certificate of honour"),
                            ("parent_title", "Outstanding Parent certificate"),
                            ("invitation", "invitation to the ceremony"),
                        ],
                        max_length=20,
                        verbose_name="paper",
                    ),
                ),
                (
                    "reissue",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Zero for the first time.", verbose_name="issued again"
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True, verbose_name="code")),
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
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_documents",
                        to="awards.entitlement",
                        verbose_name="entitlement",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_documents",
                        to="awards.termlevel",
                        verbose_name="settled level",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_documents",
                        to="students.student",
                        verbose_name="pupil",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_documents",
                        to="students.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "verbose_name": "issued paper",
                "verbose_name_plural": "issued papers",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["letter", "certificate", "parent_title", "invitation"])),
                        name="issued_kind_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.UniqueConstraint(
                        fields=("entitlement", "level", "reissue"),
                        name="issued_once",
                        violation_error_message="This paper has been issued already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("letter", "letter of commendation"),
                            ("certificate", "certificate of honour"),
                            ("parent_title", "Outstanding Parent certificate"),
                            ("invitation", "invitation to the ceremony"),
                        ],
                        max_length=20,
                        verbose_name="paper",
                    ),
                ),
                (
                    "text",
                    models.JSONField(
                        default=dict, help_text="By part of the paper: title, opening, body.", verbose_name="text"
                    ),
                ),
                ("edited_at", models.DateTimeField(verbose_name="edited at")),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="edited by",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_wordings",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "wording of a paper",
                "verbose_name_plural": "wordings of papers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "kind"),
                        name="wording_once_a_paper",
                        violation_error_message="This paper has a wording already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["letter", "certificate", "parent_title", "invitation"])),
                        name="wording_kind_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HallScreen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", models.CharField(max_length=64, unique=True, verbose_name="digest of its address")),
                ("device", models.CharField(blank=True, max_length=64, verbose_name="digest of the device's mark")),
                ("opened_at", models.DateTimeField(verbose_name="turned on at")),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="turned on by",
                    ),
                ),
                (
                    "term",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hall_screen",
                        to="students.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={"verbose_name": "screen in the hall", "verbose_name_plural": "screens in the hall"},
        ),
    ]
