"""What no page sends: requests drawn at random as everybody, and the other school's identifiers in every place."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from tests.project.routes.test_matrix import GUARDED, ROUTES
from tests.security.tools.asking import Offer, addresses, offers, parameters
from tests.security.tools.fuzzing import Drawing, Drawn
from tests.security.tools.pages import forms_of
from tests.security.tools.playing import ONLY, chance, is_long, say, size
from tests.security.tools.sending import request
from tests.security.tools.swapping import foreign_rows, in_forms, in_paths, with_file
from tests.security.tools.twins import MARK, ROLES, Answered, Twins

SHOWN = 25
PUBLIC_TRIED = (
    "/healthz",
    "/robots.txt",
    "/language",
    "/sign-in",
    "/check/",
    "/check/ABCDEFGHJK/",
    "/admin/",
    "/admin/login/",
)


@pytest.fixture(scope="module")
def offered(twins: Twins) -> dict[str, list[Offer]]:
    most, drawn = size("PAGES", short=10, long=10_000), chance("pages")
    return {who: offers(who, twins, most, drawn) for who in ROLES}


def faults_of(answer: Answered) -> Iterator[str]:
    response = answer.response
    if response.status_code >= 500 or answer.error:
        yield f"{response.status_code} {answer.error}"
    if MARK in answer.text or MARK in str(response.headers):
        place = answer.text.find(MARK)
        yield f"{response.status_code} says of the other school: {answer.text[max(0, place - 60) : place + 60]!r}"
    yield from answer.reached
    location = response.headers.get("Location", "")
    if location.startswith(("//", "http:", "https:", "javascript:")) or "\\" in location[:2]:
        yield f"leads out to {location}"
    if "<script>alert(1)" in answer.text or "Traceback (most" in answer.text:
        yield "what was sent, or a trace, stands in the answer as it is"


def play(twins: Twins, requests: Iterable[Drawn], what: str) -> list[str]:
    """Send them all; give what went wrong, each kind of fault a few times."""
    wrong: list[str] = []
    seen: Counter[int] = Counter()
    wrote = 0
    for one in requests:
        answer = twins.ask(one.who, one.method, one.address, **one.sent)
        seen[answer.response.status_code] += 1
        wrote += bool(answer.wrote)
        # The rules of every school are public, the names of schools with them.
        if not one.address.startswith("/data-rules/"):
            wrong += [f"{one}\n    {fault}" for fault in faults_of(answer)]
    say(f"{what}: {seen.total()} requests, {wrote} wrote, {len(wrong)} faults, answers {dict(sorted(seen.items()))}")
    return wrong


def test_no_request_at_random_breaks_the_program_or_tells_of_another_school(
    twins: Twins, offered: dict[str, list[Offer]]
) -> None:
    """Turns red without ``path_key`` in the table of addresses, without the encoding's middleware, without a scope."""
    drawn = chance("fuzz")
    every = [address for route in GUARDED for address in addresses(route, twins.ours)] + list(PUBLIC_TRIED)
    # Whether the database can be written is what the transaction around all of this answers there, not the program; and
    # the rules of every school are public, the names of schools with them.
    left_out = ("/healthz", "/data-rules/")
    every = [address for address in every if ONLY in address and not address.startswith(left_out)]
    drawn.shuffle(every)
    some_offers = {who: [one for one in offered[who] if ONLY in one.form.action] for who in ROLES}
    source = Drawing(
        drawn, some_offers, every, [*parameters(), "next", "username", "password", "idempotency_key", "format"]
    )
    wrong = play(twins, itertools.islice(source, size("FUZZ", short=250, long=20_000)), "fuzz")
    assert wrong == [], "\n".join(wrong[:SHOWN])


def test_no_identifier_of_another_school_is_answered_in_a_path(twins: Twins) -> None:
    """Turns red where an access function fetches by the number alone."""
    every = [one for who in ROLES[:-1] for one in in_paths(twins, who) if ONLY in one.address]
    wrong = play(twins, some(every, "paths", short=120), "identifiers in paths")
    assert wrong == [], "\n".join(wrong[:SHOWN])


def test_no_identifier_of_another_school_is_taken_in_a_form_or_a_query(
    twins: Twins, offered: dict[str, list[Offer]]
) -> None:
    """Turns red where a form's choices are all rows of a table."""
    each = size("TWINS", short=2, long=6)
    every = [one for who in ROLES[:-1] for offer in offered[who] for one in in_forms(twins, offer, each)]
    wrong = play(twins, some(every, "forms", short=120), "identifiers in queries and bodies")
    assert wrong == [], "\n".join(wrong[:SHOWN])


def some(every: list[Drawn], what: str, short: int) -> list[Drawn]:
    if is_long() or len(every) <= short:
        return every
    return chance(what).sample(every, short)


# Who brings which files in, and where: photos are named by the pupils' numbers.
UPLOADS = {
    "office": ("students:roster_upload", "awards:violations_upload", "awards:exam_upload", "students:add_photos"),
    "administrator": (
        "students:groups_upload",
        "students:staff_upload",
        "awards:scheme_upload",
        "awards:together_upload",
    ),
    "homeroom": ("awards:sheets_upload",),
}


def test_no_file_fetches_somebody_of_another_school(twins: Twins) -> None:
    """Turns red where an importer's facts are of all schools."""
    rows = foreign_rows(twins)
    wrong, seen = [], Counter[str]()
    for who, route in ((who, route) for who, routes in UPLOADS.items() for route in routes):
        page = addresses(route, twins.ours)[0]
        for form in forms_of(page, twins.ask(who, "GET", page).text):
            if any(one.kind == "file" for one in form.fields):
                for content in files(rows):
                    answers = uploaded(twins, Offer(who, route, form), content)
                    seen[route] += 1
                    seen["read"] += len(answers) > 1
                    wrong += [f"{who}, {route}\n    {fault}" for answer in answers for fault in faults_of(answer)]
    say(f"identifiers in files: {seen.total() - seen['read']} files, {seen['read']} to a preview, {len(wrong)} faults")
    assert set(seen) - {"read"} == {route for routes in UPLOADS.values() for route in routes}
    assert seen["read"] > 3
    assert wrong == [], "\n".join(wrong[:SHOWN])


def files(rows: list[tuple[str, str, str]]) -> Iterator[bytes]:
    """One that every kind of import finds its columns in; the rows are the other school's pupils."""
    yield table(
        "班级,学号,姓名,小组,组长,语文,总分", [f"{place},{number},{name},1,是,99,180" for place, number, name in rows]
    )
    yield table(
        "日期,班级,学号,姓名,违纪类型,情况说明",
        [f"2025-12-08,{place},{number},{name},打架,属实" for place, number, name in rows],
    )


def table(head: str, lines: list[str]) -> bytes:
    return "\n".join([head, *lines]).encode("utf-8-sig")


def uploaded(twins: Twins, offer: Offer, content: bytes) -> list[Answered]:
    """Send the file, look at what is shown of it, and press every button there."""
    method, address, sent = with_file(offer.form, "a.csv", content)
    with twins.together():
        first = twins.ask(offer.who, method, address, **sent)
        answers = [first]
        target = first.response.headers.get("Location", "")
        if target.startswith("/"):
            answers.append(twins.ask(offer.who, "GET", target))
            for form in forms_of(target, answers[-1].text):
                if form.method == "POST" and form.action.startswith(target.rsplit("/", 2)[0]):
                    method, address, sent = request(form)
                    answers.append(twins.ask(offer.who, method, address, **sent))
    return answers


def test_every_address_was_there_to_be_tried() -> None:
    assert set(GUARDED) <= set(ROUTES)
    assert len(GUARDED) > 200
