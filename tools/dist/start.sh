#!/bin/sh
# Starts the provider with a Python of this machine: MSGRAPH_MEETINGS_PYTHON, else the first on PATH that fits.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
for python in ${MSGRAPH_MEETINGS_PYTHON:+"$MSGRAPH_MEETINGS_PYTHON"} python3 @PYTHONS@ python; do
    if "$python" -I -S "$here/lib/start.py" --fits >/dev/null 2>&1; then
        exec "$python" -I -S "$here/lib/start.py" "$@"
    fi
done
echo "The plugin msgraph-meetings needs one of these on PATH: @PYTHONS@." >&2
echo "MSGRAPH_MEETINGS_PYTHON can name an interpreter that is not on PATH." >&2
exit 1
