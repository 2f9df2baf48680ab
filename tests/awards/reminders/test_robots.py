"""Which addresses are spoken to, and how."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from pytest_django import Settings

from awards.models import ReminderTrouble
from awards.reminders.robots import NotSentError, demand_address, masked, send
from tests.awards.reminders.group import Group, a_group
from tests.refusals import refused

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123-4567-89ab-cdef"


@pytest.fixture
def group(settings: Settings) -> Iterator[Group]:
    with a_group() as group:
        settings.REMINDER_ORIGINS = [group.address.partition("/hook")[0]]
        yield group


@pytest.mark.parametrize(
    ("service", "address"),
    [
        ("wecom", WECOM),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=0123456789"),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/0123-4567"),
    ],
)
def test_the_three_services_are_spoken_to(service: str, address: str) -> None:
    demand_address(service, address)


@pytest.mark.parametrize(
    "address",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=1",
        "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=1",
        "https://qyapi.weixin.qq.com@evil.example/cgi-bin/webhook/send?key=1",
        "https://evil.example/cgi-bin/webhook/send?key=1",
        "https://127.0.0.1/cgi-bin/webhook/send?key=1",
        "https://[::1/cgi-bin/webhook/send",
        "https://qyapi.weixin.qq.com:port/cgi-bin/webhook/send",
        "https://qyapi.weixin.qq.com/other?key=1",
        "https://oapi.dingtalk.com/robot/send?access_token=1",
        "file:///etc/passwd",
        "//qyapi.weixin.qq.com/cgi-bin/webhook/send",
        "nonsense",
    ],
)
def test_no_other_address_is_spoken_to(address: str) -> None:
    with refused("address"):
        demand_address("wecom", address)
    with pytest.raises(NotSentError) as error:
        send("wecom", address, "", "text", now=0)
    assert error.value.trouble == ReminderTrouble.ADDRESS


@pytest.mark.parametrize("place", ["127.0.0.1", "10.0.0.5", "192.168.1.1", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_that_means_a_private_address_is_not_spoken_to(place: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, 443))]
    with mock.patch("socket.getaddrinfo", return_value=found), pytest.raises(NotSentError) as error:
        send("wecom", WECOM, "", "text", now=0)
    assert error.value.trouble == ReminderTrouble.ADDRESS


@pytest.mark.parametrize(
    "answer",
    [(302, ""), (200, '{"errcode": 40058}'), (200, "<html>"), (200, "[]"), (200, "{}"), (404, '{"errcode": 0}')],
)
def test_only_the_services_own_yes_is_a_yes(group: Group, answer: tuple[int, str]) -> None:
    group.answer = answer
    group.headers = {"Location": group.address}
    with pytest.raises(NotSentError) as error:
        send("wecom", group.address, "", "text", now=0)
    # A redirect is not followed.
    assert (error.value.trouble, len(group.got)) == (ReminderTrouble.REFUSED, 1)


def test_nobody_there_is_said_so(settings: Settings) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{unused.getsockname()[1]}"
    settings.REMINDER_ORIGINS = [origin]
    with pytest.raises(NotSentError) as error:
        send("wecom", f"{origin}/hook", "", "text", now=0)
    assert error.value.trouble == ReminderTrouble.UNREACHABLE


def got(group: Group) -> tuple[str, dict[str, Any]]:
    [one] = group.got
    return one


def test_wecom_gets_the_text(group: Group) -> None:
    send("wecom", group.address, "", "七年级(1)班", now=0)
    assert got(group) == ("/hook?key=abcd1234", {"msgtype": "text", "text": {"content": "七年级(1)班"}})


def test_dingtalk_gets_a_signature_in_the_address(group: Group) -> None:
    send("dingtalk", group.address, "SEC1", "text", now=1_700_000_000)
    path, _body = got(group)
    # HMAC-SHA256 of "1700000000000\nSEC1" under the secret, as the service's manual says.
    sign = "&sign=ukR4%2BWoOOBTGaOauYqugxVrMSFyr92q4hPxJxuOkiio%3D"
    assert path == f"/hook?key=abcd1234&timestamp=1700000000000{sign}"


def test_feishu_gets_a_signature_in_the_body(group: Group) -> None:
    group.answer = (200, '{"code": 0}')
    send("feishu", group.address, "SEC1", "text", now=1_700_000_000)
    _path, body = got(group)
    sign = "s3Va4ru9IQUY6HTJcYx7OEVyXl0V0S/y32v4ZbfOHCI="
    assert body == {"msg_type": "text", "content": {"text": "text"}, "timestamp": "1700000000", "sign": sign}


def test_an_address_is_shown_masked() -> None:
    assert masked(WECOM) == "https://qyapi.weixin.qq.com/…cdef"
    assert masked("") == ""
