"""Who may do what, written down a second time by hand: by areas, as the school's rules say it.

It is compared with the program's table and with what the running program answers. A new address belongs here too.
"""

from __future__ import annotations

from awards.models import SheetState
from tests.project.routes.matrix_world import OTHER_GROUP, OWN, SETTLED, Thing

PUPIL, LEADER, COMMITTEE = "pupil", "leader", "committee"
HOMEROOM, SUBJECT, OFFICE, ADMINISTRATOR = "homeroom", "subject", "office", "administrator"
HEADMASTER = "headmaster"
EVERYBODY = {PUPIL, LEADER, COMMITTEE, HOMEROOM, SUBJECT, OFFICE, ADMINISTRATOR, HEADMASTER}

# Who signs in, with what is held toward the own class or the school. The anonymous hold nothing, nor do the closed.
ROLES: dict[str, set[str]] = {
    "anonymous": set(),
    "deactivated": set(),
    "pupil": {PUPIL},
    "leader": {PUPIL, LEADER, COMMITTEE},
    "committee": {PUPIL, COMMITTEE},
    "homeroom": {HOMEROOM},
    "substitute": {HOMEROOM},
    "subject": {SUBJECT},
    "office": {OFFICE},
    "administrator": {ADMINISTRATOR},
    "headmaster": {HEADMASTER},
    "office elsewhere": {OFFICE},
    "homeroom elsewhere": {HOMEROOM},
}
SIGNED_OUT = {"anonymous", "deactivated"}


# Addresses that need no sign-in; each view says so itself as well (``starrating.web.public``).
PUBLIC = frozenset(
    {
        "healthy",
        "alive",
        "ready",
        "backed_up",
        "robots",
        "choose_language",
        "awards:set_up",
        "awards:look_as",
        "awards:walk",
        "sign_in",
        "sign_in_code",
        "sign_out",
        "reports:check",
        "students:rules",
        "students:rules_of_schools",
        "students:rules_then",
        "reports:public_notices",
        "reports:public_notice",
        "reports:hall_screen",
        "reports:hall_photo",
        "reports:window_door",
        "reports:window_open",
        "reports:window_child",
        "reports:window_ask",
        "reports:window_object",
        "reports:window_appeal",
        "reports:window_leave",
        "awards:calendar",
    }
)
# Django's administration checks by itself: superusers of the installation only.
ADMIN_NAMESPACE = "admin:"


def named(text: str) -> frozenset[str]:
    """Addresses by their names, written as a list with blanks."""
    return frozenset(text.split())


# Who may: by area. Beside each set, the addresses.
AREAS: list[tuple[set[str], str]] = [
    (
        EVERYBODY,
        "home own_account change_password own_sessions end_session end_other_sessions"
        " own_files own_file own_file_state cancel_file fetch_file"
        " awards:scheme awards:scheme_history awards:scheme_published",
    ),
    (
        {HOMEROOM, SUBJECT, OFFICE, ADMINISTRATOR},
        "students:roster students:class awards:my_sheet awards:sheet"
        " awards:levels_on awards:progress awards:faults awards:fault_note awards:fault_remove"
        " reports:pupil reports:search reports:class_totals students:suggest_pupils"
        " awards:own_reminders awards:make_calendar awards:remove_calendar",
    ),
    (
        {HOMEROOM, SUBJECT, OFFICE, ADMINISTRATOR, HEADMASTER},
        "awards:scheme_of_term awards:appeals awards:appeal awards:appeal_answer"
        " reports:papers reports:round_notices"
        " reports:class_notice_pdf reports:school_notice_pdf reports:round_notices_pdf reports:grade_notice_pdf"
        " reports:scheme_wall reports:objection_form reports:list_file",
    ),
    (
        {PUPIL, HOMEROOM, SUBJECT, OFFICE, ADMINISTRATOR, HEADMASTER},
        "reports:class_notice reports:school_notice reports:grade_notice",
    ),
    (
        {HOMEROOM, ADMINISTRATOR},
        "students:groups students:group_add students:group_rename students:group_members students:group_leader"
        " students:committee_members students:make_pupil_accounts"
        " awards:sheet_names awards:sheet_paste awards:sheet_settle awards:sheet_drop awards:sheet_cells"
        " awards:sheet_steps awards:sheet_rest awards:sheet_submit awards:sheet_recall"
        " awards:shortlist awards:nominate awards:strike_line awards:restore_line awards:close_step awards:reopen_step"
        " awards:meeting awards:count_hands awards:forget_hands"
        " awards:opinion_reply"
        " awards:sheets_upload awards:sheets_preview awards:sheets_confirm awards:sheets_drop",
    ),
    (
        {HOMEROOM, OFFICE, ADMINISTRATOR},
        "students:pupil_passwords students:guardian_phone"
        " students:imports students:file_import students:take_back_import students:undo"
        " students:consents students:record_consents students:withdraw_consent students:add_photos students:photo"
        " students:remove_photo reports:consent_forms"
        " reports:window_class reports:window_print reports:window_revoke_class reports:window_revoke"
        " reports:window_preview"
        " awards:sheets_form awards:violations awards:violation_propose awards:violation awards:violation_supplement"
        " awards:objections awards:objection"
        " reports:term_workbook reports:ledger_file reports:class_month_paper reports:month_papers"
        " reports:meeting_pack reports:round_slips"
        " reports:term_pages reports:term_page"
        " awards:ceremonies awards:ceremony awards:ceremony_replies reports:ceremony_call_list reports:ceremony_seating"
        " reports:ceremony_invitations",
    ),
    ({HOMEROOM, OFFICE, ADMINISTRATOR, HEADMASTER}, "reports:figures"),
    ({HOMEROOM, SUBJECT}, "awards:class_sheets awards:deeds awards:class_deeds awards:note_deed"),
    ({HOMEROOM}, "awards:term_deeds reports:term_deeds_paper"),
    ({PUPIL, HOMEROOM, SUBJECT}, "awards:correct_deed awards:remove_deed"),
    ({SUBJECT}, "awards:opinion awards:opine"),
    (
        {PUPIL},
        "awards:my_month awards:declare awards:set_goals awards:my_objections reports:my_stars"
        " awards:my_appeals awards:appeal_raise awards:my_deeds awards:note_own_deed",
    ),
    ({PUPIL, OFFICE, ADMINISTRATOR}, "awards:appeal_go_up awards:appeal_withdraw"),
    (
        {OFFICE, ADMINISTRATOR, HEADMASTER},
        "second_step second_step_off recovery_codes awards:register reports:register_pdf reports:honour_board"
        " reports:term_review awards:entitlements"
        " reports:appeal_paper",
    ),
    ({PUPIL, HOMEROOM, OFFICE, ADMINISTRATOR}, "awards:object awards:raise_objection awards:objection_withdraw"),
    ({LEADER}, "awards:group_step awards:discuss awards:undo_discussion"),
    ({COMMITTEE}, "awards:committee_step awards:vote awards:vote_rest"),
    (
        {OFFICE, ADMINISTRATOR},
        "awards:month_end awards:term_end awards:appeal_new awards:appeal_record"
        " students:roster_upload students:roster_template students:roster_preview students:roster_confirm"
        " students:columns students:say_columns students:forget_column"
        " students:roster_drop students:staff_upload students:staff_preview students:staff_confirm students:staff_drop"
        " students:staff_template awards:exam_template awards:violations_template"
        " students:accounts students:issue_passwords"
        " awards:board awards:board_months awards:board_sheet awards:file_sheet awards:return_sheet"
        " awards:file_sheets awards:add_star"
        " awards:file_unflagged awards:audit"
        " awards:exams awards:exam_upload awards:exam_confirm awards:exam_announce awards:exam awards:exam_winners"
        " awards:exam_move awards:exam_call_off awards:champion_remove"
        " awards:violations_upload awards:violations_preview awards:violations_confirm awards:violations_drop"
        " awards:violation_confirm awards:violation_drop awards:violation_revoke awards:objection_decide"
        " awards:punishments awards:punishment_record awards:punishment_lift"
        " awards:movements awards:arrival awards:correct_day awards:credit_transfer awards:withdraw_credit"
        " awards:pupil_moves awards:move_pupil awards:join_records"
        " awards:settlement awards:settlement_of_term awards:hand_out awards:entitlement"
        " awards:withdraw_entitlement awards:reissue_entitlement"
        " reports:archive reports:archive_of_term reports:archive_package reports:letters reports:print_letters"
        " reports:print_letter reports:reverse_entry reports:lobby"
        " reports:deduction_form reports:letter reports:term_pack"
        " awards:ceremony_plan awards:ceremony_change awards:ceremony_cancel awards:ceremony_hand_out"
        " awards:ceremony_take_back awards:ceremony_close reports:ceremony_papers"
        " awards:eligible reports:eligibility"
        " reports:hall reports:hall_on reports:hall_off reports:window_questions reports:window_answer"
        " reports:rights reports:correct_pupil",
    ),
    (
        {ADMINISTRATOR},
        "students:assign_homeroom students:assign_subject students:end_task students:start_year students:confirm_year"
        " students:groups_upload students:groups_preview students:groups_confirm students:groups_drop"
        " students:groups_template students:add_account students:account students:change_details students:grant_role"
        " students:deactivate students:reactivate students:end_role students:end_sessions students:take_second_step"
        " students:suggest_staff"
        " awards:appeal_name awards:terms awards:open_term awards:term awards:change_round awards:open_round"
        " awards:change_term awards:remove_term awards:add_round awards:remove_round"
        " students:settings students:change_names"
        " students:change_stage students:change_code students:change_office students:note_day"
        " students:forget_day students:known_days students:change_public students:change_retention awards:guide"
        " students:pupil_readings students:account_readings"
        " awards:together_upload awards:together_preview awards:together_confirm awards:together_drop"
        " awards:settle awards:reopen_term awards:what_if awards:what_if_of_term"
        " awards:schemes awards:scheme_start awards:scheme_upload awards:scheme_version awards:scheme_file"
        " awards:scheme_draft awards:scheme_part awards:scheme_compare awards:scheme_publish awards:scheme_delete"
        " awards:reminders awards:set_reminders awards:try_reminders"
        " reports:wordings reports:wording reports:wording_preview reports:restore_wording"
        " reports:window reports:window_change"
        " reports:children_report reports:children_file reports:pupil_copy reports:erase_pupil"
        " students:edit_rules students:adopt_rules students:incidents students:note_incident students:remove_incident",
    ),
]
MAY: dict[str, set[str]] = {route: roles for roles, routes in AREAS for route in routes.split()}

# Forms that are shown and sent at one address.
FORMS = named(
    "own_account change_password students:assign_homeroom students:assign_subject students:roster_upload"
    " students:staff_upload students:add_account awards:open_term awards:change_term awards:change_round"
    " awards:add_round awards:sheets_upload"
    " awards:exam_upload awards:exam_announce awards:violation_propose awards:violations_upload awards:arrival"
    " awards:together_upload awards:correct_day reports:wording students:groups_upload second_step"
    " awards:punishment_record awards:punishment_lift awards:add_star students:add_photos"
    " awards:scheme_upload awards:scheme_part awards:appeal_raise awards:appeal_record awards:own_reminders"
    " awards:ceremony_plan awards:ceremony_change reports:ceremony_papers"
)
# What only writes, or takes a file away with a trace.
WRITES = named(
    "awards:scheme_start awards:scheme_publish awards:scheme_delete"
    " students:end_task students:roster_confirm students:roster_drop students:staff_confirm students:staff_drop"
    " students:say_columns students:forget_column students:take_back_import awards:together_confirm"
    " awards:together_drop students:undo"
    " students:confirm_year students:issue_passwords students:change_details students:grant_role students:deactivate"
    " students:reactivate students:end_role"
    " awards:sheet_names awards:sheet_paste awards:sheet_settle awards:sheet_drop awards:sheet_cells"
    " awards:sheet_steps awards:sheet_rest awards:sheet_submit awards:sheet_recall"
    " awards:sheets_confirm awards:sheets_drop awards:declare awards:set_goals awards:file_sheet awards:return_sheet"
    " awards:file_sheets awards:exam_confirm awards:exam_winners awards:exam_move awards:exam_call_off"
    " awards:champion_remove awards:violations_confirm awards:violations_drop awards:violation_supplement"
    " awards:violation_confirm awards:violation_drop awards:violation_revoke awards:credit_transfer"
    " awards:withdraw_credit awards:move_pupil awards:join_records awards:open_round awards:remove_term"
    " awards:remove_round awards:settle students:change_stage students:change_code"
    " awards:reopen_term awards:hand_out awards:withdraw_entitlement awards:reissue_entitlement"
    " reports:list_file reports:term_workbook reports:ledger_file reports:archive_package reports:print_letters"
    " reports:print_letter reports:term_pack"
    " reports:wording_preview reports:restore_wording reports:reverse_entry"
    " end_session end_other_sessions second_step_off recovery_codes students:end_sessions students:take_second_step"
    " cancel_file reports:round_slips reports:hall_on reports:hall_off"
    " reports:window_change reports:window_print reports:window_revoke_class reports:window_revoke"
    " reports:window_answer reports:children_file reports:pupil_copy reports:erase_pupil reports:correct_pupil"
    " students:record_consents students:withdraw_consent students:remove_photo students:change_public"
    " students:change_retention students:adopt_rules students:note_incident students:remove_incident"
    " students:change_names students:change_office students:note_day students:forget_day students:known_days"
    " students:group_add students:group_rename students:group_members students:group_leader students:committee_members"
    " students:groups_confirm students:groups_drop students:make_pupil_accounts students:pupil_passwords"
    " students:guardian_phone"
    " awards:nominate awards:strike_line awards:restore_line awards:close_step awards:reopen_step"
    " awards:discuss awards:undo_discussion awards:vote awards:vote_rest awards:opine awards:opinion_reply"
    " awards:count_hands awards:forget_hands"
    " awards:raise_objection awards:appeal_answer awards:appeal_name awards:appeal_go_up awards:appeal_withdraw"
    " awards:fault_note awards:fault_remove"
    " awards:note_deed awards:note_own_deed awards:correct_deed awards:remove_deed"
    " awards:objection_decide awards:objection_withdraw awards:file_unflagged"
    " awards:ceremony_cancel awards:ceremony_hand_out awards:ceremony_take_back awards:ceremony_close"
    " awards:ceremony_replies reports:ceremony_invitations"
    " awards:set_reminders awards:try_reminders awards:make_calendar awards:remove_calendar"
)
# Names are public while they hang; then they come down for all but those who keep the record.
NOTICES = named(
    "reports:class_notice reports:school_notice reports:round_notices reports:grade_notice reports:class_notice_pdf"
    " reports:school_notice_pdf reports:round_notices_pdf reports:grade_notice_pdf"
)
# The scheme in force puts the notice before the class: pupils are shown no other's.
WIDER_NOTICES = named("reports:school_notice reports:grade_notice")
# There is something to object to, or to file away, once it has been put up.
WHEN_FILED = named("awards:object awards:raise_objection")
# The archive and the honour board are of terms that are settled.
ARCHIVED = named(
    "reports:archive_of_term reports:archive_package reports:honour_board reports:lobby"
    " reports:hall reports:hall_on reports:hall_off"
)
# Steps on screen are those of the term under way.
IN_THE_TERM = named("awards:discuss awards:undo_discussion awards:vote awards:vote_rest")


# A pupil reaches the own ones; teachers the appeals for which they were named, which are none here.
OF_ONE_PUPIL = named("awards:appeal_raise awards:appeal_go_up awards:appeal_withdraw")
FOR_WHOM_NAMED = named("awards:appeal awards:appeal_answer")


def methods_of(route: str) -> set[str]:
    if route in WRITES:
        return {"POST"}
    return {"GET", "HEAD", "POST"} if route in FORMS else {"GET", "HEAD"}


def may(who: str, route: str) -> bool:
    return bool(ROLES[who] & MAY.get(route, set()))


def reaches(who: str, route: str, thing: Thing) -> bool:
    """Whether the thing is there for somebody who may use the address at all."""
    roles = ROLES[who] & MAY[route]
    if not thing.anywhere and thing.elsewhere != who.endswith("elsewhere"):
        return False
    keeps_the_record = bool(roles & {OFFICE, ADMINISTRATOR, HEADMASTER})
    return _owns(thing, who, roles, route) and _is_there(thing, route, roles) and _near(thing, roles, keeps_the_record)


def _owns(thing: Thing, who: str, roles: set[str], route: str) -> bool:
    """Files wait for who chose them; what a pupil has raised or is about a pupil, only that pupil changes."""
    if route in {"awards:objection_withdraw", "awards:correct_deed", "awards:remove_deed"}:
        return PUPIL not in roles or thing.raiser == who
    if route in OF_ONE_PUPIL and PUPIL in roles:
        return thing.raiser == who
    if route in FOR_WHOM_NAMED and roles <= {HOMEROOM, SUBJECT}:
        return False
    if route == "awards:fault_remove" and roles == {SUBJECT}:
        return thing.raiser == who
    return thing.owner in ("", who.removesuffix(" elsewhere"))


def _is_there(thing: Thing, route: str, roles: set[str]) -> bool:
    filed = {SheetState.IN_NOTICE, SheetState.FINAL, SETTLED}
    if route in NOTICES:
        if roles == {PUPIL} and route in WIDER_NOTICES:
            return False
        return thing.state in (filed if roles & {OFFICE, ADMINISTRATOR} else {SheetState.IN_NOTICE})
    if route in WHEN_FILED:
        return thing.state in filed
    if route in ARCHIVED:
        return thing.state == SETTLED
    return not (route in IN_THE_TERM and thing.state == SETTLED)


def _near(thing: Thing, roles: set[str], keeps_the_record: bool) -> bool:
    if keeps_the_record or thing.place in ("", OWN):
        return True
    return thing.place == OTHER_GROUP and roles != {LEADER}


def expected(who: str, route: str, method: str, thing: Thing) -> str:
    """The one rule, in this order: who are you, may you, can that be asked, is it there."""
    if who in SIGNED_OUT:
        return "sign in"
    if not may(who, route):
        return "403"
    if method not in methods_of(route):
        return "405"
    return "served" if reaches(who, route, thing) else "404"
