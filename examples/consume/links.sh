#!/bin/sh
# Print name and link of each meeting: pulumi stack output --json | ./links.sh
jq --raw-output '.links | to_entries | sort_by(.key)[] | "\(.key): \(.value)"'
