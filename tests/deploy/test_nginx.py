"""The configuration of nginx in front of the real program, where nginx is installed: `apt-get install nginx-light`."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.project.machine.test_run import healthy_under, until
from tests.project.source import ROOT

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
HOST = "stars.example.cn"
MB = 1024 * 1024
pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
MAIN = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/main.log;
events {{ worker_connections 64; }}
http {{ client_body_temp_path {folder}/temp; proxy_temp_path {folder}/temp; fastcgi_temp_path {folder}/temp;
uwsgi_temp_path {folder}/temp; scgi_temp_path {folder}/temp; include {folder}/starrating.conf; }}
"""


@dataclass(frozen=True)
class Front:
    """Where nginx listens, without and with TLS, and the folder of all that it writes."""

    plain: int
    tls: int
    folder: Path

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPSConnection("127.0.0.1", self.tls, timeout=30, context=untrusting())
        connection.sock = self.socket(HOST)
        connection.request(method, path, body=body, headers={"Host": HOST, **headers})  # type: ignore[arg-type]
        return connection.getresponse()

    def socket(self, name: str) -> ssl.SSLSocket:
        return untrusting().wrap_socket(socket.create_connection(("127.0.0.1", self.tls), 30), server_hostname=name)


def untrusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_certificate(folder: Path) -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    day = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(day).not_valid_after(day + dt.timedelta(days=2))
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(pem))
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(plain)


def configuration(folder: Path, program: int, plain: int, tls: int) -> str:
    """Give the file as it ships, with other ports and folders."""
    text = (ROOT / "deploy" / "nginx" / "starrating.conf").read_text(encoding="utf-8")
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
    for old, new in [
        ("127.0.0.1:8000", f"127.0.0.1:{program}"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443", f"listen 127.0.0.1:{tls}"),
        ("/etc/ssl/starrating", str(folder)),
        ("/var/log/nginx", str(folder)),
    ]:
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Start the program as the units do, and nginx before it."""
    folder, (program, plain, tls) = tmp_path_factory.mktemp("nginx"), (free_port() for _ in range(3))
    write_certificate(folder)
    (folder / "temp").mkdir()
    (folder / "starrating.conf").write_text(configuration(folder, program, plain, tls), encoding="utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder), encoding="utf-8")
    settings = {"VAR_DIR": str(folder / "var"), "ALLOWED_HOSTS": HOST, "BEHIND_PROXY": "1"}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | settings
    served = subprocess.Popen(
        [sys.executable, "manage.py", "run", "--no-demo", f"--bind=127.0.0.1:{program}"], cwd=ROOT, env=environment
    )
    proxy = subprocess.Popen([str(NGINX), "-c", str(folder / "nginx.conf"), "-e", str(folder / "main.log")])
    try:
        until(lambda: healthy_under(HOST, program) or served.poll() is not None, "an answer from the program")
        yield Front(plain, tls, folder)
    finally:
        for process in (proxy, served):
            process.terminate()
            process.wait(timeout=60)


def test_the_way_in_is_tls_under_the_name(front: Front) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=10)
    connection.request("GET", "/sign-in?next=/board/", headers={"Host": HOST})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (308, f"https://{HOST}/sign-in?next=/board/")
    with pytest.raises(ssl.SSLError):
        front.socket("other.example.cn")
    page = front.ask("GET", "/setup/")
    assert (page.status, "max-age" in page.headers["Strict-Transport-Security"]) == (200, True)
    assert "__Host-csrftoken" in str(page.headers)
    assert "1." not in page.headers.get("Server", "")


def test_nobody_forges_where_he_comes_from(front: Front) -> None:
    """With the program's redirect to HTTPS: it believes the proxy alone, and nginx drops what a visitor wrote."""
    forged = {"X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.9", "X_Forwarded_Proto": "http"}
    assert front.ask("GET", "/setup/", **forged).status == 200
    answer = front.ask("POST", "/setup/", body="username=203.0.113.9&password=x", **forged)
    assert answer.status == 403
    lines = [line for path in (front.folder / "var" / "logs").glob("*") for line in path.read_text().splitlines()]
    assert not any("203.0.113.9" in str(json.loads(line)) for line in lines)


@pytest.mark.parametrize(("size", "status"), [(20 * MB, 403), (24 * MB, 403), (26 * MB, 413)])
def test_what_is_sent_arrives_up_to_the_limit(front: Front, size: int, status: int) -> None:
    """The program answers up to nginx's own limit, which is above its own: no token (403), in a page of ours."""
    answer = front.ask("POST", "/setup/", body=b"a" * size, **{"Content-Type": "application/octet-stream"})
    text = answer.read().decode()
    assert answer.status == status
    if size < 25 * MB:
        assert "nginx" not in text


def test_a_slow_sender_holds_nobody_up(front: Front) -> None:
    slow = [front.socket(HOST) for _ in range(12)]
    for one in slow:
        head = f"POST /sign-in HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nbeg"
        one.sendall(head.encode())
    assert front.ask("GET", "/setup/").status == 200
    for one in slow:
        one.close()


def test_nothing_of_it_is_written(front: Front) -> None:
    """Neither bodies nor answers on a disk, nor addresses of pages in the log."""
    front.ask("GET", "/window/secret-code-of-a-slip").read()
    until(lambda: (front.folder / "starrating.log").read_text() != "", "a line in the log")
    assert list((front.folder / "temp").rglob("*")) == []
    written = "".join(path.read_text() for path in front.folder.glob("*.log"))
    assert "secret-code" not in written
    assert "GET" in written
