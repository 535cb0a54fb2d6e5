# Starts the provider from the folders beside this file. It is read by any Python, so that an old one is refused, too.
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
native = os.path.join(here, "cp%d%d" % sys.version_info[:2])

if "--fits" in sys.argv:
    sys.exit(0 if os.path.isdir(native) else 1)

sys.path[:0] = [native, os.path.join(here, "any")]

from msgraph_meetings.plugin.server import main

main()
