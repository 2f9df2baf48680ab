"""A further way in which an objection comes in: the office holds a name back when it files."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0008_held_step_author"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="objection",
            name="objection_route_known",
        ),
        migrations.AlterField(
            model_name="objection",
            name="route",
            field=models.CharField(
                choices=[
                    ("pupil", "by a pupil, on screen"),
                    ("guardian", "by a guardian, through the teacher"),
                    ("slip", "on a signed slip"),
                    ("anonymous", "unsigned"),
                    ("office", "held back by the office when filing"),
                ],
                max_length=10,
                verbose_name="how it came in",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(("route__in", ["pupil", "guardian", "slip", "anonymous", "office"])),
                name="objection_route_known",
                violation_error_message="This is not one of the possible values.",
            ),
        ),
    ]
