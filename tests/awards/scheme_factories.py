"""What tests of drafts share: a school with one published version and a draft of the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from awards.models import Scheme
from awards.rules.scheme.spec import SchemeSpec
from awards.schemes.drafts import mark_of, start_draft
from awards.schemes.rows import spec_of
from students.models import School, User
from tests.awards.board_factories import TODAY
from tests.factories import make_administrator, make_scheme, make_school, moment

NOW = moment(TODAY)


@dataclass
class Desk:
    school: School
    administrator: User
    published: Scheme
    draft: Scheme

    @property
    def spec(self) -> SchemeSpec:
        return spec_of(self.draft)

    @property
    def seen(self) -> str:
        return mark_of(self.spec)


def make_desk() -> Desk:
    school = make_school()
    administrator = make_administrator(school)
    published = make_scheme(school)
    draft = start_draft(school, spec_of(published), by=administrator, at=NOW)
    return Desk(school, administrator, published, draft)


def with_quota(spec: SchemeSpec, number: int) -> SchemeSpec:
    return replace(spec, caps=replace(spec.caps, item_quota=replace(spec.caps.item_quota, number=number)))


def with_item(spec: SchemeSpec, place: int, **values: Any) -> SchemeSpec:
    """``place`` is counted from 0."""
    items = list(spec.items)
    items[place] = replace(items[place], **values)
    return replace(spec, items=tuple(items))
