"""What the schemes that come with the program are, in three sentences each, for who chooses one on the first day."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from awards.schemes.presets import available_presets, load_preset

USUAL = "monthly-stars"
# What is awarded, how it is decided or counted, and for which school it is made.
_TEXTS = {
    "monthly-stars": _(
        "Stars for conduct and effort every month, from courtesy to labour; first places in exams bring stars of their "
        "own. Pupils put themselves forward, then groups, %(committee)s, teachers and %(office)s decide, and each star "
        "has its places. The stars of a term add up to five levels: for junior secondary schools that rate every month."
    ),
    "six-stars": _(
        "Six stars, from courtesy to invention, each for one pupil of a class. They are awarded twice a term: once the "
        "term is open, its months are joined into two rounds. For schools that want few stars and an example in each."
    ),
    "five-educations": _(
        "Two badges for each of the five educations, won anew every month. The places of a badge are a share of the "
        "class, and nothing depends on exams. For primary and junior secondary schools."
    ),
    "monthly-theme": _(
        "Each month has a theme of its own, and its star alone is awarded, beside one for progress. Pupils put "
        "themselves forward by what they did in this month, so that everybody begins anew. For schools that work on "
        "one thing a month."
    ),
    "base-points": _(
        "Points instead of stars: good conduct adds some, violations deduct some. Everybody begins at nought, and what "
        "remains at the end of the term gives the level. For schools that keep an account of everyday conduct."
    ),
}


def explained() -> Iterator[tuple[str, str, str]]:
    """Give code, name and text of each preset, the usual one first."""
    for code in sorted(available_presets(), key=lambda one: (one != USUAL, one)):
        spec = load_preset(code)
        words = {"office": spec.words.office, "committee": spec.words.committee}
        yield code, spec.name, str(_TEXTS.get(code, "")) % words
