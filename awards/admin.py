"""Scheme, month and ledger in Django's admin: to be read. They are written by verbs, which keep their history."""

from django.contrib import admin

from awards.models import ClassRound, Decision, HeldStep, Nomination, Round, Scheme, StarEntry, StarItem
from starrating.operations.administration import ReadOnly


@admin.register(Scheme)
class SchemeAdmin(ReadOnly):
    list_display = ["name", "code", "version", "state", "published_at", "school"]
    list_filter = ["state"]


@admin.register(StarItem)
class StarItemAdmin(ReadOnly):
    school_path = "scheme__school"
    list_display = ["name", "code", "kind", "value", "scheme"]
    list_filter = ["kind"]
    list_select_related = ["scheme"]


@admin.register(Round)
class RoundAdmin(ReadOnly):
    school_path = "term__school"
    list_display = ["label", "term", "starts_on", "ends_on", "due_on"]
    list_select_related = ["term"]


@admin.register(ClassRound)
class ClassRoundAdmin(ReadOnly):
    school_path = "school_class__school"
    list_display = ["round", "school_class", "state", "filing_number", "notice_from", "notice_until", "final_at"]
    list_filter = ["state"]
    list_select_related = ["round", "school_class"]
    search_fields = ["filing_number", "round__label"]


@admin.register(Nomination)
class NominationAdmin(ReadOnly):
    school_path = "class_round__school_class__school"
    list_display = ["class_round", "item", "student", "source", "state", "place"]
    list_filter = ["state", "source"]
    list_select_related = ["class_round__round", "class_round__school_class", "item", "student"]
    search_fields = ["student__number", "student__name"]


@admin.register(HeldStep)
class HeldStepAdmin(ReadOnly):
    school_path = "class_round__school_class__school"
    list_display = ["class_round", "step", "held_on", "participants"]
    list_select_related = ["class_round__round", "class_round__school_class", "step"]


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    school_path = "class_round__school_class__school"
    list_display = ["at", "class_round", "nomination", "step", "verdict", "by", "reason"]
    list_filter = ["verdict"]
    list_select_related = [
        "class_round__round", "class_round__school_class", "nomination__student", "nomination__item", "step", "by",
        "reason_kept",
    ]  # fmt: skip
    date_hierarchy = "at"


@admin.register(StarEntry)
class StarEntryAdmin(ReadOnly):
    pupil_key = "student_id"
    school_path = "term__school"
    list_display = ["entered_at", "student", "item", "stars", "source", "round", "school_class", "reason"]
    list_filter = ["source"]
    list_select_related = ["student", "item", "round", "school_class", "reason_kept"]
    search_fields = ["student__number", "student__name"]
    date_hierarchy = "entered_at"
