"""The emulator's page in a browser, and the actions of a person on it."""

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
    """One tab; `complaints` are the messages of its console and scripts, `asked` the origins of its requests."""

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
        """Open the page by its bare address, and wait until it is live.

        It replaces the page of the test before: a blank page between them would cost a process of the browser.
        """
        self.page.context.set_offline(offline=False)
        self.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        self.page.set_viewport_size({"width": 1400, "height": 900})
        self.complaints.clear()
        self.asked.clear()
        self.page.goto(self.endpoint)
        expect(self.page.locator("#contact")).to_have_text("Live")

    def check(self) -> None:
        """Fail if the page broke its policy, a script failed, or a request went to another origin than the emulator."""
        assert not self.complaints, self.complaints
        assert self.asked == {self.endpoint}

    def expect_complaint(self, pattern: str) -> None:
        """Remove an expected message of the console from the list; fail if it is missing."""
        others = [complaint for complaint in self.complaints if not re.search(pattern, complaint)]
        assert others != self.complaints, self.complaints
        self.complaints[:] = others

    def requests(self, text: str | re.Pattern[str] = "") -> Locator:
        """Return the rows of requests that show a text."""
        return self.page.locator("#requests-rows button.row").filter(has_text=text)

    def meetings(self, text: str | re.Pattern[str] = "") -> Locator:
        """Return the rows of meetings that show a text."""
        return self.page.locator("#meetings-groups button.row").filter(has_text=text)

    def filter(self, name: str) -> Locator:
        """Return a choice in the filter of the requests."""
        return self.page.get_by_role("search").get_by_role("combobox", name=name)

    def panel(self, name: str) -> Locator:
        """Return a part of the page by its title."""
        return self.page.get_by_role("region", name=name, exact=True)

    def top_of(self, row: Locator) -> float:
        """Return the distance of a row from the top of the window, in pixels."""
        return float(row.evaluate("(element) => element.getBoundingClientRect().top"))

    def said(self, sentence: str) -> None:
        """Wait until the page shows a sentence."""
        expect(self.page.locator("#said")).to_have_text(sentence)

    def tab_to(self, selector: str) -> None:
        """Press Tab until an element has the focus; fail if an element on the way does not show its focus."""
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
