"""A form for meetings, on the standard library's web server: `self_service.py [PORT]`.

It has no sign-in of its own and listens on this machine only. Put a proxy before it that signs people in.
"""

import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import form
from meetings import BusyError, Teams
from pulumi.automation import CommandError

PORT = 8080
TEAMS = Teams(Path(__file__).with_name("teams"))


class SelfService(BaseHTTPRequestHandler):
    """The form at `/`, and `/meetings`, which it is sent to."""

    timeout = 30  # seconds for a client to send its request

    def do_GET(self) -> None:
        """Show the form."""
        if self.path == "/":
            self._answer(HTTPStatus.OK, form.empty_form())
        else:
            self._answer(HTTPStatus.NOT_FOUND, form.refused("There is no such page."))

    def do_POST(self) -> None:
        """Make the meeting that the form asks for."""
        size = self.headers.get("Content-Length", "")
        if self.path != "/meetings":
            self._answer(HTTPStatus.NOT_FOUND, form.refused("There is no such page."))
        elif self.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            self._answer(HTTPStatus.FORBIDDEN, form.refused("The form of another site was sent here."))
        elif not size.isascii() or not size.isdigit() or int(size) > form.LONGEST_BODY:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, form.refused("The form is too long."))
        else:
            self._make(self.rfile.read(int(size)))

    def _make(self, body: bytes) -> None:
        try:
            team, wish = form.read(body)
            link = TEAMS.ask(team, wish)
        except form.WrongInputError as problem:
            self._answer(HTTPStatus.UNPROCESSABLE_ENTITY, form.refused(str(problem)))
        except ValueError:
            self._answer(HTTPStatus.UNPROCESSABLE_ENTITY, form.refused("The form has too many fields."))
        except BusyError as problem:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, form.refused(str(problem)))
        except CommandError as problem:
            self.log_error("%s", problem)
            text = "The meeting could not be made. The log of this service says why."
            self._answer(HTTPStatus.BAD_GATEWAY, form.refused(text))
        else:
            self._answer(HTTPStatus.OK, form.made(wish, link))

    def _answer(self, status: HTTPStatus, page: str) -> None:
        body = page.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
        self.end_headers()
        self.wfile.write(body)


def main(port: int) -> None:
    """Serve until Ctrl-C."""
    with ThreadingHTTPServer(("127.0.0.1", port), SelfService) as server:
        print(f"The form is at http://127.0.0.1:{server.server_port}/", flush=True)
        server.serve_forever()


main(int(sys.argv[1]) if len(sys.argv) > 1 else PORT)
