import datetime as dt
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from awards.models import ClassRound, SheetState
from awards.sheets import moves
from awards.terms.commands import add_round, named, round_from
from starrating.joiners import in_a_row
from students.management.school_command import Acting, Outcome, SchoolCommand
from students.school.calendar import years_without_holidays


class Command(SchoolCommand):
    help = (
        "File every submitted sheet of a round and put it on notice; sheets not handed in are listed and left. "
        "Sheets that were imported and handed in by commands keep the day as the first of their notice, and are marked "
        "as brought in later; any other one is filed as on the page, by somebody else than who handed it in."
    )

    def add_options(self, parser: CommandParser) -> None:
        add_round(parser)
        parser.add_argument(
            "--on",
            dest="on",
            required=True,
            type=dt.date.fromisoformat,
            metavar="DAY",
            help="the day of filing; of sheets that are brought in, the first day of the notice too",
        )
        parser.add_argument(
            "--reason",
            default="",
            help="why the day is past, where sheets are among them that were handed in on a page",
        )

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        round_ = round_from(acting.school, options["round"])
        of_round = ClassRound.objects.filter(round=round_)
        submitted = of_round.filter(state=SheetState.SUBMITTED).values_list("pk", flat=True)
        # One person may bring in what two have signed on paper.
        filed = moves.register_many(
            round_,
            list(submitted),
            on=options["on"],
            by=acting.by,
            at=acting.at,
            day_reason=options["reason"],
            brings_in=True,
        )
        missing = list(of_round.in_entry().select_related("round__term", "school_class__school").in_paper_order())
        summary = _(
            "%(round)s: sheets filed: %(filed)d, on notice until the end of %(until)s; not submitted: %(missing)d."
        ) % {"round": round_.label, "filed": len(filed), "until": _until(filed), "missing": len(missing)}
        lines = [named(sheet, sheet.get_state_display()) for sheet in missing]
        years = years_without_holidays(acting.school, [one.notice_until for one in filed if one.notice_until])
        if years:
            said = _("The holidays of %(years)s are not noted: notices may end too early. Note them in settings.")
            lines.insert(0, said % {"years": in_a_row(map(str, years))})
        return Outcome(summary, lines=lines)


def _until(filed: list[ClassRound]) -> str:
    """Give the last day of the latest notice among the sheets; a dash where none was filed."""
    last = max((sheet.notice_until for sheet in filed if sheet.notice_until), default=None)
    return last.isoformat() if last else "–"
