"""What the numbers of a scheme mean beyond their size, said in one way by editor, trial and history."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _, ngettext, pgettext_lazy

from awards.rules.kinds import QuotaKind, SubjectMode
from awards.rules.scheme.spec import SchemeSpec

_NO_LIMIT = pgettext_lazy("number of a scheme", "no limit")
_NEVER = pgettext_lazy("number of a scheme", "never")
# What nought says where it is no amount.
NOUGHT: Mapping[str, Promise] = {
    "caps.self_report_max": _NO_LIMIT,
    "caps.item_repeats_per_term": _NO_LIMIT,
    "deductions.max_per_term": _NO_LIMIT,
    "deductions.grounds.min_records": pgettext_lazy("number of a scheme", "none needed"),
    "rewards.letter_from": _NEVER,
    "rewards.certificate_from": _NEVER,
    "rewards.honour_board_from": _NEVER,
    "rewards.award_eligibility_from": _NEVER,
    "rewards.parent_title_from": _NEVER,
    "rewards.invitation_from": _NEVER,
    "rewards.residence_terms": pgettext_lazy("number of a scheme", "no condition"),
}
# Numbers that are the most there may be.
MOST = frozenset(
    {"caps.self_report_max", "caps.item_quota.number", "caps.item_repeats_per_term", "deductions.max_per_term"}
)
# Keys that say something only while another has one of these values.
ONLY_WITH: Mapping[str, tuple[str, frozenset[str]]] = {
    "caps.item_quota.number": ("caps.item_quota.kind", frozenset({QuotaKind.FIXED})),
    "caps.item_quota.percent": ("caps.item_quota.kind", frozenset({QuotaKind.PERCENT})),
    "caps.item_quota.rounding": ("caps.item_quota.kind", frozenset({QuotaKind.PERCENT})),
    "caps.item_quota.minimum": ("caps.item_quota.kind", frozenset({QuotaKind.PERCENT})),
    "subject_teachers.days": ("subject_teachers.mode", frozenset({SubjectMode.ADVICE, SubjectMode.REQUIRED})),
}


def nought_help(path: str) -> str:
    """Say beside a box what nought means there: "0: no limit"; empty where it is an amount like any other."""
    if path not in NOUGHT:
        return ""
    return _("0: %(meaning)s") % {"meaning": NOUGHT[path]}


def only_with(path: str, name: str) -> str:
    """Say for the script of a form on which box, called ``name`` there, and which of its values a box depends."""
    return " ".join([name, *sorted(ONLY_WITH[path][1])]) if path in ONLY_WITH else ""


def number_words(path: str, value: int, levels: Sequence[str]) -> str:
    """Say a number as the rule it is: at most 3, no limit, a level by its name."""
    if value == 0 and path in NOUGHT:
        return str(NOUGHT[path])
    if path in MOST:
        return ngettext("at most %(count)d", "at most %(count)d", value) % {"count": value}
    if path.startswith("rewards.") and path.endswith("_from") and value <= len(levels):
        return levels[value - 1]
    return str(value)


def quota_words(spec: SchemeSpec) -> str:
    """Say how many winners an item may have, whichever way they are counted (A8)."""
    quota = spec.caps.item_quota
    if quota.kind == QuotaKind.FIXED:
        return number_words("caps.item_quota.number", quota.number, ())
    words = {"percent": quota.percent, "minimum": quota.minimum, "rounding": quota.rounding.label}
    return _("at most %(percent)d%% of the class (%(rounding)s), at least %(minimum)d") % words


def is_said(path: str, spec: SchemeSpec) -> bool:
    """Tell whether a key says anything in ``spec``, whose other keys may leave it without a meaning."""
    if path not in ONLY_WITH:
        return True
    key, values = ONLY_WITH[path]
    found: object = spec
    for name in key.split("."):
        found = getattr(found, name)
    return found in values
