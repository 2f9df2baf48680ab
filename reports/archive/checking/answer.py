"""What whoever checks an archive is told, in sentences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _, ngettext

from reports.archive.checking.results import Checked, Origin

# What the command ends with where all agrees and nobody can say who wrote it.
ORIGIN_NOT_PROVED = 3


def notes(checked: Checked, origin: Origin) -> Iterator[str]:
    """Say what agrees; nothing of one that was changed."""
    if origin is Origin.CHANGED:
        return
    yield _agreeing(checked)
    if not checked.restricted:
        yield _("The restricted part is not in this copy, so no total could be calculated.")
    if checked.seal is not None:
        number, digest = checked.seal
        sentence = _("Newest seal in its chain: %(number)d, %(digest)s. Compare it with one that was written down.")
        yield sentence % {"number": number, "digest": digest}
    if origin is Origin.GENUINE and checked.signature is not None:
        sentence = _(
            "Genuine: signed with the key %(fingerprint)s. Compare it with the one that the school has printed."
        )
        yield sentence % {"fingerprint": checked.signature.fingerprint}


def _agreeing(checked: Checked) -> str:
    values = {"school": checked.school, "term": checked.term, "files": checked.files, "count": checked.pupils}
    if not checked.restricted:
        return _("%(school)s, %(term)s: every file agrees (%(files)d).") % values
    sentence = ngettext(
        "%(school)s, %(term)s: %(files)d files and the totals of %(count)d pupil agree.",
        "%(school)s, %(term)s: %(files)d files and the totals of %(count)d pupils agree.",
        checked.pupils,
    )
    return sentence % values


def refusal(checked: Checked, origin: Origin, named: str) -> str:
    """Say why an archive is not called genuine."""
    fingerprint = checked.signature.fingerprint if checked.signature else ""
    sentences = {
        Origin.CHANGED: _("The archive is not what was written."),
        Origin.UNSIGNED: _(
            "Origin not proved: the archive has no signature, and anybody can write its sums. Compare it with a copy"
            " whose origin is known."
        ),
        Origin.UNKNOWN_KEY: _(
            "Origin not proved: the key that signed it is not known here, %(fingerprint)s. Compare it with the"
            " fingerprint that the school has printed, and name that one with --key."
        ),
        Origin.OTHER_KEY: _(
            "The archive is signed with another key, %(fingerprint)s, and not with %(named)s. Do not take it for that"
            " school's."
        ),
    }
    return sentences[origin] % {"fingerprint": fingerprint, "named": named}
