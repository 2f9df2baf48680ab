"""Settings: a bad value stops the program, and a production installation is clean."""

import errno
import os
import secrets
import subprocess
import sys
from pathlib import Path

import environ
import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import override_settings

from starrating import env
from starrating.db import connection as db_connection
from tests.project.source import ROOT

# What the caller has set, or the tests themselves, must not decide what a production installation is found to be.
NOT_INHERITED = {
    *("DEBUG", "HTTPS", "INSECURE_LAN", "BEHIND_PROXY", "ALLOWED_HOSTS", "DATABASE_URL", "SECRET_KEY"),
    *(
        "CSRF_TRUSTED_ORIGINS",
        "PROXY_ADDRESSES",
        "LOG_DIR",
        "LOG_DAYS",
        "LOG_MAX_MB",
        "READINGS_DAYS",
        "DJANGO_ALLOW_ASYNC_UNSAFE",
    ),
}


def check(var_dir: Path, *flags: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check` in a process of its own, with these settings and no others of the caller's."""
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return subprocess.run(
        [sys.executable, "manage.py", "check", *flags],
        cwd=ROOT,
        env={**inherited, "VAR_DIR": str(var_dir), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"DEBUG": "ture"}, "DEBUG"),
        ({"INSECURE_LAN": "2"}, "INSECURE_LAN"),
        ({"DATABASE_URL": "mysql://root@127.0.0.1/stars"}, "DATABASE_URL"),
        ({"DATABASE_URL": "stars.sqlite3"}, "DATABASE_URL"),
        ({"ALLOWED_HOSTS": "stars.example.cn", "HTTPS": "0"}, "INSECURE_LAN=1"),
        ({"HTTPS": "1", "INSECURE_LAN": "1"}, "contradict"),
        ({"SESSION_IDLE_MINUTES": "0"}, "SESSION_IDLE_MINUTES"),
    ],
)
def test_bad_value_stops_the_program(tmp_path: Path, environment: dict[str, str], complaint: str) -> None:
    result = check(tmp_path, **environment)
    assert result.returncode != 0
    assert complaint in result.stderr


def test_production_settings_are_clean(tmp_path: Path) -> None:
    result = check(tmp_path, "--deploy", "--fail-level", "INFO", ALLOWED_HOSTS="stars.example.cn")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_school_network_without_tls_is_let_through_when_it_says_so(tmp_path: Path) -> None:
    assert check(tmp_path, ALLOWED_HOSTS="192.168.1.20", INSECURE_LAN="1").returncode == 0


@pytest.mark.parametrize(("raw", "value"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("No", False)])
def test_boolean_reads_the_usual_words(monkeypatch: pytest.MonkeyPatch, raw: str, value: bool) -> None:
    monkeypatch.setenv("HTTPS", raw)
    assert env.boolean("HTTPS", default=not value) is value


@pytest.mark.parametrize("raw", ["-1", "many", "1.5"])
def test_integer_refuses_what_is_none(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("KEPT_DAYS", raw)
    with pytest.raises(ImproperlyConfigured, match="KEPT_DAYS"):
        env.integer("KEPT_DAYS", default=5)


def test_complaint_about_an_address_keeps_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://stars:geheim@host:notaport/stars")
    with pytest.raises(ImproperlyConfigured) as caught:
        env.database_url("DATABASE_URL")
    assert "geheim" not in str(caught.value)


def test_secret_key_is_made_once_and_an_empty_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    assert env.secret_key(path) == env.secret_key(path)
    path.write_text("", encoding="ascii")
    with pytest.raises(ImproperlyConfigured, match="secret-key"):
        env.secret_key(path)


def test_a_full_disk_leaves_no_half_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "secret-key"
    with monkeypatch.context() as patch:
        patch.setattr(secrets, "token_urlsafe", full)
        with pytest.raises(ImproperlyConfigured, match="No space left"):
            env.secret_key(path)
    assert env.secret_key(path) == path.read_text(encoding="ascii")


def test_an_empty_folder_is_the_usual_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", "")
    assert env.folder("VAR_DIR", tmp_path / "var") == tmp_path / "var"


def test_a_folder_that_is_made_is_nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "data"))
    assert env.folder("VAR_DIR", tmp_path / "var").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("version", "journal", "synchronous"),
    [
        ((3, 40, 1), "DELETE", "EXTRA"),
        ((3, 51, 2), "DELETE", "EXTRA"),
        ((3, 51, 3), "WAL", "FULL"),
        ((3, 52, 0), "WAL", "FULL"),
        ((4, 0, 0), "WAL", "FULL"),
    ],
)
def test_sqlite_is_set_by_its_version(version: tuple[int, int, int], journal: str, synchronous: str) -> None:
    options = db_connection.sqlite({"NAME": "stars.sqlite3"}, version)["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 10
    assert f"journal_mode={journal};" in options["init_command"]
    assert f"synchronous={synchronous};" in options["init_command"]


def test_postgresql_is_limited() -> None:
    url = environ.Env.db_url_config("postgres://stars@127.0.0.1:5432/stars")
    configuration = db_connection.configuration(url, Path("unused"))
    assert configuration["CONN_MAX_AGE"] == 60
    assert configuration["CONN_HEALTH_CHECKS"] is True
    assert configuration["OPTIONS"]["connect_timeout"] == 2
    assert configuration["OPTIONS"]["options"].split("-c ")[1:] == [
        "lock_timeout=3000 ",
        "statement_timeout=15000 ",
        "idle_in_transaction_session_timeout=30000",
    ]


@pytest.mark.django_db
def test_connection_has_its_settings() -> None:
    queries = {
        "sqlite": ("PRAGMA foreign_keys", 1),
        "postgresql": ("SELECT setting::int FROM pg_settings WHERE name = 'lock_timeout'", 3000),
    }
    query, expected = queries[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert cursor.fetchone() == (expected,)


def test_passwords_are_kept_with_the_chosen_cost() -> None:
    with override_settings(PASSWORD_HASHERS=["starrating.web.hashers.SchoolArgon2PasswordHasher"]):
        assert "$m=19456,t=2,p=1$" in make_password("correct horse battery staple")


def test_time_and_language_are_the_schools() -> None:
    assert (settings.TIME_ZONE, settings.USE_TZ, settings.LANGUAGE_CODE) == ("Asia/Shanghai", True, "zh-hans")
