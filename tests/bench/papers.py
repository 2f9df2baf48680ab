"""Measures the papers: `make bench`. No test, and not collected as one."""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence
from pathlib import Path

from awards.rules.entitlements import RewardKind
from reports.honours.papers import Extras, honours_pdf
from reports.typesetting.wordings import preset
from students.consents.photos import cleaned
from tests.factories import noise
from tests.reports.papers.rare import RARE
from tests.reports.papers.reading import IMPRINT, pages_of, recipient

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
STARS = "文明星3颗、爱心星2颗、诚信星3颗、感恩星2颗、责任星4颗、学习星3颗、健体星1颗、读书星2颗、劳动星2颗"
LETTERS, CERTIFICATES = 1700, 200
MOST_MIB = 512


def cpu_seconds() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def largest_process() -> int:
    """In MiB, of this process and of all it has started."""
    return max(resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def batch(kind: RewardKind, count: int, photos: Sequence[Path] = ()) -> int:
    """Make the papers of ``count`` different pupils, print what that took, give the number of pages."""
    people = [
        recipient(
            f"{SURNAMES[n % 30]}{RARE[n % len(RARE)]}{RARE[(n * 7) % len(RARE)]}",
            stars_by_name=STARS,
            number=f"2025-1-{n:04d}",
            code=f"{n:010d}",
            photo=str(photos[n]) if photos else "",
        )
        for n in range(count)
    ]
    began, cpu = time.perf_counter(), cpu_seconds()
    pdf = honours_pdf(kind, people, preset(kind), IMPRINT, Extras(photos=bool(photos)))
    took = f"{time.perf_counter() - began:.1f} s ({cpu_seconds() - cpu:.1f} s of CPU)"
    pages = len(pages_of(pdf))
    what = f"{kind.value} with photo" if photos else kind.value
    print(f"\n{count} x {what}: {took}, {pages} pages, at most {largest_process()} MiB a process")  # noqa: T201
    return pages


def test_letters() -> None:
    assert batch(RewardKind.LETTER, LETTERS) == LETTERS // 2
    assert largest_process() <= MOST_MIB


def test_certificates() -> None:
    assert batch(RewardKind.CERTIFICATE, CERTIFICATES) == CERTIFICATES
    assert largest_process() <= MOST_MIB


def test_certificates_with_photos(tmp_path: Path) -> None:
    """Each a picture of its own that compresses as badly as a picture can, kept as photos are kept."""
    photos = []
    for number in range(CERTIFICATES):
        photos.append(tmp_path / f"{number}.jpg")
        photos[-1].write_bytes(cleaned(noise(number)))
    assert batch(RewardKind.CERTIFICATE, CERTIFICATES, photos) == CERTIFICATES
    assert largest_process() <= MOST_MIB
