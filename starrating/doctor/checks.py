"""What is looked at whatever the program is about; subjects add theirs in a module ``health``."""

import datetime as dt
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.core import checks as system_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from starrating.backup import records
from starrating.db import roles
from starrating.doctor.backups import look_at_the_backup, look_at_the_drill, look_at_the_place
from starrating.doctor.door import look_at_the_certificate, look_at_the_door
from starrating.doctor.findings import Check, Finding, State, well

# Below the first a school's files of a term may no longer fit; below the second nothing is written any more.
LITTLE_MB, NOTHING_MB = 1024, 64
# Between this machine's clock and the database's.
MOST_SECONDS_APART = 5
FONTS = {".otf", ".ttf", ".ttc", ".otc"}
WORKER_SILENT = dt.timedelta(minutes=5)
# A clock that was set back by less does no harm.
MOST_BEHIND = dt.timedelta(minutes=5)


# What Django says of an open installation in English, in the reader's language.
SAID = {
    "security.W009": gettext_lazy("SECRET_KEY is too short or too simple."),
    "security.W018": gettext_lazy("DEBUG is on: errors show the program's inside to everybody."),
}
# Said once, by the look at the way to the pages.
FOR_WANT_OF_TLS = {"security.W004", "security.W008", "security.W010", "security.W012", "security.W016"}


def look_at_settings(_at: dt.datetime) -> Finding:
    found = system_checks.run_checks(include_deployment_checks=settings.SERVES_OTHERS)
    known = FOR_WANT_OF_TLS if settings.INSECURE_LAN else set()
    told = [message for message in found if not message.is_silenced() and message.id not in known]
    wrong = [message for message in told if message.level >= system_checks.WARNING]
    if not wrong:
        return well(_("The settings contradict nothing."))
    text = " ".join(str(SAID.get(str(message.id), message.msg)) for message in wrong)
    state = State.ILL if any(message.is_serious() for message in wrong) else State.LOOK
    return Finding(state, text, _("Change what is named in the environment, then restart with `manage.py run`."))


def look_at_the_disk(_at: dt.datetime) -> Finding:
    free = shutil.disk_usage(settings.VAR_DIR).free // 2**20
    text = _("Free space where the data are: %(free)d MB.") % {"free": free}
    if free >= LITTLE_MB:
        return well(text)
    return Finding(State.LOOK if free >= NOTHING_MB else State.ILL, text, _("Make room on this disk."))


def look_at_the_folder(_at: dt.datetime) -> Finding:
    folder = Path(settings.VAR_DIR)
    if os.name == "nt" or not folder.stat().st_mode & 0o077:
        return well(_("No other account of this machine opens the folder of the data."))
    return Finding(
        State.LOOK,
        _("Other accounts of this machine can open the folder of the data, and the database in it."),
        _("Run `chmod 700 %(folder)s` as the account that runs the program.") % {"folder": folder},
    )


def look_at_the_clock(at: dt.datetime) -> Finding:
    """Compare with the database's clock, and with when something was last done here. SQLite has no clock of its own."""
    text = _("It is %(moment)s here.") % {"moment": f"{timezone.localtime(at):%Y-%m-%d %H:%M}"}
    done = [one.at for one in map(records.read, (records.WORKER, records.BACKUP, records.DRILL)) if one is not None]
    if done and max(done) - at > MOST_BEHIND:
        told = {"moment": f"{timezone.localtime(max(done)):%Y-%m-%d %H:%M}"}
        more = _("But something was done here at %(moment)s: the clock was set back.") % told
        return Finding(State.ILL, f"{text} {more}", _("Set date and time right, by the network (NTP)."))
    apart = seconds_apart()
    if apart <= MOST_SECONDS_APART:
        return well(text)
    more = _("The database's clock differs from it by %(seconds)d s.") % {"seconds": round(apart)}
    return Finding(State.ILL, f"{text} {more}", _("Let both machines take their time from the network (NTP)."))


def seconds_apart() -> float:
    """Give by how many seconds the database's clock differs from this machine's."""
    if connection.vendor == "sqlite":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        return abs(float(cursor.fetchone()[0]) - timezone.now().timestamp())


def migrations_left() -> int:
    """Count the steps of this version that the database has not taken."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def look_at_migrations(_at: dt.datetime) -> Finding:
    left = migrations_left()
    if not left:
        return well(_("The database is that of this version."))
    text = _("Steps that the database has not taken: %(count)d.") % {"count": left}
    return Finding(State.ILL, text, _("Back up, then run `manage.py migrate`."))


def look_at_the_account(_at: dt.datetime) -> Finding:
    """PostgreSQL: whether the account that serves could change what only grows. SQLite has no accounts."""
    if connection.vendor != "postgresql":
        return well(_("SQLite has no accounts: whoever may write to its file may change all of it."))
    tables = roles.bendable(connection)
    if not tables:
        return well(_("The database's account can add to the record and change none of it."))
    return Finding(
        State.LOOK,
        _("The database's account could change the record by SQL: tables %(count)d.") % {"count": len(tables)},
        _("Let one account migrate and another serve: see deploy/postgresql/roles.sql."),
    )


def look_at_the_worker(at: dt.datetime) -> Finding:
    last = records.read(records.WORKER)
    if last is not None and at - last.at < WORKER_SILENT:
        return well(_("The worker is at work."))
    return Finding(
        State.ILL,
        _("The worker has not been heard of for five minutes or more: files in the background are not made."),
        _("Start the program with `manage.py run`, or `manage.py worker` beside the web server."),
    )


def look_at_fonts(_at: dt.datetime) -> Finding:
    if not Path(settings.RARE_FONT).exists():
        return Finding(State.ILL, _("A font for rare names is missing."), _("Run `manage.py prepare`."))
    if settings.FONT_DIR and not any(path.suffix.lower() in FONTS for path in Path(settings.FONT_DIR).glob("*")):
        text = _("FONT_DIR names a folder without fonts: %(folder)s.") % {"folder": settings.FONT_DIR}
        return Finding(State.LOOK, text, _("Put the school's fonts there, or unset FONT_DIR."))
    return well(_("The fonts are there."))


CHECKS = (
    Check(gettext_lazy("Settings"), look_at_settings),
    Check(gettext_lazy("Way to the pages"), look_at_the_door),
    Check(gettext_lazy("TLS certificate"), look_at_the_certificate),
    Check(gettext_lazy("Disk"), look_at_the_disk),
    Check(gettext_lazy("Folder of the data"), look_at_the_folder),
    Check(gettext_lazy("Clock"), look_at_the_clock),
    Check(gettext_lazy("Database"), look_at_migrations),
    Check(gettext_lazy("Database account"), look_at_the_account),
    Check(gettext_lazy("Worker"), look_at_the_worker),
    Check(gettext_lazy("Backup"), look_at_the_backup),
    Check(gettext_lazy("Place of the backups"), look_at_the_place),
    Check(gettext_lazy("Backup tried"), look_at_the_drill),
    Check(gettext_lazy("Fonts"), look_at_fonts),
)
