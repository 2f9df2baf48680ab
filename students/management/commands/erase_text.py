from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from starrating.texts.models import ErasureGround, KeptText
from students.management.school_command import Acting, Outcome, SchoolCommand
from students.models import Student
from students.pupils.erasing import erase_text, texts_saying

_SHOWN = 50


class Command(SchoolCommand):
    help = (
        "Erase one sentence or name for good, by its digest; the row that speaks of it, its stars and its counts stay."
        " With --find WORDS instead of a digest, say which texts of the school have these words, and erase nothing."
    )

    def add_options(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("digest", nargs="?", default="", metavar="DIGEST", help="of the text: 64 figures")
        which.add_argument("--find", default="", metavar="WORDS", help="say the digests of the texts with these words")
        parser.add_argument("--ground", choices=ErasureGround.values, default="", help="why; needed to erase")

    def act(self, acting: Acting, options: dict[str, Any]) -> Outcome:
        if options["find"]:
            return _found(options["find"], acting)
        if not options["ground"]:
            grounds = "; ".join(f"--ground {value}: {label}" for value, label in ErasureGround.choices)
            raise CommandError(_("Say on what ground: %(grounds)s.") % {"grounds": grounds})
        ground = ErasureGround(options["ground"])
        erase_text(options["digest"].lower(), ground=ground, by=acting.by, at=acting.at)
        if acting.dry_run:
            return Outcome(_("The text would be erased. Nothing was written."))
        return Outcome(
            _(
                "The text was erased (%(ground)s). Files made for the school and files that waited for confirmation "
                "went with it: make or choose them again."
            )
            % {"ground": ground.label}
        )


def _found(words: str, acting: Acting) -> Outcome:
    found = list(texts_saying(words, acting.school)[:_SHOWN])
    pupils = Student.objects.filter(pk__in={text.student_key for text in found if text.student_key is not None})
    names = {pupil.pk: str(pupil.number) for pupil in pupils}
    summary = _("Texts with these words: %(count)d.") % {"count": len(found)}
    if len(found) == _SHOWN:
        summary = _("Texts with these words: %(count)d or more. Name more of the sentence.") % {"count": len(found)}
    return Outcome(summary, lines=[_line(text, names) for text in found])


def _line(text: KeptText, names: dict[int, str]) -> str:
    if text.student_key is None:
        return _("%(digest)s: an event of the audit") % {"digest": text.pk}
    return _("%(digest)s: pupil %(number)s") % {"digest": text.pk, "number": names.get(text.student_key, "")}
