"""The guardian's window: turned on, its codes made, tried and revoked, and what is asked through them."""

from __future__ import annotations

from functools import partial

from django.test import override_settings

from awards.models import AppealAbout, TermLevel
from awards.models.window import MOST_TRIES, WindowCode
from reports.window import matters, opening, verbs
from tests.reports.window.factories import ADDRESS, NOW, Windowed, make_windowed
from tests.verbs.calling import Act, calls


def windowed() -> Windowed:
    with override_settings(PUBLIC_ADDRESS=ADDRESS):
        return make_windowed()


def encrypted(act: Act) -> Act:
    return override_settings(PUBLIC_ADDRESS=ADDRESS)(act)


def with_code() -> tuple[Windowed, WindowCode]:
    world = windowed()
    encrypted(world.slip)()
    return world, world.code()


@calls(verbs.change, "window.changed")
def the_window_is_changed() -> Act:
    world = windowed()
    return partial(verbs.change, world.pupil.school, is_on=False, days=7, by=world.administrator, at=NOW)


@calls(verbs.issue, "window.code_made")
def codes_made() -> Act:
    return encrypted(windowed().slips)


@calls(verbs.revoke_class, "window.code_revoked")
def the_codes_of_a_class_revoked() -> Act:
    world, _code = with_code()
    return partial(verbs.revoke_class, world.notice.sheet.school_class, by=world.administrator, at=NOW)


@calls(verbs.revoke, "window.code_revoked")
def a_code_revoked() -> Act:
    world, _code = with_code()
    return partial(verbs.revoke, world.pupil, by=world.administrator, at=NOW)


@calls(opening.open_window, "window.code_dead")
def a_code_tried_out() -> Act:
    world = windowed()
    slip = encrypted(world.slip)()
    WindowCode.objects.update(tries=MOST_TRIES - 1)
    return partial(opening.open_window, slip.code, "0000", at=NOW)  # type: ignore[attr-defined]


@calls(opening.open_window)
def a_code_exchanged() -> Act:
    world = windowed()
    slip = encrypted(world.slip)()
    return partial(opening.open_window, slip.code, world.pupil.number[-4:], at=NOW)  # type: ignore[attr-defined]


@calls(matters.ask, "window.asked")
def a_question_asked() -> Act:
    _world, code = with_code()
    return partial(matters.ask, code, "为什么没有星？", key="1", at=NOW)


@calls(matters.object_to, "objection.raised")
def an_objection_from_the_window() -> Act:
    world, code = with_code()
    return partial(matters.object_to, code, world.notice.sheet.pk, None, "名单漏了", key="1", at=NOW)


@calls(matters.appeal, "appeal.raised")
def an_appeal_from_the_window() -> Act:
    world, code = with_code()
    level = TermLevel.objects.create(
        term=world.notice.sheet.round.term,
        student=world.pupil,
        school_class=world.notice.sheet.school_class,
        total=4,
        level=0,
        by=world.administrator,
        entered_at=NOW,
    )
    return partial(matters.appeal, code, AppealAbout.LEVEL, level.pk, "少算了一颗", key="1", at=NOW)


@calls(matters.answer, "window.answered")
def a_question_answered() -> Act:
    world, code = with_code()
    asked = matters.ask(code, "为什么没有星？", key="1", at=NOW)
    return partial(matters.answer, asked, "下月再看", by=world.notice.clerk, at=NOW)
