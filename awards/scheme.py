"""A school's scheme: adopted from a preset, published, pinned by a term."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from awards.models import ExamKind, Ground, Level, Scheme, SchemeState, StarItem, Step
from awards.presets import load_preset
from awards.rules.spec import SchemeSpec
from starrating.operations import audit
from starrating.refused import Refused
from students.models import School, User


@transaction.atomic
def adopt_preset(school: School, code: str, *, by: User | None, at: dt.datetime) -> Scheme:
    """A draft with all rows of the preset file ``code``, as the school's next version of it.

    Raises ``PresetError`` for a preset that is not there or cannot be used.
    """
    spec = load_preset(code)
    # Locked, so that two people who adopt it at the same time get two versions.
    school = School.objects.select_for_update(no_key=True).get(pk=school.pk)
    latest = Scheme.objects.filter(school=school, code=code).aggregate(latest=Max("version"))["latest"] or 0
    scheme = _scheme_row(school, spec, version=latest + 1)
    scheme.save(force_insert=True)
    _insert_rows(scheme, spec)
    audit.record("scheme.adopted", scheme, by=by, at=at, school_code=school.code, new={"version": scheme.version})
    return scheme


@transaction.atomic
def publish(scheme: Scheme, *, by: User | None, at: dt.datetime) -> Scheme:
    """Make a draft the version that terms may pin; it never changes again (A53, A58)."""
    scheme = Scheme.objects.select_for_update(of=("self",)).select_related("school").get(pk=scheme.pk)
    if scheme.state != SchemeState.DRAFT:
        raise Refused(_("This version is published already."), code="state")
    scheme.state = SchemeState.PUBLISHED
    scheme.published_at = at
    scheme.save(update_fields=["state", "published_at"])
    audit.record("scheme.published", scheme, by=by, at=at, school_code=scheme.school.code)
    return scheme


def _scheme_row(school: School, spec: SchemeSpec, *, version: int) -> Scheme:
    caps, notice, rewards = spec.caps, spec.notice, spec.rewards
    return Scheme(
        school=school,
        code=spec.code,
        version=version,
        name=spec.name,
        guiding_idea=spec.guiding_idea,
        principles=list(spec.principles),
        committee_name=spec.words.committee,
        committee_members=spec.words.committee_members,
        self_report_max=caps.self_report_max,
        quota_kind=caps.item_quota.kind,
        quota_number=caps.item_quota.number,
        quota_percent=caps.item_quota.percent,
        quota_rounding=caps.item_quota.rounding,
        quota_minimum=caps.item_quota.minimum,
        quota_mode=caps.quota_mode,
        nominate_on_behalf=caps.nominate_on_behalf,
        item_repeats_per_term=caps.item_repeats_per_term,
        subject_mode=spec.subject_teachers.mode,
        subject_days=spec.subject_teachers.days,
        notice_days=notice.days,
        notice_day_kind=notice.day_kind,
        notice_scope=notice.scope,
        objection_reply_days=spec.objections.reply_days,
        accept_anonymous=spec.objections.accept_anonymous,
        champion_overlap=spec.champions.overlap,
        champion_ties=spec.champions.ties,
        champion_pass_down=spec.champions.pass_down,
        champion_public=spec.champions.public,
        deduction_mode=spec.deductions.mode,
        deductions_per_term=spec.deductions.max_per_term,
        allow_negative_total=spec.deductions.allow_negative_total,
        letter_from=rewards.letter_from,
        certificate_from=rewards.certificate_from,
        honour_board_from=rewards.honour_board_from,
        award_eligibility_from=rewards.award_eligibility_from,
        parent_title_from=rewards.parent_title_from,
        invitation_from=rewards.invitation_from,
        residence_terms=rewards.residence_terms,
    )


def _insert_rows(scheme: Scheme, spec: SchemeSpec) -> None:
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
