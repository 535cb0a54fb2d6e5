"""The emulator's page in a browser, and what a person does with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

_LONGEST_WALK = 200
expect.set_options(timeout=30_000)
_TELL_VIOLATIONS = (
    "document.addEventListener('securitypolicyviolation',"
    " (event) => console.error(`violation of ${event.violatedDirective}: ${event.blockedURI}`))"
)

_FOCUS = """(selector) => {
  const here = document.activeElement;
  return [here.outerHTML.slice(0, 100), getComputedStyle(here).outlineStyle, here.matches(selector)];
}"""


class Window:
    """One tab; `complaints` are what its console and its scripts had to say, `asked` are the origins it spoke to."""

    def __init__(self, context: BrowserContext, endpoint: str) -> None:
        self.endpoint = endpoint
        self.complaints: list[str] = []
        self.asked: set[str] = set()
        context.add_init_script(_TELL_VIOLATIONS)
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda problem: self.complaints.append(f"error: {problem}"))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        self.page.on("request", lambda request: self.asked.add(_origin(request.url)))

    def open(self) -> None:
        """Opens the page by the bare address, as if nobody had been there before, and waits until it is live."""
        self.page.context.set_offline(offline=False)
        self.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        self.page.set_viewport_size({"width": 1400, "height": 900})
        self.page.goto("about:blank")
        self.complaints.clear()
        self.asked.clear()
        self.page.goto(self.endpoint)
        expect(self.page.locator("#contact")).to_have_text("Live")

    def check(self) -> None:
        """Fails when a rule was broken, a script failed, or anybody but the emulator was asked."""
        assert not self.complaints, self.complaints
        assert self.asked == {self.endpoint}

    def expect_complaint(self, pattern: str) -> None:
        """Takes what the console was bound to say off the list; fails when it did not say it."""
        others = [complaint for complaint in self.complaints if not re.search(pattern, complaint)]
        assert others != self.complaints, self.complaints
        self.complaints[:] = others

    def requests(self, text: str | re.Pattern[str] = "") -> Locator:
        """The rows of the requests that show a text."""
        return self.page.locator("#requests-rows button.row").filter(has_text=text)

    def meetings(self, text: str | re.Pattern[str] = "") -> Locator:
        """The rows of the meetings that show a text."""
        return self.page.locator("#meetings-groups button.row").filter(has_text=text)

    def filter(self, name: str) -> Locator:
        """A choice in the filter of the requests."""
        return self.page.get_by_role("search").get_by_role("combobox", name=name)

    def panel(self, name: str) -> Locator:
        """A part of the page by its title."""
        return self.page.get_by_role("region", name=name, exact=True)

    def top_of(self, row: Locator) -> float:
        """How far below the top of the window a row is, in pixels."""
        return float(row.evaluate("(element) => element.getBoundingClientRect().top"))

    def said(self, sentence: str) -> None:
        """Waits until the page says a sentence."""
        expect(self.page.locator("#said")).to_have_text(sentence)

    def tab_to(self, selector: str) -> None:
        """Presses Tab until an element has the focus; fails when one on the way does not show that it has it."""
        for _ in range(_LONGEST_WALK):
            self.page.keyboard.press("Tab")
            here, outline, is_it = self.page.evaluate(_FOCUS, selector)
            assert outline != "none" or here.startswith("<body"), here
            if is_it:
                return
        raise AssertionError(f"Tab never comes to {selector}.")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
