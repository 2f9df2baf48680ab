import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("students", "0001_initial"), ("students", "__first__"), ("texts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=60, verbose_name="action")),
                ("target_type", models.CharField(max_length=60, verbose_name="kind of object")),
                ("target_id", models.CharField(max_length=40, verbose_name="object")),
                ("student_key", models.BigIntegerField(null=True, verbose_name="pupil")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "source",
                    models.CharField(
                        choices=[("web", "page"), ("command", "command line"), ("worker", "background worker")],
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                ("address", models.GenericIPAddressField(null=True, verbose_name="address")),
                ("old_codes", models.JSONField(default=dict, verbose_name="before")),
                ("new_codes", models.JSONField(default=dict, verbose_name="after")),
                (
                    "words",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="texts.kepttext",
                        verbose_name="words",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "audit event",
                "verbose_name_plural": "audit events",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["target_type", "target_id"], name="audit_target"),
                    models.Index(fields=["school", "at"], name="audit_school_day"),
                    models.Index(fields=["student_key", "at"], name="audit_pupil_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["web", "command", "worker"])),
                        name="audit_source_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("order", models.JSONField(default=dict, verbose_name="order")),
                ("order_digest", models.CharField(max_length=64, verbose_name="checksum of the order")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "being made"),
                            ("done", "ready"),
                            ("failed", "could not be made"),
                            ("cancelled", "cancelled"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="done")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="of")),
                ("message", models.CharField(blank=True, max_length=300, verbose_name="message")),
                ("cancel_asked", models.BooleanField(default=False, verbose_name="cancellation requested")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("created_at", models.DateTimeField(verbose_name="requested at")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="started at")),
                ("heartbeat_at", models.DateTimeField(blank=True, null=True, verbose_name="last heard of at")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                ("filename", models.CharField(blank=True, max_length=150, verbose_name="file name")),
                ("content_type", models.CharField(blank=True, max_length=100, verbose_name="kind of file")),
                ("path", models.CharField(blank=True, max_length=100, verbose_name="place")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="kept until")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "background job",
                "verbose_name_plural": "background jobs",
                "ordering": ["-created_at", "-pk"],
                "indexes": [models.Index(fields=["state", "created_at"], name="job_queue")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "running", "done", "failed", "cancelled"])),
                        name="job_state_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "running"))),
                        fields=("user", "kind", "order_digest"),
                        name="job_once_at_a_time",
                        violation_error_message="This file is being made already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="kind")),
                ("filename", models.CharField(max_length=255, verbose_name="file name")),
                ("content", models.BinaryField(verbose_name="content")),
                ("sha256", models.CharField(max_length=64, verbose_name="checksum")),
                ("options", models.JSONField(default=dict, verbose_name="options")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for confirmation"),
                            ("applied", "imported"),
                            ("dropped", "not imported"),
                            ("taken_back", "undone"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="uploaded at")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
                (
                    "head",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rest",
                        to="operations.upload",
                        verbose_name="chosen together with",
                    ),
                ),
                (
                    "run",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="upload",
                        to="students.fileimport",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "upload",
                "verbose_name_plural": "uploads",
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "applied", "dropped", "taken_back"])),
                        name="upload_state_known",
                        violation_error_message="This is not one of the possible values. Choose one of the list.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SealKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public", models.CharField(max_length=64, unique=True, verbose_name="public key")),
                ("fingerprint", models.CharField(max_length=39, unique=True, verbose_name="fingerprint")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("after", models.PositiveBigIntegerField(default=0, verbose_name="after the seal")),
                ("after_digest", models.CharField(blank=True, max_length=64, verbose_name="digest of that seal")),
                ("statement", models.CharField(max_length=128, verbose_name="own signature")),
                (
                    "endorsement",
                    models.CharField(blank=True, max_length=128, verbose_name="signature by the key before it"),
                ),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="retired at")),
                (
                    "previous",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="next",
                        to="operations.sealkey",
                        verbose_name="key before it",
                    ),
                ),
            ],
            options={"verbose_name": "sealing key", "verbose_name_plural": "sealing keys", "ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(unique=True, verbose_name="number")),
                ("previous", models.CharField(blank=True, max_length=64, verbose_name="digest of the seal before it")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("rows", models.PositiveIntegerField(verbose_name="rows")),
                ("rows_digest", models.CharField(max_length=64, verbose_name="digest of the rows")),
                ("marks", models.JSONField(default=dict, verbose_name="highest keys")),
                ("closed_at", models.DateTimeField(db_index=True, verbose_name="closed at")),
                ("signature", models.CharField(max_length=128, verbose_name="signature")),
                (
                    "key",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seals",
                        to="operations.sealkey",
                        verbose_name="key",
                    ),
                ),
                ("since", models.DateTimeField(null=True, verbose_name="seal before it closed at")),
            ],
            options={"verbose_name": "seal", "verbose_name_plural": "seals", "ordering": ["number"]},
        ),
        migrations.CreateModel(
            name="SealedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=60, verbose_name="table")),
                ("row", models.BigIntegerField(verbose_name="row")),
                ("digest", models.BinaryField(max_length=32, verbose_name="digest")),
                (
                    "seal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="operations.seal",
                        verbose_name="seal",
                    ),
                ),
            ],
            options={
                "verbose_name": "sealed row",
                "verbose_name_plural": "sealed rows",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("table", "row"),
                        name="sealed_row_once",
                        violation_error_message="This row has been sealed already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64, verbose_name="key")),
                ("answer", models.JSONField(default=dict, verbose_name="answer")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                ("about", models.CharField(blank=True, default="", max_length=40, verbose_name="about")),
            ],
            options={
                "verbose_name": "idempotency key",
                "verbose_name_plural": "idempotency keys",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "key"),
                        name="idempotency_key_once_a_user",
                        violation_error_message="This form has been sent already.",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("about", ""), _negated=True), fields=["about"], name="idempotency_key_about"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=60, verbose_name="what was shown")),
                ("object_key", models.CharField(blank=True, max_length=40, verbose_name="object")),
                ("student_key", models.BigIntegerField(null=True, verbose_name="pupil")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("sitting", models.CharField(max_length=32, verbose_name="sitting")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="students.school",
                        verbose_name="school",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading",
                "verbose_name_plural": "readings",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["student_key", "at"], name="reading_pupil_day"),
                    models.Index(fields=["account", "at"], name="reading_account_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sitting", "what", "object_key", "student_key"),
                        name="reading_once_a_sitting",
                        violation_error_message="This is on record already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("student_key", None)),
                        fields=("sitting", "what", "object_key"),
                        name="reading_of_list_once_a_sitting",
                        violation_error_message="This is on record already.",
                    ),
                ],
            },
        ),
    ]
