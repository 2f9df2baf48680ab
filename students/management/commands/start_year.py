import datetime as dt
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from students.management.school_command import Acting, Outcome, SchoolCommand
from students.years.verbs import ClassStep, YearOptions, YearPlan, start_year


class Command(SchoolCommand):
    help = "Start a school year: the graduating grade leaves, the other classes move up. Safe to repeat."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, metavar="2026", help="the calendar year in which the school year starts")
        parser.add_argument(
            "--last-day",
            type=dt.date.fromisoformat,
            metavar="DAY",
            help="the last day of the year before; that of its second term unless said",
        )
        parser.add_argument("--clear-groups", action="store_true", help="groups and their leaders are formed anew")
        parser.add_argument("--clear-staff", action="store_true", help="all teaching tasks end on the last day")

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        chosen = YearOptions(
            clear_groups=options["clear_groups"], clear_staffing=options["clear_staff"], last_day=options["last_day"]
        )
        plan = start_year(acting.school, options["year"], chosen, by=acting.by, at=acting.at)
        if not plan.writes:
            return Outcome(_("Nothing to do: the school year has been started already."))
        return Outcome(_summary(plan), lines=[*plan.warnings, *(_line(step) for step in plan.classes)])


def _summary(plan: YearPlan) -> str:
    sentence = _(
        "School year %(year)d. Pupils leaving: %(leaving)d, moving up: %(staying)d, new: %(arriving)d; tasks ending: "
        "%(staffings)d, group leaders: %(leaders)d; pupils leaving their groups: %(regrouped)d; accounts closed: "
        "%(accounts)d."
    )
    counts = {name: getattr(plan, name) for name in ("leaving", "staying", "arriving", "staffings", "leaders")}
    return sentence % {"year": plan.school_year, **counts, "regrouped": plan.regrouped, "accounts": plan.accounts}


def _line(step: ClassStep) -> str:
    if not step.after:
        return _("%(before)s leaves; pupils: %(count)d") % {"before": step.before, "count": step.pupils}
    if not step.before:
        return _("%(after)s is new; pupils: %(count)d") % {"after": step.after, "count": step.pupils}
    values = {"before": step.before, "after": step.after, "count": step.pupils}
    return _("%(before)s becomes %(after)s; pupils: %(count)d") % values
