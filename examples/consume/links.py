"""Print name and link of each meeting: pulumi stack output --json | python links.py."""

import json
import sys

for name, link in sorted(json.load(sys.stdin)["links"].items()):
    print(f"{name}: {link}")
