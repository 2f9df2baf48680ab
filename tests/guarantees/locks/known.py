"""The locks of the program: by which race each is held, or why none is needed."""

from __future__ import annotations

PEOPLE, PUPILS, MONTHS, APPEALS, WINDOW, CEREMONIES, SEALS = (
    f"tests/guarantees/locks/test_{name}.py"
    for name in ("people", "pupils", "months", "appeals", "window", "ceremonies", "seals")
)
BELOW_SCHOOL = "the school's row is locked before it: people are changed one after the other"
BELOW_TERM = "the term's row is locked before it; it says which rows are about to change"

# By module and function: the race that is lost without it (a file and a name), or why there is none.
KNOWN: dict[str, tuple[str, str] | str] = {
    "starrating.operations.job_running.claim": (PEOPLE, "test_a_job_is_taken_by_one_worker"),
    "starrating.operations.jobs.cancel": (PEOPLE, "test_a_job_that_is_being_called_off_is_not_taken"),
    "starrating.operations.uploads.decide": (PEOPLE, "test_an_upload_is_decided_once"),
    "starrating.operations.seals.keys.held": (SEALS, "test_two_keys_made_at_once_follow_each_other"),
    "students.accounts.passwords._put_in_force": (
        PEOPLE,
        "test_a_slip_in_force_is_the_last_one_and_the_record_counts_an_opening_once",
    ),
    "students.accounts.pupils.close_accounts": (PEOPLE, "test_an_account_is_closed_once_at_the_door"),
    "students.accounts.pupils.make_accounts": (PEOPLE, "test_a_pupils_account_is_made_once"),
    "students.accounts.staff._locked": (PEOPLE, "test_a_slip_is_not_issued_for_an_account_that_is_being_closed"),
    "students.accounts.staff.change_details": (
        PEOPLE,
        "test_the_record_of_an_account_says_what_stood_before_each_change",
    ),
    "students.consents.photos.keep": (PUPILS, "test_of_two_photos_at_once_one_stays_and_no_file_is_left_behind"),
    "students.consents.verbs.withdraw": (PUPILS, "test_a_consent_is_withdrawn_once"),
    "students.groups.verbs.locked": (PUPILS, "test_a_group_made_at_once_has_the_next_number"),
    "students.imports.groups.write._watched": (
        "the verbs that it calls take the classes again: here they come before what stands there is noted"
    ),
    "students.imports.history.verbs.take_back": (PUPILS, "test_an_import_is_undone_once"),
    "students.imports.history.write._lock": (PUPILS, "test_a_consent_for_a_pupil_who_goes_is_not_lost_in_silence"),
    "students.imports.history.write.hold_rows": (PUPILS, "test_an_import_is_undone_before_another_or_after_it"),
    "students.imports.columns.verbs.forget": (PUPILS, "test_what_a_column_means_is_forgotten_once"),
    "students.imports.columns.verbs.remember": (PUPILS, "test_what_a_column_means_is_remembered_once"),
    "students.imports.pipeline.importer.hold_school": (PUPILS, "test_groups_are_brought_in_once"),
    "students.permits.school_roles.demand_administrator": (PEOPLE, "test_of_two_administrators_one_stays"),
    "students.permits.school_roles.end_role": BELOW_SCHOOL,
    "students.permits.school_roles.grant_role": BELOW_SCHOOL,
    "students.pupils.movements._student_for": (PUPILS, "test_a_newcomer_is_entered_once"),
    "students.pupils.movements.locked": (PUPILS, "test_a_pupil_is_moved_from_where_the_other_has_put_it"),
    "students.school.settings.correct_code": (PEOPLE, "test_a_code_is_not_corrected_while_an_account_comes"),
    "students.school.settings.correct_stage": (PEOPLE, "test_a_term_is_opened_for_the_grades_that_were_corrected"),
    "students.school.settings._written": (PEOPLE, "test_the_record_of_a_school_says_what_stood_before_each_change"),
    "students.school.subjects.change_subject": (
        PEOPLE,
        "test_the_record_of_a_subject_says_what_stood_before_each_change",
    ),
    "students.sessions.attempts._counted": (PEOPLE, "test_two_tries_at_once_are_two_tries"),
    "students.sessions.attempts._let_go": "it takes what nobody else holds; what is left goes another time",
    "students.sessions.attempts.take_back": (PEOPLE, "test_two_tries_taken_back_at_once_are_two_fewer"),
    "students.sessions.setup_word._put": (PEOPLE, "test_a_word_is_not_put_beside_a_school_that_is_being_set_up"),
    "students.sessions.setup_word.hold": (PEOPLE, "test_the_first_school_is_set_up_once"),
    "students.sessions.setup_word.try_word": (PEOPLE, "test_two_wrong_words_at_once_are_two"),
    "students.sessions.second_step._phone": (PEOPLE, "test_a_code_of_the_phone_sent_twice_at_once_is_good_once"),
    "students.sessions.second_step.check": (
        "the phone's row is locked before it, and who has no phone has no recovery codes"
    ),
    "students.sessions.second_step.turn_on": (PEOPLE, "test_the_second_step_is_turned_on_once"),
    "students.staffing.verbs.end_task": BELOW_SCHOOL,
    "students.years.verbs.start_year": (PUPILS, "test_a_year_is_started_once"),
    "awards.first_files.importer.held": (
        "each importer that writes afterwards takes the same rows again: here they come first for their order alone"
    ),
    "awards.reminders.verbs.set_up": (PEOPLE, "test_reminders_set_up_at_once_are_one_row"),
    "awards.ceremonies.recording.note_printed": (CEREMONIES, "test_invitations_printed_by_two_at_once_are_noted_once"),
    "awards.ceremonies.verbs._demand_free": (CEREMONIES, "test_a_ceremony_planned_by_two_at_once_is_one"),
    "awards.ceremonies.verbs.hold": (
        "the verbs of rewards lock the same rows again: here they come first for the order of locks alone"
    ),
    "awards.ceremonies.verbs.locked": (
        CEREMONIES,
        "test_a_certificate_is_handed_out_once_and_not_at_a_ceremony_that_is_being_cancelled",
    ),
    "awards.appeals.deciding.name_decider": BELOW_SCHOOL,
    "awards.appeals.raising.locked_appeal": (APPEALS, "test_an_appeal_is_withdrawn_or_decided"),
    "awards.appeals.raising.raise_appeal": (APPEALS, "test_two_appeals_at_once_have_two_numbers"),
    "awards.appeals.subjects.locked_subject": (APPEALS, "test_what_is_being_revoked_is_not_appealed_against"),
    "awards.faults.verbs.note": BELOW_TERM,
    "awards.faults.verbs.remove": (APPEALS, "test_a_note_is_removed_or_taken_in"),
    "awards.deeds.verbs._locked_pupils": (PUPILS, "test_a_fact_is_not_noted_of_a_class_that_the_pupil_is_leaving"),
    "awards.movements.credit.arrive": "what it calls takes it again: here it comes first for the order of locks alone",
    "awards.movements.credit._demand_nothing_pending": (
        MONTHS,
        "test_a_record_is_not_joined_while_its_name_is_put_on_a_sheet",
    ),
    "awards.movements.standing.hold_sheets": (MONTHS, "test_a_pupil_who_goes_with_an_import_is_put_on_no_sheet"),
    "awards.movements.stranded.watched": (
        MONTHS,
        "test_a_name_put_on_a_sheet_that_closes_while_its_pupil_is_moved_is_told",
    ),
    "awards.office.filing.register_unflagged": (MONTHS, "test_a_sheet_taken_back_while_a_round_is_filed_is_not_filed"),
    "awards.rewards.verbs._locked": BELOW_TERM,
    "awards.rewards.verbs.hand_out": BELOW_TERM,
    "awards.rewards.verbs.undo_hand_out": BELOW_TERM,
    "awards.schemes.drafts.adopt": (MONTHS, "test_a_scheme_adopted_by_two_at_once_is_two_versions"),
    "awards.schemes.drafts.locked_draft": (MONTHS, "test_a_draft_is_published_once"),
    "awards.sheet_files.importer.hold_sheets": (MONTHS, "test_a_sheet_of_a_file_waits_for_the_screen"),
    "awards.sheet_files.undo.reversal.hold_round": (MONTHS, "test_a_sheet_that_is_being_submitted_is_not_undone"),
    "awards.sheets.access.class_round_for_entry": (MONTHS, "test_a_page_reads_the_sheet_that_it_is_about_to_write"),
    "awards.sheets.moves._locked_many": (MONTHS, "test_a_sheet_being_sent_back_is_not_filed_as_well"),
    "awards.sheets.work.locked": (MONTHS, "test_a_name_is_entered_beside_what_a_colleague_has_just_entered"),
    "awards.terms.locks.locked_round": (MONTHS, "test_a_round_opened_by_two_at_once_has_one_sheet_a_class"),
    "awards.terms.locks.locked_term": (MONTHS, "test_a_paper_is_issued_once"),
    "awards.terms.correcting._held": (MONTHS, "test_a_term_is_removed_and_its_sheets_are_not_opened_meanwhile"),
    "awards.terms.opening._locked_round": (MONTHS, "test_a_round_is_removed_once_and_not_while_a_sheet_of_it_is_begun"),
    "awards.terms.opening.open_term": (MONTHS, "test_a_term_is_opened_once"),
    "awards.violations.punishments.lift": (MONTHS, "test_a_punishment_is_recorded_once_and_lifted_once"),
    "awards.violations.punishments.record": (MONTHS, "test_a_punishment_is_recorded_once_and_lifted_once"),
    "awards.violations.verbs._locked": BELOW_TERM,
    "awards.violations.verbs._put_on_record": BELOW_TERM,
    "reports.window.matters._held": (WINDOW, "test_the_fourth_matter_waits_for_the_third"),
    "reports.window.matters.answer": (WINDOW, "test_a_question_is_answered_once"),
    "reports.window.opening.open_window": (WINDOW, "test_wrong_answers_at_once_are_all_counted"),
    "reports.window.verbs._revoked": (WINDOW, "test_a_code_is_revoked_once"),
    "reports.window.verbs.change": (WINDOW, "test_the_record_of_the_window_says_what_stood_before_each_change"),
    "reports.window.verbs.issue": (WINDOW, "test_of_two_who_print_at_once_the_second_s_codes_are_good"),
    "reports.wording.verbs._administered": (PEOPLE, "test_the_own_words_are_made_once_and_put_back_once"),
    "reports.wording.verbs.restore": BELOW_SCHOOL,
}
