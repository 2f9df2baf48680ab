"""The columns of the package's tables, each with the field of the statement that fills it."""

# A column of the file and the field of the statement that fills it.
Columns = tuple[tuple[str, str], ...]


def columns(text: str) -> Columns:
    """Read columns that are called as the field that fills them, or written ``name=field``."""
    return tuple((name, field or name) for name, _eq, field in (word.partition("=") for word in text.split()))


ROUND = columns("round=label from=starts_on until=ends_on due_on grades")
PUPIL = columns("student_no=number name")
ITEM = columns("item=name code kind stars=value")
LEVEL = columns("level=number name lower_bound")
STAFF = columns("name=user__name class=class_code role subject=subject__name from=starts_on until=ends_on")
ENROLMENT = columns("student_no=student__number class=class_code seat group=group_id from=starts_on until=ends_on")
GROUP = columns("group=pk class=class_code number name")
LEADER = columns("group=group_id student_no=student__number from=starts_on until=ends_on")
MEMBER = columns("class=class_code student_no=student__number from=starts_on until=ends_on")
SHEET = columns("""
    round=round__label class=class_code state filing_number filed_on brought_in notice_from notice_until
    first_submitted_at submitted_at submitted_by=submitted_by__name filed_at filed_by=filed_by__name final_at
    return_reason
""")
LINE = columns("""
    line=pk round=class_round__round__label class=sheet_class_code student_no=student__number item=item__name place
    state source statement group_agreed hands_for hands_against votes_for votes_against could_vote
""")
DECISION = columns("""
    round=class_round__round__label class=sheet_class_code line=nomination_id step=step__name verdict by=shown_by at
    on_paper votes_for votes_against reason=reason_said
""")
HELD = columns("""
    round=class_round__round__label class=sheet_class_code step=step__name held_on participants on_paper by=by__name
    at
""")
OPINION = columns("""
    round=class_round__round__label class=sheet_class_code line=nomination_id teacher=user__name agrees text at
    reply replied_by=replied_by__name replied_at
""")
OBJECTION = columns("""
    round=class_round__round__label class=sheet_class_code number line=nomination_id route facts received_at due_on
    state answer answered_how decided_by=shown_decider decided_at
""")
EXAM = columns("""
    exam=name kind=kind__name held_on round=round__label state confirmed_at confirmed_by=confirmed_by__name
""")
CHAMPION = columns("""
    champion=pk exam=exam__name kind subject=subject__name student_no=student__number class=class_code grade
    withdrawn_at
""")
ENTRY = columns("""
    entry=pk student_no=student__number round=round__label class=class_code item=item__name detail stars source
    line=nomination_id champion=champion_id deduction=violation_id credit=credit_id reverses=reverses_id
    reason=reason_said
    by=by__name entered_at
""")
CREDIT = columns("""
    credit=pk student_no=student__number stars carries=carries_id appeal_answer=appeal_id proof=proof_said
    by=by__name at
""")
APPEAL = columns("""
    appeal=pk number student_no=student__number about deduction=violation_id punishment=punishment_id settled=level_id
    route facts papers told_on received_on late_reason recorded_at state due_on up_reason closing
""")
ANSWER = columns("answer=pk appeal=appeal_id step outcome effect stars kind text=answer_said by=by__name at")
VIOLATION = columns("""
    deduction=pk student_no=student__number class=class_code ground=ground__name happened_on place facts statement
    guardian_told_on guardian_told_how written_ground stars state proposed_by=proposed_by__name proposed_at
    decided_by=decided_by__name decided_at decision_reason revoked_by=revoked_by__name revoked_at revoke_reason
""")
PUNISHMENT = columns("""
    punishment=pk student_no=student__number kind decided_on until ground by=by__name at lifted_on
    lifted_by=lifted_by__name lift_reason
""")
RECORD = columns("deduction=violation_id happened_on note")
SETTLED = columns("""
    row=pk student_no=student__number class=class_code total level listed replaces=replaces_id by=by__name
    entered_at
""")
GRADE = columns("row=pk entry_year ends_on at by=by__name reopened_at reopened_by=reopened_by__name reason=reason_said")
ENTITLEMENT = columns("student_no=student__number kind state number issued reason by=by__name at")
