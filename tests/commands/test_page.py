"""The page of `share` in a real Chromium: read, scanned, printed; light, dark, narrow; with a keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
import zxingcpp
from playwright.sync_api import sync_playwright

from tests.commands.person import LINK, Person, export, resource, secret
from tests.commands.test_share import NOW, STANDUP, read_by_icalendar
from tests.page.conftest import _FLAGS
from tools import browser as chromium
from tools.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.proof

ENOUGH = 4.5
"""The contrast that WCAG 2.1 asks for."""
_CONTRASTS = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = (colour) => { const [r, g, b] = parts(colour).map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (element) => { for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor; if (!/, 0\\)$/.test(colour)) return colour; }
    return "rgb(255, 255, 255)"; };
  return [...document.querySelectorAll("h1, h2, p, time, a, footer")].filter((element) => element.checkVisibility())
    .map((element) => { const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); });
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield Chromium, which reaches no host."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.ensure(Places.here()), args=_FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a page with three meetings, one of them with odd texts."""
    path = tmp_path_factory.mktemp("page") / "meetings.html"
    text = export(
        resource("a", passcode=secret("Kx9fQ2"), **STANDUP),
        resource("b", **STANDUP | {"subject": "Quartalsüberblick: Zahlen & <b>Ziele</b> 会議 🎉 " * 3}),
        resource("open", subject="W" * 150),
    )
    seen = Person().runs("share", "-", "--passcodes", "--out", path, "--now", NOW, given=text)
    assert seen.code == 0, seen.errors
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """Yield the opened page; afterwards assert that it asked for nothing and complained about nothing."""
    with browser.new_context(locale="en-GB") as context:
        opened = context.new_page()
        said: list[Any] = []
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda problem: said.append(problem))  # noqa: PLW0108  (Playwright marks the handler)
        opened.on("request", lambda request: said.append(request.url) if request.url != file.as_uri() else None)
        opened.goto(file.as_uri())
        yield opened
        assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_qr_code_on_the_screen_is_the_link_of_its_meeting(page: Page, tmp_path: Path, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    for article, name in zip(page.locator("article").all(), ("a", "b", "open"), strict=True):
        assert scanned(article.locator("svg").screenshot()) == LINK.format(name=name)
        assert article.get_by_role("link", name="Join the meeting").get_attribute("href") == LINK.format(name=name)


def scanned(picture: bytes) -> str:
    """Return the text of the QR code in a PNG."""
    import io  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return str(found.text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    assert min(page.evaluate(_CONTRASTS)) >= ENOUGH


@pytest.mark.parametrize("width", [320, 800, 1600])
def test_no_part_is_wider_than_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_printed_it_shows_links_as_text_and_no_buttons(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    assert page.get_by_text(LINK.format(name="a"), exact=True).is_visible()
    assert not page.get_by_role("link", name="Join the meeting").first.is_visible()
    assert min(page.evaluate(_CONTRASTS)) >= ENOUGH
    assert scanned(page.locator("svg").first.screenshot()) == LINK.format(name="a")
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_texts_are_shown_as_they_are(page: Page) -> None:
    assert page.get_by_role("heading", name="Stand-up").is_visible()
    assert "<b>Ziele</b>" in page.locator("h2").nth(1).inner_text()
    assert page.get_by_text("Meeting ID: 123456789 · Passcode: Kx9fQ2").is_visible()
    assert page.locator("time").first.get_attribute("datetime") == "2027-01-04T09:00:00Z"


def test_add_to_calendar_holds_the_meeting_s_own_calendar(page: Page) -> None:
    links = page.get_by_role("link", name="Add to calendar")
    assert links.count() == 2  # the third meeting has no time
    data = links.first.get_attribute("href") or ""
    (event,) = read_by_icalendar(unquote(re.sub("^data:[^,]*,", "", data)))
    assert event["summary"] == "Stand-up"


def test_a_keyboard_reaches_every_link_and_shows_where_it_is(page: Page) -> None:
    for _ in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert page.evaluate("document.activeElement.tagName") == "A"
