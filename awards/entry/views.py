"""The homeroom teacher's pages: the class's sheet of the month, filled in from paper."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from awards.entry import pending, side
from awards.entry.forms import CellsForm, DropForm, NamesForm, PasteForm, PicksForm, SeenForm, SubmitForm
from awards.entry.headings import NOT_READ, Part, cut_by_star
from awards.entry.page import VIEWS, Asked, live_part, sheet_page
from awards.entry.pending import Piece
from awards.entry.stars import Answer, answer_to, refusals_of
from awards.entry.together.undoing import entered
from awards.entry.waiting import certain_in, under_no_star
from awards.models import ENTRY_STATES, ClassRound, StarItem
from awards.sheets import entering, moves, paper_steps, undecided
from awards.sheets.access import class_round_for_entry, last_other_writer, sheet_in_reach, sheets_to_view
from awards.sheets.contents import Contents
from awards.sheets.entering import Change, Saved
from awards.sheets.on_screen import open_on_paper
from starrating.db.unavailable import tried_again
from starrating.operations.idempotency import once, sent_key
from starrating.refused import Refused
from starrating.web.keys import key_in
from students.models import User
from students.names.typed import read_typed
from students.permits.answers import tell
from students.permits.reach import StaffRequest, permitted_act, permitted_page
from students.permits.roles import Standing

# How the sheet was looked at on this device.
_VIEW = "sheet-view"


@permitted_page
def my_sheet(request: StaffRequest) -> HttpResponseBase:
    """Lead straight to the sheet to work on where there is one class; otherwise, or on wish, show all months."""
    mine = request.standing.homeroom_of
    day = timezone.localdate()
    found = list(
        sheets_to_view(request.standing)
        .filter(school_class__in=mine, round__starts_on__lte=day)
        .order_by("-round__starts_on", "-school_class__entry_year", "school_class__number")
    )
    if found and len(mine) == 1 and "all" not in request.GET:
        # The oldest that is still with the class, else the latest.
        unfinished = [sheet for sheet in found if sheet.state in ENTRY_STATES]
        return redirect("awards:sheet", (unfinished[-1] if unfinished else found[0]).pk)
    context = {"months": [(sheet, sheet.late_days(day)) for sheet in found], "has_class": bool(mine)}
    return render(request, "awards/entry/months.html", context)


@permitted_page
def sheet(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Show one class's sheet; ``view`` is one of :data:`VIEWS`, ``star`` the star of the tiles."""
    found = sheet_in_reach(request.standing, "awards:sheet", pk)
    asked = Asked(
        view=_view(request), item_pk=_number(request.GET.get("star")), since=_moment(request.GET.get("since"))
    )
    answer = _page(request, found, asked)
    if "chosen" in request.GET:
        secure = settings.SESSION_COOKIE_SECURE
        answer.set_cookie(_VIEW, asked.view, 365 * 86400, secure=secure, httponly=True, samesite="Lax")
    return answer


@permitted_act
@tried_again
def sheet_names(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Enter a typed or pasted line of names for one star; what is not recognised is kept to be settled.

    A text that names other stars too, or has numbers behind a star's name, is kept as a preview: nothing of it is
    entered before it is confirmed.
    """
    form = NamesForm(request.POST)
    with transaction.atomic():
        found = class_round_for_entry(request.standing, pk)
        contents = Contents.load(found)
        item = contents.items.get(form.cleaned_data["item"]) if form.is_valid() else None
        if item is None:
            return HttpResponseBadRequest()
        parts = _parts(contents, form.cleaned_data["names"], item)
        try:
            if any(part.item != item or part.is_uncertain for part in parts):
                _keep(request, contents, _pasted_pieces(parts, item), pasted=True)
                return _saved(request, found, contents, form, Saved(), [], Answer(item.pk), anchor="pasted")
            reading = read_typed(contents.roster, "、".join(name for part in parts for name in part.names), {})
            changes = [Change(person.pk, item.pk, wanted=True) for person in reading.people]
            saved, news = _save(request, found, contents, changes, form)
            _keep(request, contents, [Piece(item.pk, ask.token) for ask in reading.asks])
        except Refused as no:
            return _refused(request, found, form, no)
    return _saved(request, found, contents, form, saved, news, answer_to(item, reading, saved, contents.people))


@permitted_act
@tried_again
def sheet_paste(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Keep a whole month as a preview by star; nothing of it is entered before it is confirmed."""
    form = PasteForm(request.POST)
    with transaction.atomic():
        found = class_round_for_entry(request.standing, pk)
        if not form.is_valid():
            return HttpResponseBadRequest()
        contents = Contents.load(found)
        parts = _parts(contents, form.cleaned_data["text"], None)
        first = next((part.item for part in parts if part.item is not None), None)
        try:
            if first is None and any(part.label == NOT_READ for part in parts):
                first = next(iter(contents.items.values()))
            if not parts:
                raise Refused(
                    _("Nobody is named in this text. Write the winners behind the name of each star."), code="names"
                )
            if first is None:
                raise Refused(
                    _("No star is named in this text. Write the name of each star before its winners."), code="stars"
                )
            _keep(request, contents, _pasted_pieces(parts, first), pasted=True)
        except Refused as no:
            if "X-Part" in request.headers:
                return _refused(request, found, form, no)
            asked = Asked(paste=form.cleaned_data["text"], paste_error=no.message)
            return _page(request, found, asked, status=422)
    return _saved(request, found, contents, form, Saved(), [], None, anchor="pasted")


@permitted_act
@tried_again
def sheet_settle(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Say who is meant by kept pieces, or confirm what was pasted: all of it that is certain."""
    form = PicksForm(request.POST)
    with transaction.atomic():
        found = class_round_for_entry(request.standing, pk)
        if not form.is_valid():
            return HttpResponseBadRequest()
        contents = Contents.load(found)
        certain = certain_in(contents) if form.cleaned_data["certain"] else {}
        try:
            saved = pending.settle(found, certain | form.cleaned_data["picks"], **_acting(request, contents))
        except Refused as no:
            return _refused(request, found, form, no)
    return _saved(request, found, contents, form, saved, refusals_of(saved, contents.people), None, anchor="pasted")


@permitted_act
@tried_again
def sheet_drop(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Take kept pieces out."""
    form = DropForm(request.POST)
    with transaction.atomic():
        found = class_round_for_entry(request.standing, pk)
        if not form.is_valid():
            return HttpResponseBadRequest()
        contents = Contents.load(found)
        try:
            pending.drop(found, form.cleaned_data["pieces"], **_acting(request, contents))
        except Refused as no:
            return _refused(request, found, form, no)
    return _saved(request, found, contents, form, Saved(), [], None)


@permitted_act
@tried_again
def sheet_cells(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Save changed cells: ticks of the grid and the tiles, names taken off, and what is undone."""
    form = CellsForm(request.POST)
    with transaction.atomic():
        found = class_round_for_entry(request.standing, pk)
        if not form.is_valid():
            return HttpResponseBadRequest()
        contents = Contents.load(found)
        try:
            saved, news = _save(request, found, contents, form.cleaned_data["changes"], form)
        except Refused as no:
            return _refused(request, found, form, no)
    news += refusals_of(saved, contents.people)
    return _saved(request, found, contents, form, saved, news, None)


@permitted_act
@tried_again
def sheet_steps(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Tick the steps held on paper, remove ticks, or tick all at once that are open on paper."""
    with transaction.atomic():
        found = class_round_for_entry(request.standing, pk)
        contents = Contents.load(found)
        data = request.POST.copy()
        if "all" in data:
            data.update({f"step-{step.pk}-held": "on" for step in open_on_paper(contents)})
        rows = side.step_rows(contents, day=timezone.localdate(), teacher="", data=data)
        rows = [row for row in rows if not (row.online or row.off)]
        if all(row.form.is_valid() for row in rows):
            tell(request, lambda: _tick(request, found, rows))
            return _back(request, found, SeenForm(data), "steps")
    return _page(request, found, Asked(view=_view(request), step_data=data), status=422)


@permitted_act
@tried_again
def sheet_rest(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Say of the names left undecided that they were not chosen, as they were looked at."""
    form = SubmitForm(request.POST)

    def act() -> str:
        seen = form.cleaned_data["seen"]
        number = undecided.decline_rest(found, by=request.user, at=timezone.now(), seen_version=seen)
        sentence = ngettext("%(count)d name was not chosen.", "%(count)d names were not chosen.", number)
        return sentence % {"count": number}

    with transaction.atomic():
        found = class_round_for_entry(request.standing, pk)
        if not form.is_valid():
            return HttpResponseBadRequest()
        tell(request, act)
    return redirect(_address(pk, anchor="check"))


@permitted_act
@tried_again
def sheet_submit(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Hand the sheet to the office, as it was looked at."""
    form = SubmitForm(request.POST)

    def act() -> dict[str, object]:
        said, now = form.cleaned_data, timezone.now()
        moves.submit(
            found, by=request.user, at=now, seen_version=said["seen"], standing=request.standing, early=said["early"]
        )
        return {"submitted": pk}

    with transaction.atomic():
        found = class_round_for_entry(request.standing, pk)
        if not form.is_valid():
            return HttpResponseBadRequest()
        try:
            once(request.user, sent_key(request), act)
        except Refused as no:
            messages.error(request, no.message)
            stale = no.code == "stale" and form.cleaned_data["seen_at"]
            return redirect(_address(pk, since=form.cleaned_data["seen_at"]) if stale else _address(pk))
    messages.success(request, _("Submitted. The office has the sheet now."))
    return redirect(_address(pk))


@permitted_act
@tried_again
def sheet_recall(request: StaffRequest, pk: int) -> HttpResponseBase:
    """Take a submitted sheet back before the office has decided."""

    def act() -> str:
        moves.recall(found, by=request.user, at=timezone.now())
        return _("Withdrawn. You can edit the sheet again.")

    with transaction.atomic():
        found = class_round_for_entry(request.standing, pk)
        tell(request, act)
    return redirect(_address(pk))


class _Acting(TypedDict):
    by: User
    at: dt.datetime
    standing: Standing
    contents: Contents


def _acting(request: StaffRequest, contents: Contents) -> _Acting:
    return {"by": request.user, "at": timezone.now(), "standing": request.standing, "contents": contents}


def _keep(request: StaffRequest, contents: Contents, pieces: Sequence[Piece], *, pasted: bool = False) -> None:
    if pieces:
        pending.keep(contents.sheet, pieces, pasted=pasted, **_acting(request, contents))


def _parts(contents: Contents, text: str, own: StarItem | None) -> list[Part]:
    names = {person.name for person in contents.people.values()}
    return cut_by_star(text, own, contents.items.values(), names)


def _pasted_pieces(parts: Sequence[Part], own: StarItem) -> list[Piece]:
    """Give what was pasted by star; names under no star of the sheet wait beside ``own`` as what they are."""
    return [
        Piece(part.item.pk, name) if part.item else Piece(own.pk, under_no_star(part.label, name))
        for part in parts
        for name in part.names
    ]


def _save(
    request: StaffRequest, found: ClassRound, contents: Contents, changes: Sequence[Change], form: SeenForm
) -> tuple[Saved[Change], list[str]]:
    """Save the cells, and say so when a colleague has changed the sheet since the page was printed."""
    seen, before = form.cleaned_data["seen"], found.version
    saved = entering.save_lines(
        found, changes, by=request.user, at=timezone.now(), standing=request.standing, contents=contents
    )
    if seen is None or seen == before:
        return saved, []
    who = last_other_writer(found, request.user)
    if who:
        sentence = _(
            "%(name)s has changed this sheet in the meantime. What you see now has the changes of both of you."
        )
        return saved, [sentence % {"name": who}]
    return saved, [_("This sheet was changed in another window in the meantime. What you see now has both changes.")]


def _saved(
    request: StaffRequest,
    found: ClassRound,
    contents: Contents,
    form: SeenForm,
    saved: Saved[Change],
    news: list[str],
    answer: Answer | None,
    anchor: str = "",
) -> HttpResponseBase:
    """Send a script the changed parts; a form gets the page again, at once where something is left to settle."""
    # Ticks are unticked where they stand.
    names = [] if isinstance(form, CellsForm) else saved.made
    done = entered(found, names, by=request.user, at=timezone.now())
    asked = Asked(view=form.cleaned_data["view"] or "stars", answer=answer, news=news)
    if "X-Part" in request.headers:
        # A line that is typed moves nothing on the page; the button above the stars undoes it.
        asked = replace(asked, done=None if answer is not None else done)
        made = " ".join(f"{row.student_pk}:{row.item_pk}:{int(row.wanted)}" for row in saved.made)
        live = live_part(found, contents, standing=request.standing, asked=asked, made=made)
        return render(request, "awards/entry/answer.html", {"live": live, "answer": answer})
    if answer is not None and answer.refusals:
        return _page(request, found, replace(asked, done=done), status=422)
    if done is not None:
        messages.success(request, done.text, extra_tags=done.offer)
    for sentence in news:
        messages.warning(request, sentence)
    return _back(request, found, form, anchor or (f"star-{answer.item_pk}" if answer else ""))


def _refused(request: StaffRequest, found: ClassRound, form: SeenForm, no: Refused) -> HttpResponseBase:
    if "X-Part" in request.headers:
        return render(request, "awards/entry/refused.html", {"message": no.message}, status=409)
    messages.error(request, no.message)
    return _back(request, found, form, "")


def _tick(request: StaffRequest, found: ClassRound, rows: Sequence[side.StepRow]) -> str:
    now = timezone.now()
    for row in rows:
        said = row.form.cleaned_data
        if said["held"] and row.form.says_new(row.held):
            paper_steps.hold_step(
                found, row.step, held_on=said["held_on"], participants=said["participants"], by=request.user, at=now
            )
        elif not said["held"] and row.held is not None:
            paper_steps.release_step(found, row.step, by=request.user, at=now)
    return _("The steps are saved.")


def _page(request: StaffRequest, found: ClassRound, asked: Asked, status: int = 200) -> HttpResponse:
    page = sheet_page(found, user=request.user, standing=request.standing, day=timezone.localdate(), asked=asked)
    return render(request, "awards/entry/page.html", {"page": page, "live": page.live}, status=status)


def _back(request: StaffRequest, found: ClassRound, form: SeenForm, anchor: str) -> HttpResponseBase:
    view = form.data.get("view", "")
    return redirect(
        _address(found.pk, view=view if view in VIEWS else "", star=request.POST.get("star", ""), anchor=anchor)
    )


def _address(pk: int, *, view: str = "", star: str = "", since: float | None = None, anchor: str = "") -> str:
    query = {"view": view, "star": star if star.isdecimal() else "", "since": f"{since:.3f}" if since else ""}
    said = {name: value for name, value in query.items() if value}
    return reverse("awards:sheet", args=[pk], query=said, fragment=anchor or None)


def _view(request: StaffRequest) -> str:
    """Choose the view asked for, now or on this device before; else tiles to tap on a phone."""
    asked = request.GET.get("view") or request.POST.get("view") or request.COOKIES.get(_VIEW, "")
    if asked in VIEWS:
        return asked
    return "tiles" if "Mobi" in request.headers.get("User-Agent", "") else "stars"


def _number(text: str | None) -> int | None:
    return key_in(text)


def _moment(text: str | None) -> dt.datetime | None:
    """Read seconds since 1970, as the page says them; None for anything else."""
    try:
        return dt.datetime.fromtimestamp(float(text), tz=dt.UTC) if text else None
    except (ValueError, OverflowError, OSError):
        return None
