"""Tries that fail make the next one wait: for one account from one place, longer each time."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import salted_hmac

from starrating.db.locks import lock
from students.models import SignInTries

# A finger slips; a guess does not stop at five.
FREE = 5
# After the fifth failure, after the sixth, and after each further one: ten tries an hour at most.
WAITS = (dt.timedelta(minutes=1), dt.timedelta(minutes=5), dt.timedelta(minutes=15))
# The next morning begins anew.
FORGOTTEN_AFTER = dt.timedelta(hours=12)
NO_TIME = dt.timedelta(0)


@dataclass(frozen=True)
class Try:
    """One try; ``wait``: what is left for one not allowed, what follows should an allowed one fail."""

    allowed: bool
    wait: dt.timedelta


def wait_after(failures: int) -> dt.timedelta:
    """Say how long the account rests at this place after so many failures in a row."""
    if failures < FREE:
        return NO_TIME
    return WAITS[min(failures - FREE, len(WAITS) - 1)]


@transaction.atomic
def begin(account: str, place: str, *, at: dt.datetime) -> Try:
    """Count a try before it is made, so that many at the same moment are many tries too; success forgets it.

    A try during the wait is not made, does not count and does not lengthen the wait. Names that no account has are
    counted like all others.
    """
    rows = lock(SignInTries.objects.all())
    row, is_new = rows.get_or_create(account=_checksum(account), place=place, defaults={"last_at": at})
    if is_new:
        SignInTries.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()
    elif row.last_at < at - FORGOTTEN_AFTER:
        row.count = 0
    left = row.last_at + wait_after(row.count) - at
    if left > NO_TIME:
        return Try(allowed=False, wait=left)
    row.count += 1
    row.last_at = at
    row.save(update_fields=["count", "last_at"])
    return Try(allowed=True, wait=wait_after(row.count))


def forget(account: str, place: str) -> None:
    """Forget the tries of an account that has come in from there."""
    SignInTries.objects.filter(account=_checksum(account), place=place).delete()


def forget_everywhere(accounts: list[str]) -> None:
    """Forget all tries of accounts with new passwords: whoever was slowed down may come in with theirs at once."""
    SignInTries.objects.filter(account__in=[_checksum(account) for account in accounts]).delete()


def _checksum(account: str) -> str:
    return salted_hmac("students.tries", account, algorithm="sha256").hexdigest()
