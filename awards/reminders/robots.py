"""A message into a group: one JSON POST over TLS, to the three services alone, without redirects, within seconds."""

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, quote_plus, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from awards.models import ReminderService, ReminderTrouble
from starrating.refused import Refused

SECONDS = 5.0
_MOST_BYTES = 64 * 1024


class NotSentError(Exception):
    """A message that nobody took, and why."""

    def __init__(self, trouble: ReminderTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True)
class Wire:
    """One message as a service wants it: what is added to the address, and the body."""

    query: str
    body: Mapping[str, object]


@dataclass(frozen=True)
class Service:
    """How one service is spoken to: its host, how its robots' addresses begin, whether an answer means yes."""

    host: str
    path: str
    wire: Callable[[str, str, int], Wire]
    took: Callable[[Mapping[str, object]], bool]


def _wecom(text: str, _secret: str, _now: int) -> Wire:
    return Wire("", {"msgtype": "text", "text": {"content": text}})


def _dingtalk(text: str, secret: str, now: int) -> Wire:
    query = ""
    if secret:
        signed = _signature(secret.encode(), f"{now * 1000}\n{secret}".encode())
        query = f"&timestamp={now * 1000}&sign={quote_plus(signed)}"
    return Wire(query, {"msgtype": "text", "text": {"content": text}})


def _feishu(text: str, secret: str, now: int) -> Wire:
    body: dict[str, object] = {"msg_type": "text", "content": {"text": text}}
    if secret:
        body |= {"timestamp": str(now), "sign": _signature(f"{now}\n{secret}".encode(), b"")}
    return Wire("", body)


def _signature(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def _errcode(answer: Mapping[str, object]) -> bool:
    return answer.get("errcode") == 0


def _code(answer: Mapping[str, object]) -> bool:
    return answer.get("code", answer.get("StatusCode")) == 0


SERVICES: Mapping[str, Service] = {
    ReminderService.WECOM: Service("qyapi.weixin.qq.com", "/cgi-bin/webhook/send", _wecom, _errcode),
    ReminderService.DINGTALK: Service("oapi.dingtalk.com", "/robot/send", _dingtalk, _errcode),
    ReminderService.FEISHU: Service("open.feishu.cn", "/open-apis/bot/v2/hook/", _feishu, _code),
}


def demand_address(service: str, address: str) -> None:
    """Raise :class:`Refused` unless ``address`` is one of this service's robots."""
    if not _is_of(SERVICES[service], _split(address)):
        raise Refused(
            _("The address of this robot begins with %(start)s. Copy it whole from the group's settings.")
            % {"start": f"https://{SERVICES[service].host}{SERVICES[service].path}"},
            code="address",
        )


def masked(address: str) -> str:
    """Give an address with its secret part covered: service and last four characters."""
    return f"https://{_split(address).hostname}/…{address[-4:]}" if address else ""


def send(service: str, address: str, secret: str, text: str, *, now: int) -> None:
    """Hand ``text`` to the group's robot; ``now`` in seconds of the epoch. Raises :class:`NotSentError`."""
    how, to = SERVICES[service], _split(address)
    if not _is_of(how, to):
        raise NotSentError(ReminderTrouble.ADDRESS)
    wire = how.wire(text, secret, now)
    body = json.dumps(wire.body, ensure_ascii=False).encode()
    path = f"{to.path}?{to.query}{wire.query}" if to.query or wire.query else to.path
    try:
        answer = _posted(to, path, body)
    except (OSError, http.client.HTTPException) as error:
        raise NotSentError(ReminderTrouble.UNREACHABLE) from error
    if not how.took(answer):
        raise NotSentError(ReminderTrouble.REFUSED)


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def _origin(to: SplitResult) -> str:
    return f"{to.scheme}://{to.netloc}"


def _is_of(service: Service, to: SplitResult) -> bool:
    if _origin(to) in settings.REMINDER_ORIGINS:
        return True
    return _origin(to) == f"https://{service.host}" and to.path.startswith(service.path) and not to.fragment


def _posted(to: SplitResult, path: str, body: bytes) -> Mapping[str, object]:
    """Post and give the answer; anything but 200 with a JSON object is a refusal, a redirect too."""
    connection = _connection(to)
    try:
        connection.request("POST", path, body, {"Content-Type": "application/json; charset=utf-8"})
        response = connection.getresponse()
        content = response.read(_MOST_BYTES)
    finally:
        connection.close()
    try:
        answer = json.loads(content) if response.status == http.client.OK else None
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise NotSentError(ReminderTrouble.REFUSED)
    return answer


def _connection(to: SplitResult) -> http.client.HTTPConnection:
    """Connect to the very address that was looked at: a name must not mean another one a moment later."""
    secure = to.scheme == "https"
    host, port = to.hostname or "", to.port or (443 if secure else 80)
    place = _place(host, port, inside=_origin(to) in settings.REMINDER_ORIGINS)
    plain = socket.create_connection(place, timeout=SECONDS)
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    try:
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
    except OSError:
        plain.close()
        raise
    return connection


def _place(host: str, port: int, *, inside: bool) -> tuple[str, int]:
    """Find where a host is; a private address is spoken to only where the installation's own settings name it."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not inside and not all(ipaddress.ip_address(one).is_global for one in found):
        raise NotSentError(ReminderTrouble.ADDRESS)
    return found[0], port
