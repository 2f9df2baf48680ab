"""Tries that fail make the next one wait, longer each time and never for good; counted in rows, for all processes.

What counts is kept as the moment at which all is forgotten: each failure moves it on by the time in which one is
forgotten, so that somebody who fails now and then never comes to a wait, and a row says itself when it may go.
"""

import datetime as dt
import math
from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import salted_hmac

from starrating.db.locks import lock, lock_free
from students.models import SignInTries

NO_TIME = dt.timedelta(0)
_AT_A_TIME = 500


@dataclass(frozen=True)
class Rule:
    """So many failures are ``free``; ``waits`` follow that one and each further one, the last of them again and again.

    One failure is forgotten in each ``forgets_one_in``.
    """

    free: int
    waits: tuple[dt.timedelta, ...]
    forgets_one_in: dt.timedelta

    def wait_after(self, failures: int) -> dt.timedelta:
        if failures < self.free:
            return NO_TIME
        return self.waits[min(failures - self.free, len(self.waits) - 1)]


# A finger slips; a guess does not stop at five. Ten in the first hour, five in each after it.
ACCOUNT = Rule(5, (dt.timedelta(minutes=3), dt.timedelta(minutes=12)), dt.timedelta(minutes=12))
# One address is a whole school: thirty failures in ten minutes are no class that signs in, and the wait is short.
ADDRESS = Rule(30, (dt.timedelta(seconds=60),), dt.timedelta(seconds=20))


@dataclass(frozen=True)
class Try:
    """One try; ``wait``: what is left for one not allowed, what follows should an allowed one fail."""

    allowed: bool
    wait: dt.timedelta


def begin(account: str, place: str, *, at: dt.datetime, rule: Rule = ACCOUNT) -> Try:
    """Count a try before it is made, so that many at the same moment are many tries too; success forgets it.

    A try during the wait is not made, does not count and does not lengthen the wait. Names that no account has are
    counted like all others.
    """
    made, is_new = _counted(_checksum(account), place, at, rule)
    if is_new:
        _let_go(at)
    return made


@transaction.atomic
def _counted(account: str, place: str, at: dt.datetime, rule: Rule) -> tuple[Try, bool]:
    new = {"last_at": at, "forgotten_at": at}
    row, is_new = lock(SignInTries.objects.all()).get_or_create(account=account, place=place, defaults=new)
    left = _left(row, at, rule)
    if left > NO_TIME:
        return Try(allowed=False, wait=left), is_new
    row.forgotten_at = max(row.forgotten_at, at) + rule.forgets_one_in
    row.last_at = max(row.last_at, at)
    row.save(update_fields=["forgotten_at", "last_at"])
    return Try(allowed=True, wait=_left(row, at, rule)), is_new


@transaction.atomic
def _let_go(at: dt.datetime) -> None:
    """Delete what is forgotten, as often as something new comes: the table holds the failures of an hour at most."""
    # What another process counts just now is left to the next time: nobody waits for anybody here.
    old = lock_free(SignInTries.objects.filter(forgotten_at__lt=at).order_by("pk"))
    SignInTries.objects.filter(pk__in=[row.pk for row in old[:_AT_A_TIME]]).delete()


def wait_left(account: str, place: str, *, at: dt.datetime, rule: Rule = ACCOUNT) -> dt.timedelta:
    """Say how long the next try has to wait, without making one."""
    row = SignInTries.objects.filter(account=_checksum(account), place=place).first()
    return _left(row, at, rule) if row else NO_TIME


@transaction.atomic
def take_back(account: str, place: str, *, rule: Rule = ACCOUNT) -> None:
    """Forget one try, which was none: the password was right."""
    row = lock(SignInTries.objects.all()).filter(account=_checksum(account), place=place).first()
    if row is not None:
        row.forgotten_at -= rule.forgets_one_in
        row.save(update_fields=["forgotten_at"])


def forget(account: str, place: str) -> None:
    """Forget the tries of an account that has come in from there."""
    SignInTries.objects.filter(account=_checksum(account), place=place).delete()


def forget_everywhere(accounts: list[str]) -> None:
    """Forget all tries of accounts with new passwords: whoever was slowed down may come in with theirs at once."""
    SignInTries.objects.filter(account__in=[_checksum(account) for account in accounts]).delete()


def _left(row: SignInTries, at: dt.datetime, rule: Rule) -> dt.timedelta:
    failures = math.ceil((row.forgotten_at - row.last_at) / rule.forgets_one_in)
    wait = rule.wait_after(failures)
    # Of two at the same moment the later may come here first: without a wait nobody has to wait for it.
    return max(row.last_at + wait - at, NO_TIME) if wait else NO_TIME


def _checksum(account: str) -> str:
    return salted_hmac("students.tries", account, algorithm="sha256").hexdigest()
