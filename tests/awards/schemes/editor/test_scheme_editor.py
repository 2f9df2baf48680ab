"""The pages of the scheme's versions: what they show, what they keep of what was typed, what they refuse."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Scheme, SchemeState, StarItem
from awards.rules.scheme.changes import changes
from awards.rules.scheme.document import toml_of
from awards.schemes.drafts import save_draft
from awards.schemes.editor.page import change_parts
from awards.schemes.editor.parts import PARTS
from awards.schemes.presets import available_presets, load_preset
from awards.schemes.rows import spec_of
from tests.awards.board_clients import client_of, said
from tests.awards.board_factories import TODAY
from tests.awards.scheme_factories import NOW, Desk, make_desk, with_item, with_quota
from tests.factories import make_administrator, make_office, make_school, make_term, moment
from tests.hidden import key_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(moment(TODAY), tick=False):
        yield


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def client(desk: Desk) -> Client:
    return client_of(desk.administrator)


def address(desk: Desk, name: str, *args: str) -> str:
    return reverse(f"awards:{name}", args=[desk.draft.pk, *args])


def form_of(client: Client, desk: Desk, part: str) -> dict[str, Any]:
    """What a browser sends when nothing on the page is changed."""
    page = client.get(address(desk, "scheme_part", part)).context["page"]
    data: dict[str, Any] = {"seen": page.seen}
    for section in page.sections:
        for row in section.rows:
            data.setdefault(section.name, []).append(str(row.number))
            data[row.place_name] = str(row.number)
        for box in [*section.boxes, *(box for row in section.rows for box in (*row.hidden, *row.boxes))]:
            if box.kind != "flag":
                data[box.name] = box.value
            elif box.value:
                data[box.name] = "on"
    return data


def post(client: Client, desk: Desk, part: str, data: dict[str, Any]) -> Any:
    response = client.post(address(desk, "scheme_part", part), data)
    desk.draft.refresh_from_db()
    return response


@pytest.mark.parametrize("part", PARTS)
def test_a_page_sent_back_as_it_is_changes_nothing(client: Client, desk: Desk, part: str) -> None:
    before = desk.spec
    assert post(client, desk, part, form_of(client, desk, part)).status_code == 302
    assert desk.spec == before


def test_a_number_is_changed(client: Client, desk: Desk) -> None:
    before = desk.spec
    data = {**form_of(client, desk, "limits"), "caps.item_quota.number": "3"}
    response = post(client, desk, "limits", data)
    assert (response.status_code, response.url) == (302, address(desk, "scheme_draft"))
    assert desk.spec == with_quota(before, 3)


def test_what_is_wrong_stands_beside_its_box_and_nothing_typed_is_lost(client: Client, desk: Desk) -> None:
    data = {**form_of(client, desk, "limits"), "caps.item_quota.number": "many", "notice.days": "9"}
    response = post(client, desk, "limits", data)
    assert response.status_code == 422
    page = response.context["page"]
    boxes = {box.name: box for section in page.sections for box in section.boxes}
    assert boxes["caps.item_quota.number"].problems == ["must be a whole number"]
    assert (boxes["caps.item_quota.number"].value, boxes["notice.days"].value) == ("many", 9)
    assert [line.place for line in page.problems] == ["Winners per item, class and round"]
    assert desk.draft.notice_days == 3


def test_what_hinders_publishing_is_saved_and_named(client: Client, desk: Desk) -> None:
    data = {**form_of(client, desk, "limits"), "notice.days": "0"}
    assert post(client, desk, "limits", data).status_code == 422
    data = {**form_of(client, desk, "items"), "items[3].criteria": ""}
    assert post(client, desk, "items", data).url == address(desk, "scheme_part", "items")
    page = client.get(address(desk, "scheme_draft")).context["page"]
    assert [(line.place, line.message) for line in page.problems] == [
        ("Items 3 (诚信星): Criteria", "must not be empty")
    ]
    assert [wrong for part, wrong in page.parts if part.code == "items"] == [1]
    html = client.get(address(desk, "scheme_draft")).content.decode()
    assert 'id="publish-draft"' not in html


def test_a_row_is_added_and_saved(client: Client, desk: Desk) -> None:
    data = {**form_of(client, desk, "items"), "add": "items"}
    response = post(client, desk, "items", data)
    rows = response.context["page"].sections[0].rows
    assert (response.status_code, len(rows), desk.draft.items.count()) == (200, 16, 15)
    fresh = {"name": "阅读星", "short_name": "阅读", "kind": "ordinary", "group": "intellectual", "value": "1"}
    data = {
        **form_of(client, desk, "items"),
        "items": [str(number) for number in range(1, 17)],
        "items[16].code": rows[-1].hidden[0].value,
        "items[16].criteria": "每天读书半小时。\n\n写读书笔记。",
        "items[16].months": ["9", "10"],
        "items[16].place": "1",
        **{f"items[16].{key}": value for key, value in fresh.items()},
    }
    assert post(client, desk, "items", data).status_code == 302
    added = desk.spec.items
    # Two rows want the first place: who had it keeps it.
    assert [item.name for item in added[:3]] == ["文明星", "阅读星", "爱心星"]
    assert (added[1].code, added[1].months, len(added[1].criteria)) == ("item_1", (9, 10), 2)


def test_rows_are_taken_out_and_moved(client: Client, desk: Desk) -> None:
    data = {**form_of(client, desk, "items"), "items[2].remove": "on", "items[1].place": "99"}
    post(client, desk, "items", data)
    names = [item.name for item in desk.spec.items]
    assert "爱心星" not in names
    assert names[-1] == "文明星"
    assert len(names) == 14


def test_a_stale_page_is_told_so_and_keeps_its_typing(client: Client, desk: Desk) -> None:
    data = {**form_of(client, desk, "limits"), "caps.item_quota.number": "3"}
    other = with_item(desk.spec, 0, value=2)
    save_draft(desk.draft, other, seen=desk.seen, by=desk.administrator, at=NOW)
    response = post(client, desk, "limits", data)
    assert response.status_code == 422
    assert "Somebody else has changed this draft" in said(response)[0]
    again = {**data, "seen": response.context["page"].seen}
    assert post(client, desk, "limits", again).status_code == 302
    assert desk.spec == with_quota(other, 3)


def test_hostile_forms_do_no_harm(client: Client, desk: Desk) -> None:
    before = desk.spec
    for part, data in (
        ("items", {"items": ["x", "1", "1"], "items[1].value": "9" * 400}),
        ("levels", {"levels": [str(number) for number in range(50)]}),
        ("limits", {"caps.item_quota.kind": "no", "notice.days": "²"}),
        ("general", {"name": "\x00", "principles": "\u2028"}),
    ):
        assert post(client, desk, part, data).status_code == 422
    assert post(client, desk, "nothing", {}).status_code == 404
    assert desk.spec == before


def test_the_list_names_terms_and_drafts_and_every_preset(client: Client, desk: Desk) -> None:
    make_term(desk.school)
    page = client.get(reverse("awards:schemes")).context["page"]
    assert [row.code for row in page.presets] == available_presets()
    assert [draft.pk for draft in page.drafts] == [desk.draft.pk]
    assert sorted(len(row.terms) for row in page.published) == [0, 1]


def test_the_list_asks_as_often_with_many_versions(client: Client, desk: Desk, django_assert_num_queries: Any) -> None:
    url = reverse("awards:schemes")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    wanted = len(few)
    for _time in range(4):
        start(client, preset="six-stars")
    with django_assert_num_queries(wanted):
        client.get(url)


def start(client: Client, **what: object) -> Any:
    return client.post(reverse("awards:scheme_start"), {"idempotency_key": str(uuid.uuid4()), **what})


def test_a_draft_begins_with_a_preset_or_a_version_and_once_a_form(client: Client, desk: Desk) -> None:
    assert start(client, preset="six-stars").status_code == 302
    assert start(client, version=desk.published.pk).status_code == 302
    assert sorted(Scheme.objects.filter(state=SchemeState.DRAFT).values_list("code", "version")) == [
        ("monthly-stars", 2),
        ("monthly-stars", 3),
        ("six-stars", 1),
    ]
    key = str(uuid.uuid4())
    for _time in range(2):
        start(client, preset="six-stars", idempotency_key=key)
    assert Scheme.objects.filter(code="six-stars").count() == 2


def test_nothing_begins_without_a_choice_or_with_another_schools(client: Client, desk: Desk) -> None:
    other = make_desk()
    for what in ({}, {"preset": "nowhere"}, {"version": other.published.pk}):
        assert said(start(client, **what))
    assert Scheme.objects.filter(school=desk.school).count() == 2


def test_publishing_asks_once_and_answers_a_second_press(client: Client, desk: Desk) -> None:
    page = client.get(address(desk, "scheme_draft"))
    data = {"seen": page.context["page"].seen, "idempotency_key": key_in(page)}
    for _time in range(2):
        response = client.post(address(desk, "scheme_publish"), data)
        assert "version 2 is published" in said(response)[0]
    desk.draft.refresh_from_db()
    assert desk.draft.state == SchemeState.PUBLISHED
    assert client.get(address(desk, "scheme_draft")).status_code == 404
    assert post(client, desk, "limits", {}).status_code == 404


def test_a_draft_is_deleted(client: Client, desk: Desk) -> None:
    client.post(address(desk, "scheme_delete"), {"idempotency_key": str(uuid.uuid4())})
    assert not Scheme.objects.filter(pk=desk.draft.pk).exists()
    assert client.post(reverse("awards:scheme_delete", args=[desk.published.pk])).status_code == 404


def test_a_file_comes_out_and_goes_in_again(client: Client, desk: Desk) -> None:
    response = client.get(address(desk, "scheme_file"))
    assert response["Content-Disposition"] == 'attachment; filename="monthly-stars-2.toml"'
    answer = upload(client, response.content)
    made = Scheme.objects.get(version=3)
    assert answer.url == reverse("awards:scheme_draft", args=[made.pk])
    assert spec_of(made) == desk.spec


def upload(client: Client, content: bytes, name: str = "anything.toml") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("awards:scheme_upload"), {"file": file, "idempotency_key": str(uuid.uuid4())})


@pytest.mark.parametrize(
    ("content", "path", "words"),
    [
        (b"code = \nname = 1", "file", "cannot be read from line 1, column 8 on"),
        ("code = '评'".encode("gb18030"), "file", "no text in UTF-8"),
        (b"colour = 1", "colour", "unknown key"),
        (b"[" * 3000, "file", "cannot be read"),
        # Without the limit of dots this one takes gigabytes.
        (b"code = 1\na" + b".a" * 60_000 + b" = 1", "file", "dots in line 2"),
    ],
)
def test_a_file_that_is_no_scheme_is_answered_with_the_place(
    client: Client, desk: Desk, content: bytes, path: str, words: str
) -> None:
    response = upload(client, content)
    assert response.status_code == 422
    problem = response.context["problems"].problems[0]
    assert problem.path == path
    assert words in problem.reason


def test_twenty_thousand_items_are_one_sentence(client: Client, desk: Desk) -> None:
    """Red without the limit of a list's entries: the items would be read, and each of their faults named."""
    response = upload(client, b"items=[" + b"{a=1}," * 20_000 + b"]")
    assert response.status_code == 422
    named = [problem for problem in response.context["problems"].problems if problem.path.startswith("items")]
    assert [problem.path for problem in named] == ["items"]
    assert "20000" in named[0].reason


def test_a_file_that_contradicts_itself_is_refused_and_one_too_large_is_not_read(client: Client, desk: Desk) -> None:
    wrong = upload(client, toml_of(with_item(desk.spec, 0, criteria=())).encode())
    assert wrong.context["problems"].problems[0].path == "items[1].criteria"
    assert upload(client, b"#" * 300_000).context["form"].errors
    assert Scheme.objects.count() == 2


def test_changes_are_named_from_old_to_new(client: Client, desk: Desk) -> None:
    spec = with_quota(with_item(desk.spec, 0, value=2, public=False), 3)
    levels = (*spec.levels[:-1], replace(spec.levels[-1], lower_bound=40))
    spec = replace(spec, items=(*spec.items[:1], *spec.items[2:]), levels=levels)
    save_draft(desk.draft, spec, seen=desk.seen, by=desk.administrator, at=NOW)
    parts = client.get(address(desk, "scheme_compare")).context["parts"]
    lines = [(line.row, line.label, line.old, line.new) for group in parts for line in group.lines]
    assert lines == [
        ("文明星", "Stars", "1", "2"),
        ("文明星", "On public lists", "yes", "no"),
        ("爱心星", "Items", "爱心星", "–"),
        ("", "Winners per item, class and round", "5", "3"),
        ("五星级学生", "Minimum stars", "30", "40"),
    ]
    assert client.get(address(desk, "scheme_draft")).context["page"].changed == 5


def test_no_difference_and_every_difference_can_be_said() -> None:
    specs = [load_preset(code) for code in available_presets()]
    for old in specs:
        assert changes(old, old) == []
        for new in specs:
            assert bool(change_parts(old, new)) == (old != new)


def test_order_is_a_difference(desk: Desk) -> None:
    items = desk.spec.items
    moved = replace(desk.spec, items=(items[1], items[0], *items[2:]))
    (change,) = changes(desk.spec, moved)
    assert (change.path, change.old[:2], change.new[:2]) == ("items.order", ("文明星", "爱心星"), ("爱心星", "文明星"))


def test_the_draft_can_be_tried_out_on_a_term(client: Client, desk: Desk) -> None:
    term = make_term(desk.school)
    assert client.get(address(desk, "scheme_draft")).context["page"].has_term
    StarItem.objects.filter(scheme=desk.draft).delete()
    response = client.get(reverse("awards:what_if_of_term", args=[term.pk]), {"scheme": desk.draft.pk})
    assert response.status_code == 200


def test_office_and_other_schools_are_kept_out(desk: Desk) -> None:
    office, stranger = client_of(make_office(desk.school)), client_of(make_administrator(make_school()))
    for name in ("scheme_draft", "scheme_version", "scheme_file", "scheme_compare"):
        assert office.get(address(desk, name)).status_code == 403
        assert stranger.get(address(desk, name)).status_code == 404


def test_no_scheme_leads_to_the_ready_ones() -> None:
    client = client_of(make_administrator(make_school()))
    for name in ("scheme", "open_term"):
        assert reverse("awards:schemes") in client.get(reverse(f"awards:{name}")).content.decode()
