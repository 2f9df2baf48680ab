"""How much is played: a little in every run, all of it by `make security`; and what is drawn, by a seed."""

from __future__ import annotations

import os
import random

# Only addresses with this in them, to play one again.
ONLY = os.environ.get("SECURITY_ONLY", "")
SAID: list[str] = []


def is_long() -> bool:
    return os.environ.get("SECURITY") == "long"


# The short form is a gate, and says the same of the same commit; what nobody has drawn yet is the long form's.
SEED = int(os.environ.get("SECURITY_SEED") or (random.SystemRandom().randrange(10**9) if is_long() else 1))


def size(name: str, *, short: int, long: int) -> int:
    """Give how many of a thing are tried: what the environment says under the name, else by the form that is played."""
    return int(os.environ.get(f"SECURITY_{name}") or (long if is_long() else short))


def chance(what: str) -> random.Random:
    """Draw for one script; the same seed draws the same again, whichever other scripts are played."""
    return random.Random(f"{SEED} {what}")


def say(line: str) -> None:
    """Keep a line for the end of the run: figures are read where all went well, too."""
    SAID.append(line)
