"""Play a chat's incoming webhook while a command runs: `webhook.py COMMAND ...` prints at its end what was posted.

The command finds the webhook's address in WEBHOOK_URL.
"""

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar


class Webhook(BaseHTTPRequestHandler):
    """Keeps the texts that are posted to it."""

    texts: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        """Keep one text."""
        posted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.texts.append(posted["text"])
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print no line about the request."""


with HTTPServer(("127.0.0.1", 0), Webhook) as server:
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    code = subprocess.run(sys.argv[1:], env=os.environ | {"WEBHOOK_URL": address}, check=False).returncode  # noqa: S603
    server.shutdown()
for text in Webhook.texts:
    print(f"posted: {text}")
sys.exit(code)
