"""What a term is called, as it stands on letters and notices."""

import pytest
from django.utils import translation

from students.models import Term


@pytest.mark.parametrize(
    ("language", "ordinal", "name"),
    [
        ("zh-hans", 1, "2025—2026学年第一学期"),
        ("zh-hans", 2, "2025—2026学年第二学期"),
        ("en", 1, "2025–2026 school year, first term"),
        ("en", 2, "2025–2026 school year, second term"),
    ],
)
def test_a_term_is_called_by_its_school_year_and_place_in_it(language: str, ordinal: int, name: str) -> None:
    term = Term(school_year=2025, ordinal=ordinal)
    with translation.override(language):
        assert (term.name, str(term)) == (name, name)
    assert term.code == f"2025-{ordinal}"
