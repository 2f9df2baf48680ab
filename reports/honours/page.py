"""Letters and certificates of the settled grades of a term on one page: how many of each, and how they are printed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from awards.models import Entitlement
from awards.rules.entitlements import ON_PAPER, TO_DO, RewardKind, RewardState
from awards.settlement.access import settled_classes
from reports.honours.forms import BatchForm
from reports.models import PaperKind
from reports.typesetting.fonts import missing
from students.models import Term


@dataclass(frozen=True)
class KindOfPaper:
    """One kind: ``to_do`` are still to be handed over, ``total`` are all but the withdrawn."""

    kind: RewardKind
    name: str
    total: int
    to_do: int
    form: BatchForm


@dataclass(frozen=True)
class HonoursPage:
    term: Term
    kinds: Sequence[KindOfPaper]
    # Names that the fonts cannot show in full.
    gaps: Sequence[str] = ()
    # Those that have a pack of papers, each with its name.
    classes: Sequence[tuple[int, str]] = ()

    @property
    def has_any(self) -> bool:
        return any(kind.total for kind in self.kinds)


def honours_page(term: Term, today: dt.date, bound: BatchForm | None = None, kind: str = "") -> HonoursPage:
    """``bound`` is the form of ``kind`` as it was sent, with what is wrong in it."""
    counts = {
        row["kind"]: (row["total"], row["to_do"])
        for row in Entitlement.objects.filter(term=term)
        .settled()
        .exclude(state=RewardState.WITHDRAWN)
        .values("kind")
        .annotate(total=Count("pk"), to_do=Count("pk", filter=Q(state__in=TO_DO)))
    }
    return HonoursPage(
        term,
        [
            KindOfPaper(
                kind=one,
                name=str(PaperKind(one.value).label),
                total=counts.get(one.value, (0, 0))[0],
                to_do=counts.get(one.value, (0, 0))[1],
                form=bound if bound is not None and one == kind else new_form(term, one, today),
            )
            for one in ON_PAPER
        ],
        _gaps(term),
        [(row.pk, row.name_in(term.school_year)) for row in settled_classes(term).order_by("-entry_year", "number")],
    )


def _gaps(term: Term) -> list[str]:
    rows = Entitlement.objects.filter(term=term, kind__in=ON_PAPER)
    return list(missing(rows.order_by("student").values_list("student__name", flat=True).distinct()))


def new_form(term: Term, kind: RewardKind, today: dt.date) -> BatchForm:
    return BatchForm(term=term, kind=kind, initial=first_values(today), prefix=kind.value)


def first_values(today: dt.date) -> dict[str, object]:
    """Give what stands in the form of a paper before anybody has typed."""
    return {"day": today, "dx": 0, "dy": 0}
