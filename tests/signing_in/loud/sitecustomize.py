"""Make each Python process that finds this file log all it can: every logger, and the bytes of every connection."""

import http.client
import logging
import os

http.client.HTTPConnection.debuglevel = 1
logging.basicConfig(level=logging.DEBUG)

if "ARC_KEY_FOLDER" in os.environ:  # MSAL reads the keys of Arc's agent only from a folder of the administrator
    from msal import managed_identity

    folders = dict.fromkeys(("linux", "win32"), os.environ["ARC_KEY_FOLDER"])
    managed_identity._supported_arc_platforms_and_their_prefixes = folders
