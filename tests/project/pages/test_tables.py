"""Tables stand in one frame, so that none is without a name, a caption and a stop for the keyboard."""

from tests.project.source import ROOT

TEMPLATES = ROOT / "templates"
# Drawings of the term's figures, and the grid of a sheet, whose cells the script of the page moves in.
OTHERWISE = {"reports/terms/figures/levels.html", "reports/terms/figures/items.html", "awards/entry/grid.html"}


def test_tables_stand_in_the_frame() -> None:
    texts = {path.relative_to(TEMPLATES).as_posix(): path.read_text() for path in TEMPLATES.rglob("*.html")}
    framed = {name for name, text in texts.items() if "{% tabular " in text}
    assert len(framed) > 20, "the tag has another name now"
    assert {name for name, text in texts.items() if 'class="table-wrap' in text} == {"partials/table.html", *OTHERWISE}
    assert [name for name in framed if "<table" in texts[name] or "<caption" in texts[name]] == []
