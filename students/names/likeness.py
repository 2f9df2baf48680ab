"""Names that may be one name written twice: by sound, or but for one character."""

from students.names.personal import match_key
from students.names.pinyin import full_pinyin

_LONG = 3


def is_close(one: str, other: str) -> bool:
    """Tell whether two different names may mean one person, so that a file's writer is asked."""
    a, b = match_key(one), match_key(other)
    if a == b or not a or not b:
        return False
    if set(full_pinyin(one)) & set(full_pinyin(other)):
        return True
    if min(len(a), len(b)) >= _LONG and len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    short, long = sorted((a, b), key=len)
    return len(short) >= 2 and len(long) - len(short) == 1 and long.startswith(short[0]) and _without_one(long, short)


def _without_one(long: str, short: str) -> bool:
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
