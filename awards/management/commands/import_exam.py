import datetime as dt
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from awards.exams import verbs as exams
from awards.exams.changes import Placed
from awards.exams.score_files import Ranked, rank_files
from starrating.cells.findings import has_errors
from starrating.own_words import in_own_words
from students.imports.pipeline.asked import Asked
from students.imports.pipeline.meanings import meanings_of
from students.management.school_command import Acting, Outcome, SchoolCommand, add_reading, read_files


class Command(SchoolCommand):
    help = (
        "Rank the score files of one exam and, with --confirm, post the champions' stars. Scores are ranked in memory "
        "and dropped. The same files again change nothing, corrected ones correct the stars."
    )

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="all files of the exam, any number of grades")
        add_reading(parser)
        parser.add_argument("--kind", required=True, help="a kind of exam of the scheme, such as 月考")
        parser.add_argument("--held", required=True, type=dt.date.fromisoformat, metavar="DAY", help="its last day")
        parser.add_argument("--name", required=True, help="such as 10月月考")
        parser.add_argument("--late", action="store_true", help="its month is closed: count in the next open one")
        parser.add_argument("--confirm", action="store_true", help="post the stars; without it, only show them")

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        spec = exams.exam_spec(
            acting.school, kind=options["kind"], name=options["name"], held_on=options["held"], late=options["late"]
        )
        said = {"column": options["column"], "cell": options["cell"], "hidden": options["hidden"]}
        meanings = meanings_of(Asked(acting.school, acting.by, acting.at, said), "exam")
        ranked = rank_files(read_files(options["files"]), spec, meanings)
        if has_errors(ranked.findings):
            return Outcome(_("%(name)s: the files cannot be used.") % {"name": spec.name}, ranked.findings)
        if options["confirm"] and not acting.dry_run:
            return Outcome(_confirmed(spec, ranked, acting), ranked.findings, _ties(ranked))
        preview = exams.preview(spec, ranked.results)
        changes = [
            *(_line("+", one, spec) for one in preview.changes.added),
            *(_line("-", one, spec) for one in preview.changes.removed),
        ]
        return Outcome(_previewed(preview), ranked.findings, [*changes, *_ties(ranked)])


def _confirmed(spec: exams.ExamSpec, ranked: Ranked, acting: Acting) -> str:
    done = exams.confirm(spec, ranked.results, by=acting.by, at=acting.at)
    sentence = _("%(name)s (%(round)s), champion stars recorded: %(posted)d, reversed: %(reversed)d.")
    counts = {"posted": done.posted, "reversed": done.reversed_}
    return sentence % {"name": spec.name, "round": done.exam.round.label, **counts}


def _previewed(preview: exams.Preview) -> str:
    spec, changes = preview.spec, preview.changes
    if not spec.counts:
        return _("%(name)s: exams of this kind earn no stars.") % {"name": spec.name}
    sentence = _("%(name)s (%(round)s): %(added)d new, %(kept)d as before, %(removed)d to be reversed.")
    counts = {"added": len(changes.added), "kept": len(changes.kept), "removed": len(changes.removed)}
    return sentence % {"name": spec.name, "round": spec.round.label, **counts}


def _line(sign: str, one: Placed, spec: exams.ExamSpec) -> str:
    shown = (one.school_class.name_in(spec.term.school_year), one.student.number, one.student.name)
    return " ".join(filter(None, (sign, str(one.kind.label), one.subject, *shown)))


def _ties(ranked: Ranked) -> list[str]:
    sentence = _("%(kind)s %(subject)s: %(count)d are first; the %(office)s decides.")
    return [
        in_own_words(sentence, kind=tie.kind.label, subject=tie.subject, count=len(tie.pupils))
        for tie in ranked.undecided
    ]
