"""Everybody at every address with every method in every scope: the running program against a table written by hand."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve, reverse
from pytest_django.plugin import DjangoDbBlocker

from students.permits.reach import permit_for
from students.permits.roles import standing_of
from students.permits.rows import permits
from tests.factories import moment
from tests.lock_order import taken_back
from tests.project.routes.matrix_offers import offers_of
from tests.project.routes.matrix_rules import ADMIN_NAMESPACE, EVERYBODY, MAY, PUBLIC, ROLES, expected, may, methods_of
from tests.project.routes.matrix_world import TODAY, Thing, Town, in_scopes, make_town
from tests.project.routes.test_routes import names

METHODS = ("GET", "HEAD", "POST", "DELETE")
# What a number in an address is, where its name does not say it.
PK_OF = {
    "students:class": "class",
    "students:assign_homeroom": "class",
    "students:assign_subject": "class",
    "students:end_task": "task",
    "students:end_role": "role",
    "awards:exam": "exam",
    "awards:champion_remove": "champion",
    "awards:violation": "violation",
    "awards:punishment_lift": "punishment",
    "awards:correct_day": "movement",
    "awards:credit_transfer": "movement",
    "awards:withdraw_credit": "credit",
    "awards:withdraw_entitlement": "entitlement",
    "awards:reissue_entitlement": "entitlement",
    "awards:entitlement": "entitlement",
    "reports:print_letter": "entitlement",
    "reports:letter": "entitlement",
    "reports:class_notice": "sheet",
    "reports:class_totals": "class",
    "reports:pupil": "student",
    "reports:window_class": "class",
    "reports:window_print": "class",
    "reports:window_revoke_class": "class",
    "reports:window_revoke": "student",
    "reports:window_preview": "student",
    "reports:window_answer": "question of a guardian",
    "reports:reverse_entry": "entry",
    "reports:rights": "student",
    "reports:correct_pupil": "student",
    "reports:pupil_copy": "student",
    "reports:erase_pupil": "student",
    "awards:pupil_moves": "student",
    "awards:move_pupil": "student",
    "awards:join_records": "student",
    "awards:declare": "sheet",
    "awards:set_goals": "sheet",
    "awards:shortlist": "sheet",
    "awards:nominate": "sheet",
    "awards:progress": "sheet",
    "awards:vote": "sheet",
    "awards:vote_rest": "sheet",
    "awards:meeting": "sheet",
    "awards:count_hands": "sheet",
    "awards:forget_hands": "sheet",
    "awards:correct_deed": "deed",
    "awards:remove_deed": "deed",
    "awards:opinion": "sheet",
    "awards:opine": "sheet",
    "awards:object": "sheet",
    "awards:raise_objection": "sheet",
    "awards:discuss": "sheet",
    "awards:undo_discussion": "line",
    "students:groups": "class",
    "students:group_add": "class",
    "students:committee_members": "class",
    "students:make_pupil_accounts": "class",
    "students:pupil_passwords": "class",
    "students:guardian_phone": "guardian",
    "students:consents": "class",
    "students:record_consents": "class",
    "students:withdraw_consent": "consent",
    "students:remove_photo": "photo",
    "students:group_rename": "group",
    "students:group_members": "group",
    "students:group_leader": "group",
    "reports:class_notice_pdf": "sheet",
    "reports:deduction_form": "violation",
    "end_session": "session",
    "students:forget_day": "noted day",
    "students:remove_incident": "incident",
    "students:forget_column": "remembered column",
    "students:file_import": "import",
    "students:take_back_import": "import",
    "own_file": "made file",
    "own_file_state": "made file",
    "cancel_file": "made file",
    "fetch_file": "made file",
}
# For whole families of addresses, by how their name begins; the longest beginning counts.
PK_OF_FAMILY = {
    "students:roster_": "file of roster",
    "students:staff_": "file of staff",
    "students:groups_": "file of groups",
    "students:": "account",
    "awards:sheet": "sheet",
    "awards:sheets_": "file of sheets",
    "awards:exam_": "exam",
    "awards:violation_": "violation",
    "awards:violations_": "file of violations",
    "awards:together_": "file of together",
    "awards:ceremony": "ceremony",
    "reports:ceremony_": "ceremony",
}
KIND_OF_ARGS = {
    frozenset({"sheet_pk"}): "sheet",
    frozenset({"key"}): "key of a photo",
    frozenset({"list_key"}): "key of a list",
    frozenset({"class_pk"}): "class by itself",
    frozenset({"round_pk"}): "round",
    frozenset({"term_pk"}): "term",
    frozenset({"scheme_pk"}): "draft of a scheme",
    frozenset({"version_pk"}): "published scheme",
    frozenset({"scheme_pk", "part"}): "part of a draft",
    frozenset({"round_pk", "grade"}): "grade in a round",
    frozenset({"term_pk", "class_pk"}): "class in a term",
    frozenset({"pk", "line_pk"}): "line on its sheet",
    frozenset({"pk", "step_pk"}): "step of a sheet",
    frozenset({"opinion_pk"}): "opinion",
    frozenset({"objection_pk"}): "objection",
    frozenset({"appeal_pk"}): "appeal",
    frozenset({"fault_pk"}): "fault",
    frozenset({"about", "pk"}): "decision",
    frozenset({"term_pk", "class_pk", "pupil_pk"}): "pupil of a class in a term",
    frozenset({"sheet_pk", "kind"}): "kind of paper of a sheet",
    frozenset({"round_pk", "kind"}): "kind of paper of a round",
    frozenset({"kind"}): "kind of paper",
    frozenset({"term_pk", "kind"}): "kind of paper in a term",
}


@dataclass
class Matrix:
    """The two schools with everybody signed in once."""

    ours: Town
    theirs: Town
    clients: dict[str, Client]
    sessions: dict[str, str]

    def ask(self, who: str, method: str, address: str) -> str:
        """What the program answers, in the words of the rules."""
        response = self.send(who, method, address)
        if response.status_code == 302 and response.headers["Location"].startswith(reverse(settings.LOGIN_URL)):
            return "sign in"
        return str(response.status_code) if response.status_code in (403, 404, 405) else _served(response.status_code)

    def send(self, who: str, method: str, address: str) -> Any:
        """The answer itself; whatever was written for it is taken back."""
        client = self.clients[who]
        client.cookies.clear()
        if who in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        with taken_back():
            return client.generic(method, address)


def _served(status: int) -> str:
    return "served" if status < 500 else f"broken: {status}"


@pytest.fixture(scope="module")
def quiet() -> Iterator[None]:
    """Thousands of answers: refusals belong in no log and need no friendly page, papers no typesetting."""
    refusals = mock.patch("django.core.handlers.exception.get_exception_response", _bare)
    papers = mock.patch("reports.typesetting.typeset._run", return_value=b"%PDF-")
    # Whatever an answer writes is taken back, so that who somebody is stays what it was at the first.
    standings = mock.patch("students.permits.roles.standing_of", cache(standing_of))
    logging.disable(logging.CRITICAL)
    with refusals, papers, standings:
        yield
    logging.disable(logging.NOTSET)


def _bare(_request: HttpRequest, _resolver: URLResolver, status: int, _error: Exception) -> HttpResponse:
    return HttpResponse(status=status)


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In place of a transaction a test: one for all tests here, which is never committed."""
    with django_db_blocker.unblock(), taken_back():
        yield


@pytest.fixture(scope="module")
def matrix(quiet: None, db: None) -> Iterator[Matrix]:
    """Two schools, everybody signed in."""
    with time_machine.travel(moment(TODAY), tick=False):
        ours, theirs = make_town(), make_town()
        people = {**ours.people, "office elsewhere": theirs.people["office"]}
        people["homeroom elsewhere"] = theirs.people["homeroom"]
        clients = {who: Client(headers={"accept-language": "en"}, raise_request_exception=False) for who in ROLES}
        sessions = {}
        for who in sorted(set(ROLES) - {"anonymous"}):
            clients[who].force_login(people[who])
            # The first page notes the session down; the others then only read.
            clients[who].get(reverse("own_account"))
            sessions[who] = clients[who].cookies[settings.SESSION_COOKIE_NAME].value
        yield Matrix(ours, theirs, clients, sessions)


ROUTES = {name: view for name, view in names(get_resolver()) if not name.startswith(ADMIN_NAMESPACE)}
GUARDED = sorted(set(ROUTES) - PUBLIC)


def argument_names(route: str) -> frozenset[str]:
    """The names of what is filled into an address."""
    namespace, _, name = route.rpartition(":")
    resolver = get_resolver()
    table = resolver.namespace_dict[namespace][1].reverse_dict if namespace else resolver.reverse_dict
    [(_pattern, wanted)], *_rest = table.getlist(name)[0]
    return frozenset(wanted)


def kind_of(route: str) -> str:
    """What fills the address; empty where nothing does."""
    wanted = argument_names(route)
    if not wanted:
        return ""
    if wanted == {"pk"}:
        families = [start for start in PK_OF_FAMILY if route.startswith(start)]
        kind = PK_OF.get(route) or PK_OF_FAMILY.get(max(families, key=len, default=""))
    else:
        kind = KIND_OF_ARGS.get(wanted)
    if kind is None:
        pytest.fail(
            f"{route} takes {sorted(wanted)}: say in PK_OF or KIND_OF_ARGS of tests/project/routes/test_matrix.py what."
        )
    return kind


def things_for(route: str, matrix: Matrix) -> list[Thing]:
    """What the address is tried on."""
    kind = kind_of(route)
    if not kind:
        return [Thing({}, anywhere=True)]
    return in_scopes(matrix.ours.things[kind], matrix.theirs.things[kind])


def address(route: str, thing: Thing) -> str:
    args = dict(thing.args)
    wanted = argument_names(route)
    if len(wanted) == 1:
        [name] = wanted
        args = {name: next(iter(thing.args.values()))}
    return reverse(route, kwargs=args) if wanted else reverse(route)


def test_every_address_is_in_the_table_written_by_hand() -> None:
    assert sorted(set(GUARDED) - set(MAY)) == [], "say in tests/project/routes/matrix_rules.py who may"
    assert sorted(set(MAY) - set(GUARDED)) == [], "these are gone"


def test_the_program_s_table_says_the_same() -> None:
    told = {permit.action: {str(role) for role in permit.who} for permit in permits().values()}
    assert {route: told[route] for route in GUARDED if told[route] != MAY[route]} == {}
    assert [route for route in GUARDED if permit_for(route).for_anybody != (MAY[route] == EVERYBODY)] == []


def test_the_whole_matrix(matrix: Matrix, capsys: pytest.CaptureFixture[str]) -> None:
    wrong: list[str] = []
    counted: Counter[str] = Counter()
    wrongly_asked: set[str] = set()
    for route in GUARDED:
        things = things_for(route, matrix)
        for who in ROLES:
            for method, thing in cells(who, route, things):
                answer = matrix.ask(who, method, address(route, thing))
                counted[answer] += 1
                wrongly_asked |= {route} if answer == "405" else set()
                if answer != (right := expected(who, route, method, thing)):
                    wrong.append(f"{who}: {method} {route} ({thing}): {answer}, expected {right}")
    with capsys.disabled():
        sys.stdout.write(f"{counted.total()} cells: {dict(counted)}\n")
    assert not wrong, "\n".join(wrong)
    assert sorted(set(GUARDED) - wrongly_asked) == [], "nobody who may has asked there by another method"
    assert counted.total() > len(GUARDED) * len(ROLES)


def cells(who: str, route: str, things: list[Thing]) -> Iterator[tuple[str, Thing]]:
    """What one person tries at one address: the methods on one thing, and what it is for on the others.

    Who is refused is refused before the method is looked at: some show it by every method, the rest by the right one.
    """
    near = next((thing for thing in things if thing.owner == who), things[0])
    asked = sorted(methods_of(route) - {"HEAD"})
    shown = who == "pupil" or (may(who, route) and who in _who_shows(route))
    for method in METHODS if shown else asked:
        yield method, near
    if may(who, route):
        # Of what is somebody's own, another's is tried once.
        some = [thing for thing in things if thing.owner in ("", who, things[0].owner)]
        yield from ((asked[0], thing) for thing in in_states(who, route, some) if thing is not near)


def _who_shows(route: str) -> set[str]:
    """By whom every method is tried of those who may: the teacher and the administrator, or else whoever there is."""
    usual = {who for who in ("homeroom", "administrator") if may(who, route)}
    return usual or {who for who in ROLES if may(who, route)}


def in_states(who: str, route: str, things: list[Thing]) -> Iterable[Thing]:
    """Every state for those who differ there; one of each scope for those of whom another has tried the states."""
    before = {
        "substitute": "homeroom",
        "subject": "homeroom",
        "leader": "pupil",
        "committee": "pupil",
        "administrator": "office",
    }
    if not who.endswith("elsewhere") and not (who in before and may(before[who], route)):
        return things
    return {(thing.place, thing.elsewhere, thing.owner, thing.raiser): thing for thing in things}.values()


# Pages on which people spend their days.
LOOKED_AT = (
    "home own_account students:roster students:class students:accounts students:account students:groups"
    " awards:sheet awards:shortlist awards:progress awards:my_month awards:group_step awards:committee_step"
    " awards:board awards:board_sheet awards:exams awards:exam awards:violations awards:violation awards:objections"
    " awards:object awards:opinion awards:pupil_moves awards:terms awards:term awards:settlement_of_term"
    " awards:scheme awards:scheme_history"
    " awards:entitlements awards:audit reports:papers reports:pupil reports:class_totals reports:class_notice"
    " reports:my_stars reports:archive reports:letters awards:register reports:figures awards:appeals awards:appeal"
    " reports:term_review"
    " awards:my_appeals awards:faults"
)


@pytest.mark.parametrize(
    "who", ["pupil", "leader", "committee", "homeroom", "subject", "office", "administrator", "headmaster"]
)
def test_no_page_prints_a_button_that_would_be_refused(matrix: Matrix, who: str) -> None:
    """Each link and form leads where its reader may go; one of each address is followed and must be there."""
    wrong: dict[str, str] = {}
    followed: dict[tuple[str, str], str] = {}
    for page in pages_of(who, matrix):
        for method, target in offers_of(page, matrix.send(who, "GET", page).content.decode()):
            route = resolve(urlsplit(target).path).view_name
            if route.startswith(ADMIN_NAMESPACE) or route in PUBLIC:
                continue
            if not may(who, route) or method not in methods_of(route):
                wrong[f"{method} {target}"] = f"on {page}, though not allowed"
            elif (method, route) not in followed:
                followed[method, route] = matrix.ask(who, method, target)
                if followed[method, route] != "served":
                    wrong[f"{method} {target}"] = f"on {page}, and it answers {followed[method, route]}"
    assert wrong == {}
    assert len(followed) > 4


def pages_of(who: str, matrix: Matrix) -> Iterator[str]:
    """The pages somebody may look at, each of a few things in different states."""
    for route in LOOKED_AT.split():
        things = [thing for thing in things_for(route, matrix) if expected(who, route, "GET", thing) == "served"]
        if may(who, route):
            yield from dict.fromkeys(address(route, thing) for thing in (*things[:1], *things[-2:]))
