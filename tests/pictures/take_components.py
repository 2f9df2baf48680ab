"""Takes the pictures of docs/design-system.md, one a component: `make pictures`. No test, and not collected as one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import SignIn
from tests.factories import make_administrator, make_school

pytestmark = pytest.mark.django_db(transaction=True)

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SPECIMEN = Path(__file__).with_name("specimen.html")
STATES = (
    ("open", "填报中"),
    ("submitted", "已上报"),
    ("returned", "已退回"),
    ("late", "逾期"),
    ("in_notice", "公示中"),
    ("disputed", "有异议"),
    ("final", "已生效"),
)
PROBLEMS = (
    SimpleNamespace(level="blocking", place="文明星", message="名额5人，已填6人。", url=""),
    SimpleNamespace(level="warning", place="王欣怡", message="本月已有4项。", url=""),
)
STEPS = (
    SimpleNamespace(label="学生自报", state="done", note="9月26日"),
    SimpleNamespace(label="小组评议", state="current", note=""),
    SimpleNamespace(label="班级公示", state="todo", note=""),
)
COLOURS = (
    "ink", "ink-soft", "paper", "surface", "sunk", "line-strong", "blue", "blue-soft", "green", "green-soft", "amber",
    "amber-soft", "red", "red-soft", "night", "gold", "gold-soft", "gold-ink",
)  # fmt: skip
# The page policy forbids styles in the page, not those that a script sets.
SWATCHES = """names => {
  const list = document.querySelector("[data-swatches]");
  for (const name of names) {
    const item = document.createElement("li"), patch = document.createElement("div");
    patch.style.cssText = `height: 3rem; border: 1px solid var(--line-strong); border-radius: var(--radius-s);`
      + `background: var(--${name})`;
    item.append(patch, `--${name}`);
    list.append(item);
  }
}"""


def shoot(page: Page, suffix: str) -> None:
    page.evaluate(SWATCHES, list(COLOURS))
    for section in page.locator("main section[id]").all():
        name = section.get_attribute("id")
        section.screenshot(path=FOLDER / f"component-{name}{suffix}.png", animations="disabled", caret="hide")


def test_take_pictures_of_components(signed_in_page: SignIn, live_server: LiveServer, context: BrowserContext) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    user = make_administrator(make_school())
    request = RequestFactory().get("/")
    request.user = user
    template = engines["django"].from_string(SPECIMEN.read_text(encoding="utf-8"))
    page = signed_in_page(user)
    page.set_viewport_size({"width": 900, "height": 800})
    html = template.render({"states": STATES, "problems": PROBLEMS, "steps": STEPS}, request)
    page.route("**/specimen", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(f"{live_server.url}/specimen")
    assert settings.STATIC_URL in html
    shoot(page, "")
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}/specimen")
    shoot(page, "-dark")
