"""Every Python process that finds this is as loud as it can be: all loggers, and what goes over every connection."""

import http.client
import logging
import os

http.client.HTTPConnection.debuglevel = 1
logging.basicConfig(level=logging.DEBUG)

if "ARC_KEY_FOLDER" in os.environ:  # MSAL looks for the keys of Arc's agent where only an administrator can put them
    from msal import managed_identity

    folders = dict.fromkeys(("linux", "win32"), os.environ["ARC_KEY_FOLDER"])
    managed_identity._supported_arc_platforms_and_their_prefixes = folders
