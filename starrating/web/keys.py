"""Numbers that stand in an address or a form: whole, and none larger than the database's columns hold."""

# The largest key, BigAutoField's; SQLite fails on anything above it, whatever is compared.
LARGEST = 2**63 - 1


def key_in(text: str | None) -> int | None:
    """Read a key; None for anything that is none, also for a number that no row can have."""
    if not text or not text.isdecimal() or len(text) > len(str(LARGEST)):
        return None
    number = int(text)
    return number if number <= LARGEST else None


class KeyConverter:
    """``<key:pk>`` in an address: another number is an address that is not there."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = key_in(value)
        if number is None:
            raise ValueError(value)
        return number

    def to_url(self, value: int | str) -> str:
        return str(value)
