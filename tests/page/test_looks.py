"""Read in the dark and in daylight, on a telephone and on a wide screen."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from msgraph_meetings_emulator import Fault
from tests.emulator.client import application

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import FloatRect

    from msgraph_meetings_emulator import Emulator
    from tests.emulator.client import Client
    from tests.page.window import Window

_TEXTS = """() => {
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const texts = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility()
    && !element.disabled && [...element.childNodes].some((child) => child.nodeType === 3 && child.data.trim()));
  return texts.map((element) => [element.textContent.trim(), getComputedStyle(element).color, ground(element)]);
}"""
_EDGES = """() => [...document.querySelectorAll("input, select, textarea, main button:not(.row)")]
  .filter((element) => element.checkVisibility() && element.type !== "checkbox")
  .map((element) => [element.id || element.textContent, getComputedStyle(element).borderTopColor,
    getComputedStyle(element).backgroundColor])"""

_WIDER = """(all, width) => all
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > width + 1)
  .map((one) => one.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def _busy(_window: Window, _msgraph_emulator_server: Emulator) -> Window:
    """The page with one of everything on it, opened once: the tests that share it only look at it."""
    emulator, window = _msgraph_emulator_server, _window
    emulator.reset()
    window.open()
    with application(emulator) as client:
        client.made("team", subject="Stand-up")
        emulator.arm(status=503, path="/broken")
        emulator.arm(Fault.throttled(), Fault.lost_request(path="/lost"))
        for path in ("/broken", "/throttled"):
            client.send("DELETE", path)
        client.send("PATCH", "/other", json={})
    emulator.policy_override(allowRecording=False)
    emulator.choose(passcode_required=True)
    emulator.set_clock("2027-01-04T09:00:00Z", stopped=True)
    expect(window.requests()).to_have_count(4)
    for row in (window.meetings().first, window.requests("createOrGet"), window.requests("503")):
        row.click()
    window.page.get_by_text("Show the switches").click()
    window.page.get_by_text("other properties").click()
    return window


@pytest.fixture
def busy(_busy: Window) -> Iterator[Window]:
    """The busy page; afterwards it is as before, and it kept its policy."""
    expect(_busy.page.locator(".detail:visible")).to_have_count(3)
    yield _busy
    _busy.page.keyboard.press("Escape")  # closes a dialog
    expect(_busy.page.get_by_role("dialog")).to_have_count(0)
    _busy.check()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_and_every_edge_of_a_control_stands_out(busy: Window, scheme: str) -> None:
    busy.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    busy.page.get_by_role("button", name="Reset…").click()
    texts = busy.page.evaluate(_TEXTS)
    assert len(texts) > 150
    assert {ground for _, _, ground in texts if _luminance(ground) > 0.5} == set() if scheme == "dark" else texts
    pale = [(text, _contrast(colour, ground)) for text, colour, ground in texts if _contrast(colour, ground) < 4.5]
    assert pale == []
    faint = [name for name, edge, ground in busy.page.evaluate(_EDGES) if _contrast(edge, ground) < 3]
    assert faint == []


@pytest.mark.parametrize("width", [320, 400, 768, 1600])
def test_nothing_is_wider_than_the_window(busy: Window, width: int) -> None:
    busy.page.set_viewport_size({"width": width, "height": 900})
    assert busy.page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert busy.page.locator(".panel :not(bdi, .query), .bar > *").evaluate_all(_WIDER, width) == []


@pytest.mark.parametrize("width", [320, 360])
def test_navigation_is_whole_when_the_window_is_narrow(busy: Window, width: int) -> None:
    busy.page.set_viewport_size({"width": width, "height": 800})
    nav = busy.page.get_by_role("navigation", name="Sections")
    assert nav.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    places = [link.bounding_box() for link in busy.page.locator(".bar a, .bar button, .bar .contact").all()]
    boxes = [place for place in places if place]
    assert len(boxes) == 7 + 1 + 1 + 2
    assert [box for box in boxes if box["x"] < 0 or box["x"] + box["width"] > width] == []
    assert [(one, other) for one, other in itertools.combinations(boxes, 2) if _touch(one, other)] == []


def test_save_and_delete_are_visible_when_a_meeting_is_opened(window: Window, client: Client) -> None:
    for number in range(40):
        client.made(f"team-{number}", subject=f"Stand-up {number}")
    for name in ("Stand-up 39", "Stand-up 0"):
        window.meetings(re.compile(f"{name}team")).click()
        for button in ("Save", "Delete…"):
            expect(window.panel("Meetings").get_by_role("button", name=button)).to_be_in_viewport(ratio=1)
        assert window.page.locator("#meetings-scroll").evaluate("(one) => one.scrollHeight <= one.clientHeight")
        window.meetings(re.compile(f"{name}team")).click()
        expect(window.meetings(re.compile(f"{name}team"))).to_be_in_viewport()


def test_page_has_no_motion_when_the_user_prefers_reduced_motion(window: Window) -> None:
    behaviour = "() => getComputedStyle(document.documentElement).scrollBehavior"
    window.page.emulate_media(reduced_motion="no-preference")
    assert window.page.evaluate(behaviour) == "smooth"
    window.page.emulate_media(reduced_motion="reduce")
    assert window.page.evaluate(behaviour) == "auto"


def _touch(one: FloatRect, other: FloatRect) -> bool:
    """Return True if fewer than six pixels separate two boxes side by side."""
    beside = one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]
    return beside and one["x"] < other["x"] + other["width"] + 6 and other["x"] < one["x"] + one["width"] + 6


def _contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    found = re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", colour)
    assert found, colour
    red, green, blue = (_linear(int(part) / 255) for part in found.groups())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
