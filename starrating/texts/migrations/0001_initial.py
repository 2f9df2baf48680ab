import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KeptText",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="digest")),
                ("salt", models.CharField(blank=True, max_length=32, verbose_name="salt")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("student_key", models.BigIntegerField(null=True, verbose_name="pupil")),
                ("erased_at", models.DateTimeField(null=True, verbose_name="erased at")),
            ],
            options={
                "verbose_name": "kept text",
                "verbose_name_plural": "kept texts",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("student_key__isnull", False)),
                        fields=["student_key"],
                        name="kept_text_pupil",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("erased_at__isnull", True),
                                models.Q(("text", ""), _negated=True),
                                models.Q(("salt", ""), _negated=True),
                            ),
                            models.Q(("erased_at__isnull", False), ("salt", ""), ("text", "")),
                            _connector="OR",
                        ),
                        name="kept_text_stands_or_is_erased",
                        violation_error_message="A text stands with its salt, or both are gone.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TextErasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("account_key", models.BigIntegerField(null=True, verbose_name="who")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("request", "at the request of pupil or guardian"),
                            ("left", "pupil left, and the time for keeping is over"),
                            ("mistake", "should not have been written"),
                        ],
                        max_length=10,
                        verbose_name="ground",
                    ),
                ),
                (
                    "kept",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasure",
                        to="texts.kepttext",
                        verbose_name="kept text",
                    ),
                ),
            ],
            options={
                "verbose_name": "erasure of a text",
                "verbose_name_plural": "erasures of texts",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ["request", "left", "mistake"])),
                        name="text_erasure_ground_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    )
                ],
            },
        ),
    ]
