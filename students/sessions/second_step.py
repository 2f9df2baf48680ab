"""The second step of signing in, for office and administrators who want it: a code from their phone (TOTP, RFC 6238).

django-otp keeps the secrets and checks the codes; how often somebody may try says
:mod:`students.sessions.attempts`.
"""

import datetime as dt
import math
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from starrating.db.locks import lock
from starrating.operations import audit
from starrating.refused import Refused
from students.models import KnownDevice, SignIn, User
from students.permits.reach import may_go, permit_for
from students.permits.refusals import not_yours_at
from students.permits.roles import standing_of
from students.permits.school_roles import demand_administrator
from students.sessions import attempts
from students.sessions.one_time import ALPHABET

RECOVERY_CODES = 8
# Asked anew on each device after this time.
DEVICE_TRUSTED_FOR = dt.timedelta(days=30)


def is_on(user: User) -> bool:
    """Tell whether signing in to this account takes a code."""
    return _phone(user) is not None


def recovery_codes_left(user: User) -> int:
    return int(StaticToken.objects.filter(device__user_id=user.pk).count())


def setup_address(user: User, key: str) -> str:
    """Give the text of the QR code for the phone: whose account, at which school, the secret ``key`` (hex)."""
    return str(TOTPDevice(user=user, key=key).config_url)


def turn_on(user: User, key: str, code: str, *, this: str | None = None, at: dt.datetime) -> list[str]:
    """Ask for codes from now on, once a first one proves that the phone has the secret; gives the recovery codes.

    Sessions that were opened without a code end, but for ``this``.

    Raises :class:`Refused` for who may not have it, when it is on already, and for a wrong code.
    """
    if not may_go(standing_of(user, timezone.localdate(at)), "second_step"):
        raise not_yours_at(permit_for("second_step"))
    _demand_try(user, at)
    with transaction.atomic():
        owner = lock(User.objects.all()).get(pk=user.pk)
        if is_on(owner):
            raise Refused(_("Two-step sign-in is on already. Load the page again."), code="twice")
        phone = TOTPDevice.objects.create(user=owner, name="phone", key=key, confirmed=True)
        if not phone.verify_token(_clean(code)):
            raise Refused(_wrong(), code="code")
        codes = _new_codes(owner)
        SignIn.objects.filter(user=owner).exclude(session_id=this or "").end()
        audit.record("second_step.on", owner, by=owner, at=at, school_id=owner.school_id)
        attempts.forget(_account(user), "")
    return codes


@transaction.atomic
def check(user: User, code: str, *, at: dt.datetime) -> None:
    """Check a code of the phone or a recovery code, each good once.

    Raises :class:`Refused` for a wrong one and while the account rests.
    """
    phone = _phone(user, for_update=True)
    clean = _clean(code)
    if phone is not None and clean.isascii() and clean.isdecimal() and phone.verify_token(clean):
        return
    paper = lock(StaticDevice.objects.all()).filter(user_id=user.pk).first()
    if phone is not None and paper is not None and len(clean) > phone.digits and paper.verify_token(clean):
        audit.record("second_step.recovery_used", user, by=user, at=at, school_id=user.school_id)
        return
    raise Refused(_wrong(), code="code")


def sign_in_with(user: User, code: str, *, at: dt.datetime) -> None:
    """Check the second step itself. Raises :class:`Refused` as :func:`check`, with the wait once there were many."""
    _demand_try(user, at)
    check(user, code, at=at)
    attempts.forget(_account(user), "")


def turn_off(user: User, password: str, code: str, *, at: dt.datetime) -> None:
    """Ask for no code any more. Raises :class:`Refused` for a wrong password or code."""
    _demand_both(user, password, code, at)
    with transaction.atomic():
        _remove(user)
        audit.record("second_step.off", user, by=user, at=at, school_id=user.school_id)


def new_recovery_codes(user: User, password: str, code: str, *, at: dt.datetime) -> list[str]:
    """Make other recovery codes; the old ones are void. Raises :class:`Refused` for a wrong password or code."""
    _demand_both(user, password, code, at)
    with transaction.atomic():
        codes = _new_codes(user)
        audit.record("second_step.recovery_made", user, by=user, at=at, school_id=user.school_id)
    return codes


@transaction.atomic
def take_away(user: User, *, by: User, at: dt.datetime) -> None:
    """Turn the second step off for a colleague who has lost the phone and the recovery codes.

    Raises :class:`Refused` unless ``by`` is an administrator of the school, for one's own, and when it is not on.
    """
    school = demand_administrator(by, user.school, at, "students:take_second_step")
    if user.pk == by.pk:
        raise Refused(_("Turn your own off with your password and a code."), code="own")
    if not is_on(user):
        raise Refused(_("This account has no two-step sign-in. There is nothing to turn off."), code="twice")
    _remove(user)
    audit.record("second_step.taken_away", user, by=by, at=at, school_id=school.pk)


def _phone(user: User, *, for_update: bool = False) -> TOTPDevice | None:
    phones = TOTPDevice.objects.filter(user_id=user.pk, confirmed=True)
    found: TOTPDevice | None = (lock(phones) if for_update else phones).first()
    return found


def _demand_both(user: User, password: str, code: str, at: dt.datetime) -> None:
    _demand_try(user, at)
    if not user.check_password(password):
        raise Refused(_("The password is not right. Type it again."), code="password")
    check(user, code, at=at)
    attempts.forget(_account(user), "")


def _demand_try(user: User, at: dt.datetime) -> None:
    """Count a try for the account as a whole, or refuse it: whoever gets here knows the password."""
    made = attempts.begin(_account(user), "", at=at)
    if not made.allowed:
        minutes = max(1, math.ceil(made.wait.total_seconds() / 60))
        sentence = ngettext(
            "Too many wrong codes. Try again in %(minutes)d minute.",
            "Too many wrong codes. Try again in %(minutes)d minutes.",
            minutes,
        )
        raise Refused(sentence % {"minutes": minutes}, code="wait")


def _new_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user_id=user.pk).delete()
    paper = StaticDevice.objects.create(user=user, name="recovery", confirmed=True)
    codes = ["".join(secrets.choice(ALPHABET) for _place in range(8)) for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=paper, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def _remove(user: User) -> None:
    TOTPDevice.objects.filter(user_id=user.pk).delete()
    StaticDevice.objects.filter(user_id=user.pk).delete()
    KnownDevice.objects.filter(user=user).update(no_code_until=None)


def _clean(code: str) -> str:
    return code.replace(" ", "").replace("-", "").lower()


def _wrong() -> str:
    return _("This code is not right, or it has been used already. Wait for the next one.")


def _account(user: User) -> str:
    # No account has a blank in its name: these tries are counted beside those of the password.
    return f"{user.username} code"
