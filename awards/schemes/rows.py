"""A scheme between its two shapes: the rows of the database and the plain data of a scheme file."""

from __future__ import annotations

from typing import Any

from awards.models import ExamKind, Ground, Level, Scheme, StarItem, Step
from awards.rules.kinds import (
    DayKind,
    DeductionMode,
    ItemGroup,
    ItemKind,
    NoticeScope,
    Overlap,
    QuotaKind,
    QuotaMode,
    Rounding,
    StepRole,
    SubjectMode,
    Ties,
)
from awards.rules.scheme.spec import (
    CapsSpec,
    ChampionsSpec,
    DeductionsSpec,
    ExamKindSpec,
    GroundSpec,
    ItemSpec,
    LevelSpec,
    NoticeSpec,
    ObjectionsSpec,
    QuotaSpec,
    RewardsSpec,
    SchemeSpec,
    StepSpec,
    SubjectTeachersSpec,
    WordsSpec,
)
from students.models import School


def spec_of(scheme: Scheme) -> SchemeSpec:
    """Give what ``scheme`` says, as its file would say it; five queries. ``scheme`` needs ``school``.

    The office's name is the school's own and no part of the rows (A33): it is the one the school has now.
    """
    return SchemeSpec(
        code=scheme.code,
        name=scheme.name,
        guiding_idea=scheme.guiding_idea,
        principles=tuple(scheme.principles),
        items=_items(scheme),
        words=WordsSpec(scheme.school.office_name, scheme.committee_name, scheme.committee_members),
        caps=_caps(scheme),
        steps=_steps(scheme),
        subject_teachers=SubjectTeachersSpec(SubjectMode(scheme.subject_mode), scheme.subject_days),
        notice=NoticeSpec(scheme.notice_days, DayKind(scheme.notice_day_kind), NoticeScope(scheme.notice_scope)),
        objections=ObjectionsSpec(scheme.objection_reply_days, scheme.accept_anonymous),
        exam_kinds=tuple(
            ExamKindSpec(row.code, row.name, row.counts, row.note) for row in ExamKind.objects.filter(scheme=scheme)
        ),
        champions=ChampionsSpec(
            Overlap(scheme.champion_overlap),
            Ties(scheme.champion_ties),
            scheme.champion_pass_down,
            scheme.champion_public,
        ),
        deductions=_deductions(scheme),
        levels=tuple(LevelSpec(row.name, row.lower_bound) for row in Level.objects.filter(scheme=scheme)),
        rewards=RewardsSpec(
            letter_from=scheme.letter_from,
            certificate_from=scheme.certificate_from,
            honour_board_from=scheme.honour_board_from,
            award_eligibility_from=scheme.award_eligibility_from,
            parent_title_from=scheme.parent_title_from,
            invitation_from=scheme.invitation_from,
            residence_terms=scheme.residence_terms,
        ),
    )


def _items(scheme: Scheme) -> tuple[ItemSpec, ...]:
    return tuple(
        ItemSpec(
            code=row.code,
            name=row.name,
            short_name=row.short_name,
            kind=ItemKind(row.kind),
            group=ItemGroup(row.group),
            value=row.value,
            counts_toward_cap=row.counts_toward_cap,
            evidence_required=row.evidence_required,
            public=row.public,
            criteria=tuple(row.criteria),
            months=tuple(row.months),
        )
        for row in StarItem.objects.filter(scheme=scheme)
    )


def _caps(scheme: Scheme) -> CapsSpec:
    return CapsSpec(
        self_report_max=scheme.self_report_max,
        quota_mode=QuotaMode(scheme.quota_mode),
        nominate_on_behalf=scheme.nominate_on_behalf,
        item_repeats_per_term=scheme.item_repeats_per_term,
        item_quota=QuotaSpec(
            kind=QuotaKind(scheme.quota_kind),
            number=scheme.quota_number,
            percent=scheme.quota_percent,
            rounding=Rounding(scheme.quota_rounding),
            minimum=scheme.quota_minimum,
        ),
    )


def _steps(scheme: Scheme) -> tuple[StepSpec, ...]:
    return tuple(
        StepSpec(row.code, row.name, StepRole(row.role), row.paper, row.online, row.required, row.due_days)
        for row in Step.objects.filter(scheme=scheme)
    )


def _deductions(scheme: Scheme) -> DeductionsSpec:
    return DeductionsSpec(
        mode=DeductionMode(scheme.deduction_mode),
        max_per_term=scheme.deductions_per_term,
        allow_negative_total=scheme.allow_negative_total,
        grounds=tuple(
            GroundSpec(row.code, row.name, row.stars, row.min_records) for row in Ground.objects.filter(scheme=scheme)
        ),
    )


def scheme_row(school: School, spec: SchemeSpec, *, version: int) -> Scheme:
    """Give the row of a new draft, not saved yet."""
    return Scheme(school=school, code=spec.code, version=version, **column_values(spec))


def column_values(spec: SchemeSpec) -> dict[str, Any]:
    """Give the columns of the scheme's own row that ``spec`` fills; its code and version are not among them."""
    caps, notice, rewards = spec.caps, spec.notice, spec.rewards
    return {
        "name": spec.name,
        "guiding_idea": spec.guiding_idea,
        "principles": list(spec.principles),
        "committee_name": spec.words.committee,
        "committee_members": spec.words.committee_members,
        "self_report_max": caps.self_report_max,
        "quota_kind": caps.item_quota.kind,
        "quota_number": caps.item_quota.number,
        "quota_percent": caps.item_quota.percent,
        "quota_rounding": caps.item_quota.rounding,
        "quota_minimum": caps.item_quota.minimum,
        "quota_mode": caps.quota_mode,
        "nominate_on_behalf": caps.nominate_on_behalf,
        "item_repeats_per_term": caps.item_repeats_per_term,
        "subject_mode": spec.subject_teachers.mode,
        "subject_days": spec.subject_teachers.days,
        "notice_days": notice.days,
        "notice_day_kind": notice.day_kind,
        "notice_scope": notice.scope,
        "objection_reply_days": spec.objections.reply_days,
        "accept_anonymous": spec.objections.accept_anonymous,
        "champion_overlap": spec.champions.overlap,
        "champion_ties": spec.champions.ties,
        "champion_pass_down": spec.champions.pass_down,
        "champion_public": spec.champions.public,
        "deduction_mode": spec.deductions.mode,
        "deductions_per_term": spec.deductions.max_per_term,
        "allow_negative_total": spec.deductions.allow_negative_total,
        "letter_from": rewards.letter_from,
        "certificate_from": rewards.certificate_from,
        "honour_board_from": rewards.honour_board_from,
        "award_eligibility_from": rewards.award_eligibility_from,
        "parent_title_from": rewards.parent_title_from,
        "invitation_from": rewards.invitation_from,
        "residence_terms": rewards.residence_terms,
    }


def insert_rows(scheme: Scheme, spec: SchemeSpec) -> None:
    """Insert the items, levels, steps, grounds and kinds of exam of ``spec``, for a scheme that has none."""
    StarItem.objects.bulk_create(
        StarItem(
            scheme=scheme,
            order=order,
            code=item.code,
            name=item.name,
            short_name=item.short_name,
            kind=item.kind,
            group=item.group,
            value=item.value,
            counts_toward_cap=item.counts_toward_cap,
            evidence_required=item.evidence_required,
            public=item.public,
            criteria=list(item.criteria),
            months=list(item.months),
        )
        for order, item in enumerate(spec.items, start=1)
    )
    Level.objects.bulk_create(
        Level(scheme=scheme, number=number, name=level.name, lower_bound=level.lower_bound)
        for number, level in enumerate(spec.levels, start=1)
    )
    Step.objects.bulk_create(
        Step(
            scheme=scheme,
            order=order,
            code=step.code,
            name=step.name,
            role=step.role,
            paper=step.paper,
            online=step.online,
            required=step.required,
            due_days=step.due_days,
        )
        for order, step in enumerate(spec.steps, start=1)
    )
    Ground.objects.bulk_create(
        Ground(
            scheme=scheme,
            order=order,
            code=ground.code,
            name=ground.name,
            stars=ground.stars,
            min_records=ground.min_records,
        )
        for order, ground in enumerate(spec.deductions.grounds, start=1)
    )
    ExamKind.objects.bulk_create(
        ExamKind(scheme=scheme, order=order, code=kind.code, name=kind.name, counts=kind.counts, note=kind.note)
        for order, kind in enumerate(spec.exam_kinds, start=1)
    )
