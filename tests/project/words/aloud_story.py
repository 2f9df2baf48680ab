"""The story that is read aloud: one class from its first choice to what becomes of its stars, and a term settled."""

from __future__ import annotations

import datetime as dt

import time_machine
from django.test import Client
from django.utils import timezone

from awards.entry import review
from awards.models import Ground, Objection, StarEntry
from awards.objections import verbs as objections
from awards.opinions import verbs as opinions
from awards.rewards import verbs as rewards
from awards.rules.entitlements import ON_PAPER, RewardKind
from awards.rules.kinds import StepRole
from awards.sheets import corrections, moves
from awards.violations import verbs as violations
from awards.violations.verbs import Incident
from reports.models import IssuedDocument
from students.models import ConsentScope, Enrolment, School, Student, User
from students.pupils import movements
from tests.awards.pupil_factories import account_of
from tests.awards.settlement_factories import LATER, LATEST, Ended, make_ended
from tests.awards.steps_factories import ClassAtWork, make_class_at_work
from tests.awards.voice_factories import make_teacher
from tests.factories import FILING_DAY, PASSWORD, make_class, make_consent, make_office, make_student, moment
from tests.project.words.aloud import LANGUAGES, Reading

CHOOSING = moment(dt.date(2025, 9, 24))
STEPS = moment(dt.date(2025, 9, 28), 20)
REVIEWED = moment(dt.date(2025, 9, 29))
NOTICE = moment(FILING_DAY, 10)
FINAL = moment(dt.date(2025, 10, 12))
AFTER = moment(dt.date(2025, 10, 20))
OWN_PAGES = ("/my-month/", "/my-stars/", "/objections/mine/")
# Who in the class is what (`make_class_at_work`): leaders 0 and 4, cadres 2, 6 and 7; 3 declares nothing at first.
# Of what becomes of 5 and 6 nothing else is told than of these.
READERS = {0: LANGUAGES[:1], 1: LANGUAGES, 2: LANGUAGES, 3: LANGUAGES, 4: LANGUAGES[:1], 7: LANGUAGES[:1]}
WORK = {0: ("/my-group/",), 6: ("/committee/",)}


class Told:
    """The class, everybody of it signed in, and what has been read so far."""

    def __init__(self) -> None:
        self.reading = Reading()
        self.work: ClassAtWork = make_class_at_work()
        School.objects.update(office_phone="0431-5550100", public_pages=True)
        self.clerk = make_office(self.work.sheet.school_class.school, "周立新")
        self.other_clerk = make_office(self.work.sheet.school_class.school, "邓明")
        self.clients: dict[int, Client] = {}

    def sign_in(self) -> None:
        """Sign everybody in anew: a session does not last from one station to the next."""
        self.clients = {number: signed_in(self.work.user(number)) for number in range(8)}

    def everybody(self, where: str, *pages: str) -> None:
        """Read the month, the work of leader and committee, and ``pages`` besides."""
        for number, languages in READERS.items():
            for address in ("/my-month/", *pages):
                self.reading.page(self.clients[number], address, f"{where}, {number}", languages=languages)
        for number, addresses in WORK.items():
            for address in addresses:
                self.reading.page(self.clients[number], address, f"{where}, {number}")

    def on(self, day: dt.date, where: str) -> None:
        """Read one month on another day than the station's."""
        with time_machine.travel(moment(day), tick=False):
            self.reading.page(signed_in(self.work.user(1)), "/my-month/", where)

    def own_objections(self, where: str) -> None:
        for number in (3, 5, 6):
            self.reading.page(self.clients[number], "/objections/mine/", f"{where}, {number}")

    def send(self, where: str, number: int, address: str, **data: object) -> None:
        self.reading.sent(self.clients[number], address, f"{where}, {number}", **data)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def the_whole_story() -> Reading:
    told = Told()
    stations = (
        (CHOOSING, _choosing),
        (STEPS, _in_the_class),
        (REVIEWED, _handed_in),
        (NOTICE, _on_notice),
        (FINAL, _final),
        (AFTER, _afterwards),
    )
    for when, station in stations:
        with time_machine.travel(when, tick=False):
            told.sign_in()
            station(told)
    _settled(told.reading)
    return told.reading


def _choosing(told: Told) -> None:
    work, sheet = told.work, told.work.sheet.pk
    told.everybody("nothing declared")
    for address in OWN_PAGES:
        told.reading.page(told.clients[3], address, "nothing declared")
    told.reading.page(told.clients[3], "/account", "own account")
    told.reading.page(told.clients[3], "/account/sessions", "own account")
    told.reading.page(told.clients[3], "/password", "own account")
    _at_the_door(told)
    for address in ("/pupils/1/", "/board/", "/nowhere/", f"/sheets/{sheet}/objection/"):
        told.reading.page(told.clients[3], address, "not for pupils")
    items = [item.pk for item in work.items]
    told.send("no sentence", 3, f"/my-month/{sheet}/declare", shown="", on=items[:1])
    said = {f"statement-{pk}": "帮同学讲题，每天中午二十分钟" for pk in items}
    told.send("too many", 3, f"/my-month/{sheet}/declare", shown="", on=items, **said)
    told.send(
        "too long", 3, f"/my-month/{sheet}/declare", shown="", on=items[:1], **{f"statement-{items[0]}": "长" * 201}
    )
    told.send("goals", 3, f"/my-month/{sheet}/goals", goal=items[:2])
    told.send("too many goals", 3, f"/my-month/{sheet}/goals", goal=items)
    told.send("too early", 0, f"/committee/{sheet}/vote")
    work.declares(1, 0, 1)
    for pupil in (0, 2, 7):
        work.declares(pupil, 0)
    work.declares(4, 0, 4)
    work.declares(5, 0)
    work.declares(6, 0)
    review.nominate(
        work.sheet, work.pupils[7], work.items[2], statement="每天擦黑板", by=work.teacher, at=timezone.now()
    )
    told.everybody("declared")
    told.on(dt.date(2025, 9, 27), "choosing late")
    told.send("by the teacher already", 7, f"/my-month/{sheet}/declare", shown=str(items[2]))
    told.send("a goal late", 5, f"/my-group/{sheet}/discuss", **{f"for-{work.line(5, 0).pk}": 1})
    work.close(StepRole.PUPIL)
    told.on(dt.date(2025, 9, 25), "groups in time")


def _at_the_door(told: Told) -> None:
    """A first sign-in with the slip's password, a password that is no good, one forgotten, and signing out."""
    user = told.work.user(7)
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    client = signed_in(user)
    told.reading.page(client, "/password", "first time")
    told.reading.sent(client, "/password", "bad password", new_password1="12345678", new_password2="1234567")
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    told.reading.sent(signed_in(user), "/sign-out", "own account")
    for _try in range(4):
        told.reading.sent(Client(), "/sign-in", "own account", username=user.username, password="forgotten")


def _in_the_class(told: Told) -> None:
    work, sheet = told.work, told.work.sheet.pk
    told.everybody("at the groups")
    group, line = f"/my-group/{sheet}/discuss", work.line(1, 0).pk
    told.send("too many hands", 0, group, **{f"for-{line}": 9})
    told.send("no hands for it", 0, group, **{f"against-{line}": 1, f"for-{line}": ""})
    told.send("no number", 0, group, **{f"for-{line}": "三"})
    told.send("no hands", 0, group)
    told.send("of the other group", 4, group, **{f"for-{line}": 3})
    told.send("late choice", 3, f"/my-month/{sheet}/declare", shown="", on=[work.items[0].pk])
    for pupil, item in ((1, 0), (2, 0), (3, 3), (4, 4), (5, 0), (7, 2)):
        work.discusses(pupil, item)
    work.discusses(1, 1, agrees=False)
    told.everybody("groups have spoken")
    told.send("again", 0, f"/my-group/lines/{work.line(1, 0).pk}/undo")
    work.discusses(1, 0)
    work.close(StepRole.GROUP_LEADER)
    told.everybody("at the committee")
    told.on(dt.date(2025, 9, 27), "committee in time")
    told.send("groups are over", 0, group, **{f"for-{line}": 3})
    told.send("own ballot", 6, f"/committee/{sheet}/vote", **{f"line-{work.line(6, 0).pk}": "1"})
    told.send("no ballot", 6, f"/committee/{sheet}/vote")
    told.send("gone name", 6, f"/committee/{sheet}/vote", **{f"line-{work.line(1, 1).pk}": "1"})
    told.send("no member", 1, f"/committee/{sheet}/vote")
    for member in (0, 4, 2):
        # Of the first star six have the votes, and 3 the fewest of those who could vote: five places are not enough.
        agreed = [(0, 0), (1, 0), (2, 0), (4, 0), (7, 0), (3, 3), (7, 2), (4, 4)]
        work.votes_on_all(member, *agreed, *([] if member == 2 else [(3, 0)]))
    told.everybody("voted")
    make_teacher(work.sheet)
    work.close(StepRole.COMMITTEE)
    told.everybody("at the review")
    told.on(dt.date(2025, 10, 2), "review late")
    told.send("vote is over", 6, f"/committee/{sheet}/vote", **{f"line-{work.line(1, 0).pk}": "1"})


def _handed_in(told: Told) -> None:
    work, now = told.work, timezone.now()
    teacher = User.objects.get(school=told.clerk.school, name="何语文")
    opinion = opinions.opine(work.sheet, work.line(2, 0), agrees=False, text="作业常常没有交", by=teacher, at=now)
    review.strike(work.line(3, 3), reason="名额让给别的同学", by=work.teacher, at=now)
    told.everybody("struck, and a teacher disagrees")
    opinions.reply(opinion, text="已经补交，请再看一看", by=work.teacher, at=now)
    work.close(StepRole.HOMEROOM)
    moves.submit(work.sheet, by=work.teacher, at=now)
    told.everybody("submitted")
    told.send("submitted", 3, f"/my-month/{work.sheet.pk}/declare", shown="", on=[work.items[0].pk])
    moves.send_back(work.sheet, reason="少了一个签名", by=told.clerk, at=now)
    told.everybody("returned")
    moves.submit(work.sheet, by=work.teacher, at=now)


def _on_notice(told: Told) -> None:
    work, sheet, now = told.work, told.work.sheet.pk, timezone.now()
    moves.register(work.sheet, on=FILING_DAY, by=told.clerk, at=now)
    make_consent(work.pupils[1], ConsentScope.PUBLICATION)
    told.everybody("on notice")
    told.send("on notice", 3, f"/my-month/{sheet}/declare", shown="", on=[work.items[0].pk])
    told.reading.page(told.clients[5], f"/notices/class/{sheet}/", "on notice")
    told.reading.page(told.clients[5], f"/sheets/{sheet}/objection/", "on notice")
    school = work.sheet.school_class.school
    for address in (f"/public/{school.code}/", f"/public/{school.code}/{work.sheet.school_class_id}/", "/sign-in"):
        told.reading.page(Client(), address, "for everybody")
    raised = f"/sheets/{sheet}/objection/raise"
    told.send("empty objection", 5, raised, facts="")
    told.send("long objection", 5, raised, facts="长" * 501)
    for number, line in ((5, work.line(2, 0)), (6, work.line(4, 4)), (3, work.line(7, 2))):
        # The second language is the second objection to one name.
        told.send("objection", number, raised, facts="这个月迟到过两次", line=line.pk)
    told.send("whole list", 5, raised, facts="少了一个名字")
    told.everybody("disputed")
    told.own_objections("disputed")
    whole = Objection.objects.get(nomination=None)
    told.send("take back", 5, f"/objections/{whole.pk}/withdraw", reason="我看错了")
    for line, decide, answer in (
        (work.line(2, 0), objections.uphold, "核对考勤，情况属实"),
        (work.line(4, 4), objections.dismiss, "核对考勤，没有迟到"),
    ):
        decide(Objection.objects.get(nomination=line), answer=answer, by=told.clerk, at=now)
    told.everybody("decided")
    told.own_objections("decided")
    decided = Objection.objects.filter(nomination=work.line(2, 0)).get()
    told.send("decided", 5, f"/objections/{decided.pk}/withdraw")
    told.send("upheld", 2, f"/my-month/{sheet}/declare", shown="", on=[work.items[0].pk])


def _final(told: Told) -> None:
    moves.finalize_due(at=timezone.now())
    told.everybody("final, one still disputed", "/my-stars/")
    told.reading.page(told.clients[5], f"/notices/class/{told.work.sheet.pk}/", "over")
    told.reading.page(told.clients[5], f"/sheets/{told.work.sheet.pk}/objection/", "over")
    told.send("notice over", 5, f"/sheets/{told.work.sheet.pk}/objection/raise", facts="迟到")


def _afterwards(told: Told) -> None:
    work, now = told.work, timezone.now()
    entry = StarEntry.objects.get(student=work.pupils[4], item=work.items[4])
    corrections.reverse(entry, reason="登记时看错了座号", by=told.clerk, at=now)
    found = violations.propose(_incident(work.pupils[1]), by=told.clerk, at=now)
    violations.confirm(found, reason="情况属实", by=told.other_clerk, at=now)
    again = violations.propose(_incident(work.pupils[6]), by=told.clerk, at=now)
    violations.confirm(again, reason="情况属实", by=told.other_clerk, at=now)
    violations.revoke(again, reason="事实经核实有误", by=told.other_clerk, at=now)
    told.everybody("reversed and deducted", "/my-stars/")
    with told.reading.papers("month"):
        reader = signed_in(told.clerk)
        term = work.sheet.round.term_id
        for address in (
            f"/papers/sheets/{work.sheet.pk}/good-news/",
            f"/papers/sheets/{work.sheet.pk}/slips/",
            f"/papers/classes/{work.sheet.school_class_id}/consents/",
            f"/papers/{term}/classes/{work.sheet.school_class_id}/pages/",
            f"/papers/{term}/scheme/",
            f"/papers/{term}/objection/",
            f"/papers/violations/{found.pk}/",
        ):
            assert reader.get(address).status_code == 200, address
    _gone(told)


def _incident(pupil: Student) -> Incident:
    ground = Ground.objects.filter(scheme__school=pupil.school, min_records=0)[0]
    return Incident(
        student=pupil,
        ground=ground,
        happened_on=dt.date(2025, 10, 14),
        place="操场",
        facts="与同学发生冲突",
        statement="我先动手，我错了",
        guardian_told_on=dt.date(2025, 10, 14),
        guardian_told_how="电话",
    )


def _gone(told: Told) -> None:
    work, now, day = told.work, timezone.now(), AFTER.date()
    movements.transfer_out(work.pupils[1], on=day, by=told.clerk, at=now)
    movements.suspend(work.pupils[2], on=day, reason="养病", by=told.clerk, at=now)
    Enrolment.objects.filter(student=work.pupils[5]).update(ends_on=day - dt.timedelta(days=1))
    for number, where in ((1, "transferred"), (2, "suspended")):
        user = work.user(number)
        told.reading.sent(Client(), "/sign-in", where, username=user.username, password=PASSWORD)
    for address in OWN_PAGES:
        told.reading.page(told.clients[5], address, "graduated")
    school = work.sheet.school_class.school
    new = signed_in(account_of(make_student(make_class(school, 9), "新来的", starts_on=day)))
    for address in OWN_PAGES:
        told.reading.page(new, address, "class without a sheet")


def _settled(reading: Reading) -> None:
    ended = make_ended((32, 26, 3, 0))
    School.objects.filter(pk=ended.school.pk).update(office_phone="0431-5550100")
    users = [account_of(pupil) for pupil in ended.pupils]
    with time_machine.travel(LATER, tick=False):
        pupils = [signed_in(user) for user in users]
        for client in pupils:
            reading.page(client, "/my-stars/", "before settling")
        ended.settle(at=LATER)
        for client in pupils:
            reading.page(client, "/my-stars/", "settled")
            reading.page(client, "/my-month/", "settled")
        _honours(reading, ended)
    with time_machine.travel(LATEST, tick=False):
        pupils = [signed_in(user) for user in users]
        ended.reopen(at=LATEST)
        for client in pupils:
            reading.page(client, "/my-stars/", "reopened")


def _honours(reading: Reading, ended: Ended) -> None:
    """The papers of a settled term, and the check of one that holds, one replaced and one that was never issued."""
    clerk = signed_in(ended.clerk)
    with reading.papers("settled"):
        for kind in ON_PAPER:
            date = {f"{kind}-day": LATER.date().isoformat(), f"{kind}-dx": "0", f"{kind}-dy": "0"}
            facts = {f"{kind}-{name}": "会议室" for name in ("time", "place", "contact", "phone")}
            assert clerk.post(f"/papers/{ended.term.pk}/letters/{kind}/", {**date, **facts}).status_code == 200, kind
        pages = f"/papers/{ended.term.pk}/classes/{ended.classes[0].pk}/pages/"
        assert clerk.get(pages).status_code == 200
    document = IssuedDocument.objects.filter(kind=RewardKind.LETTER)[0]
    reading.page(Client(), f"/check/{document.code}/", "genuine")
    rewards.withdraw(document.entitlement, reason="写错了名字", by=ended.clerk, at=LATER)
    reading.page(Client(), f"/check/{document.code}/", "withdrawn")
    for _look in range(32):
        reading.page(Client(), "/check/AAAAAAAAAA/", "unknown")
