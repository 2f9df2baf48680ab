"""Facts beside names: on the committee's screen, the shortlist, the subject teacher's list and the sheet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from awards.deeds.access import reads_deeds
from awards.models import ClassRound, Deed, Round
from students.names.people import Person
from students.permits.roles import Standing

# By pupil and star, each in the order of the days.
Beside = Mapping[tuple[int, int], Sequence[Deed]]


@dataclass(frozen=True)
class QuietPupil:
    """Somebody who has facts this round and stands under no star of the sheet."""

    name: str
    deeds: Sequence[Deed]

    @property
    def stars(self) -> list[str]:
        """The stars that something speaks for, each once."""
        return list(dict.fromkeys(deed.item.name for deed in self.deeds))


def deeds_beside(round_: Round, pupils: Collection[int]) -> Beside:
    """Give what may be said of pupils (by key) on sheets of the round; one query."""
    found: dict[tuple[int, int], list[Deed]] = defaultdict(list)
    if pupils:
        for deed in Deed.objects.of_round(round_).of_pupils(pupils).select_related("item"):
            found[deed.student_id, deed.item_id].append(deed)
    return dict(found)


def deeds_to_read(sheet: ClassRound, standing: Standing, pupils: Collection[int]) -> Beside:
    """Give the same to who teaches the class; to others nothing, without a query."""
    return deeds_beside(sheet.round, pupils) if reads_deeds(standing, sheet.school_class) else {}


def quiet_pupils(people: Iterable[Person], beside: Beside, on: Collection[int]) -> list[QuietPupil]:
    """Give those of ``people``, in their order, of whom there are facts and whose key is not among ``on``."""
    deeds: dict[int, list[Deed]] = defaultdict(list)
    for (pupil, _item), rows in beside.items():
        deeds[pupil].extend(rows)
    return [QuietPupil(one.name, deeds[one.pk]) for one in people if one.pk in deeds and one.pk not in on]
