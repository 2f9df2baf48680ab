"""What is installed is locked by version and hash, within the ranges, and says nothing of where it comes from."""

import re
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project.source import ROOT

LOCKS = {
    "requirements.lock": ["requirements.txt"],
    "requirements-dev.lock": ["requirements.txt", "requirements-dev.txt"],
}
# The first line of a package, its hashes, and the comments that say who asked for it.
LOCKED = re.compile(r"^(\S+==.*?) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)((?:    #.*\n)+)", re.MULTILINE)


def ranges(name: str) -> Iterator[Requirement]:
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "-r")):
            yield Requirement(line)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_is_asked_for(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert text == "".join(re.findall(r"\A(?:#.*\n)+", text)) + "".join(m[0] for m in LOCKED.finditer(text))
    locked = {Requirement(m[1]).name: (Requirement(m[1]), m[3]) for m in LOCKED.finditer(text)}
    asked = [one for source in LOCKS[name] for one in ranges(source)]
    for one in asked:
        [version] = locked[canonicalize_name(one.name)][0].specifier
        assert one.specifier.contains(version.version), one
    for_itself = {own for own, (_, via) in locked.items() if re.search(r"-r requirements(-dev)?\.txt", via)}
    assert for_itself == {canonicalize_name(one.name) for one in asked}
