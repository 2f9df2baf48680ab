"""The scheme on pages for the wall: what is awarded for what, by whom, and what follows (A58)."""

from awards.models import StarItem
from awards.schemes.page import SchemePage
from reports.typesetting.typeset import typeset
from reports.typesetting.wordings import filled_labels, unit_words
from starrating.days import long_day


def scheme_pdf(page: SchemePage) -> bytes:
    """Set the words of the page on screen for A4."""
    scheme = page.scheme
    words = filled_labels("scheme_wall", **unit_words(scheme.unit))
    data = {
        "school": scheme.school.name,
        "labels": words,
        "title": scheme.name,
        "idea": scheme.guiding_idea,
        "items": [{"star": _star(item), "criteria": list(item.criteria)} for item in page.ordinary],
        "champions": [
            {"star": item.name, "text": words["champion_text"].replace("{颗数}", str(item.value))}
            for item in page.champions
        ],
        "champion_rules": list(page.champion_rules),
        "steps": [step.name for step in page.steps],
        "limits": list(page.limits),
        "levels": [{"level": line.name, "text": _bounds(words, line.lower_bound, line.until)} for line in page.levels],
        "rewards": list(page.rewards),
        "notice": list(page.notice),
        "grounds": [
            words["deduction_text"].replace("{情形}", ground.name).replace("{颗数}", str(ground.stars))
            for ground in page.grounds
        ],
        "deduction_rules": list(page.deduction_rules),
        "day": long_day(scheme.published_at.date()) if scheme.published_at else "",
        "phone": scheme.school.office_phone,
        "contact": scheme.school.office_name,
    }
    return typeset("scheme_wall", data)


def _star(item: StarItem) -> str:
    """Name a star, with its months where it has any, as a theme of the month does."""
    months = item.month_names
    return f"{item.name}（{months}）" if months else item.name


def _bounds(words: dict[str, str], lower: int, until: int | None) -> str:
    if until is None:
        return words["level_top"].replace("{下限}", str(lower))
    return words["level_text"].replace("{下限}", str(lower)).replace("{上限}", str(until))
