"""What the people of a class say on screen; decisions are rebuilt for it on SQLite, which costs them their triggers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from starrating.triggers import append_only_operations


def say_who_ticked(apps, schema_editor):
    """A step ticked before this was kept by its row has its author in the decision that it was held."""
    HeldStep, Decision = apps.get_model("awards", "HeldStep"), apps.get_model("awards", "Decision")
    for held in HeldStep.objects.filter(by__isnull=True):
        said = Decision.objects.filter(class_round=held.class_round_id, step=held.step_id, verdict="held").last()
        held.by_id, held.at = said.by_id, said.at
        held.save(update_fields=["by", "at"])


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0006_credits"),
        ("students", "0003_star_committee"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("set_at", models.DateTimeField(verbose_name="set at")),
            ],
            options={
                "verbose_name": "goal",
                "verbose_name_plural": "goals",
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
                            ("guardian", "by a guardian, through the teacher"),
                            ("slip", "on a signed slip"),
                            ("anonymous", "unsigned"),
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
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "ordering": ["received_at", "pk"],
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
            ],
            options={
                "verbose_name": "opinion",
                "verbose_name_plural": "opinions",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agrees", models.BooleanField(verbose_name="agrees")),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "vote",
                "verbose_name_plural": "votes",
            },
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_verdict_known",
        ),
        migrations.AddField(
            model_name="decision",
            name="votes_against",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes against"),
        ),
        migrations.AddField(
            model_name="decision",
            name="votes_for",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes for"),
        ),
        migrations.AddField(
            model_name="heldstep",
            name="at",
            field=models.DateTimeField(null=True, verbose_name="at"),
        ),
        migrations.AddField(
            model_name="heldstep",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="heldstep",
            name="on_paper",
            field=models.BooleanField(default=True, verbose_name="on paper"),
        ),
        migrations.AddField(
            model_name="nomination",
            name="group_agreed",
            field=models.BooleanField(blank=True, null=True, verbose_name="the group agrees"),
        ),
        migrations.AddField(
            model_name="nomination",
            name="hands_against",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hands against"),
        ),
        migrations.AddField(
            model_name="nomination",
            name="hands_for",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="hands for"),
        ),
        migrations.AddField(
            model_name="nomination",
            name="votes_against",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes against"),
        ),
        migrations.AddField(
            model_name="nomination",
            name="votes_for",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="votes for"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("declared", "declared"),
                    ("retracted", "taken back by the pupil"),
                    ("nominated", "nominated on behalf"),
                    ("entered", "entered"),
                    ("struck", "taken off"),
                    ("restored", "put back"),
                    ("agreed", "agreed"),
                    ("declined", "declined"),
                    ("held", "step held"),
                    ("withdrawn", "step taken back"),
                    ("submitted", "submitted"),
                    ("recalled", "taken back"),
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
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
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
                violation_error_message="This is not one of the possible values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("group_agreed__isnull", True), ("hands_against__isnull", True), ("hands_for__isnull", True)
                    ),
                    models.Q(
                        ("group_agreed__isnull", False), ("hands_against__isnull", False), ("hands_for__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="nomination_group_counted_hands",
                violation_error_message="What the group decided needs the hands counted.",
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="class_round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="goals",
                to="awards.classround",
                verbose_name="class sheet",
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="awards.staritem", verbose_name="star"
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="student",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="goals",
                to="students.student",
                verbose_name="pupil",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="class_round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objections",
                to="awards.classround",
                verbose_name="class sheet",
            ),
        ),
        migrations.AddField(
            model_name="objection",
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
            model_name="objection",
            name="nomination",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objections",
                to="awards.nomination",
                verbose_name="line",
            ),
        ),
        migrations.AddField(
            model_name="objection",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="class_round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opinions",
                to="awards.classround",
                verbose_name="class sheet",
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="nomination",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opinions",
                to="awards.nomination",
                verbose_name="line",
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="replied_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opinions",
                to=settings.AUTH_USER_MODEL,
                verbose_name="teacher",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="nomination",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="votes",
                to="awards.nomination",
                verbose_name="line",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="voter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="votes",
                to="students.student",
                verbose_name="voter",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.UniqueConstraint(
                fields=("class_round", "student", "item"),
                name="goal_once_a_sheet_and_item",
                violation_error_message="This goal is set already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                fields=("class_round", "number"),
                name="objection_number_once_a_sheet",
                violation_error_message="The sheet has an objection of this number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("route", "pupil"), ("state", "open")),
                fields=("nomination", "recorded_by"),
                name="objection_once_open_a_pupil",
                violation_error_message="You have objected to this already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(("route__in", ["pupil", "guardian", "slip", "anonymous"])),
                name="objection_route_known",
                violation_error_message="This is not one of the possible values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "upheld", "dismissed", "withdrawn"])),
                name="objection_state_known",
                violation_error_message="This is not one of the possible values.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("raised_by", ""), ("route", "anonymous")),
                    models.Q(
                        models.Q(("route", "anonymous"), _negated=True), models.Q(("raised_by", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="objection_signed_unless_anonymous",
                violation_error_message="A signed objection says who raised it, an unsigned one does not.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""), ("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "open")
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
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("nomination__isnull", True)),
                fields=("class_round", "user"),
                name="opinion_once_a_sheet",
                violation_error_message="This teacher has an opinion on this sheet already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("nomination__isnull", False)),
                fields=("nomination", "user"),
                name="opinion_once_a_line",
                violation_error_message="This teacher has an opinion on this line already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(("agrees", True), models.Q(("text", ""), _negated=True), _connector="OR"),
                name="opinion_disagreement_says_why",
                violation_error_message="Say in one line why you disagree.",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                fields=("nomination", "voter"),
                name="vote_once_a_line",
                violation_error_message="This member has voted on this line already.",
            ),
        ),
        migrations.RunPython(say_who_ticked, migrations.RunPython.noop),
        *append_only_operations("awards_decision"),
    ]
