#!/bin/sh
# Preview, deploy and check meetings: the three steps of every pipeline, and of a laptop.
#
#   meetings.sh preview COMMIT   show how the program differs from COMMIT; needs no credentials
#   meetings.sh up               deploy, and keep the outputs
#   meetings.sh output NAME      print one output, for a later step
#   meetings.sh drift            compare Teams with the program; exits with 7 if they differ
#
# PULUMI_STACK   the stack; `preview` does not need it
# PROGRAM        the folder of Pulumi.yaml (default: .)
# INSTALL        a command to run in that folder before a preview, such as `npm ci` (default: none)
# REPORTS        the folder for what a pipeline keeps (default: reports)
#
# It needs git, Python 3 and Pulumi 3.246 or newer.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
program=${PROGRAM:-.}
reports=${REPORTS:-reports}

# Preview the program in a folder ($1) with an empty state of its own, and keep the result under a name ($2).
plan() (
  own=$scratch/$2
  mkdir -p "$own/state"
  export PULUMI_BACKEND_URL="file://$own/state" PULUMI_CONFIG_PASSPHRASE=preview
  unset PULUMI_STACK
  cp "$1"/Pulumi.yaml "$own" &&
    { [ ! -f "$1/Pulumi.preview.yaml" ] || cp "$1/Pulumi.preview.yaml" "$own"; } &&
    (cd "$1" && sh -c "${INSTALL:-:}") >&2 &&
    pulumi --cwd "$own" stack init preview --non-interactive >&2 &&
    pulumi --cwd "$1" preview --stack preview --config-file "$own/Pulumi.preview.yaml" \
      --non-interactive --json >"$own.json"
)

preview() {
  scratch=$(mktemp -d)
  trap 'git worktree remove --force "$scratch/source" 2>/dev/null || true; rm -rf "$scratch"' EXIT
  git worktree add --quiet --detach "$scratch/source" "$1"
  if ! plan "$scratch/source/$program" before; then
    echo "The program at $1 cannot be previewed, so every resource counts as added." >&2
    echo '{}' >"$scratch/before.json"
  fi
  if ! plan "$program" after; then
    python3 "$here/report.py" errors "$scratch/after.json" >&2
    exit 1
  fi
  python3 "$here/report.py" changes "$scratch/before.json" "$scratch/after.json" >"$reports/preview.md"
  cat "$reports/preview.md"
}

up() {
  pulumi --cwd "$program" stack select --create "$PULUMI_STACK" --non-interactive
  pulumi --cwd "$program" up --stack "$PULUMI_STACK" --yes --skip-preview --non-interactive
  pulumi --cwd "$program" stack output --stack "$PULUMI_STACK" --json >"$reports/outputs.json"
}

output() {
  pulumi --cwd "$program" stack output "$1" --stack "$PULUMI_STACK" --non-interactive
}

drift() {
  set -- preview --stack "$PULUMI_STACK" --refresh --run-program --non-interactive
  code=0
  pulumi --cwd "$program" "$@" --expect-no-changes --output json >"$reports/drift.json" || code=$?
  case $code in
    0) : >"$reports/drift.txt" ;;
    7) pulumi --cwd "$program" "$@" --diff --color never >"$reports/drift.txt" ;;
    *)
      pulumi --cwd "$program" "$@" --color never >&2 || true # `--output json` prints no error
      exit "$code"
      ;;
  esac
  python3 "$here/report.py" drift "$reports/drift.json" "$reports/drift.txt" >"$reports/drift.md"
  cat "$reports/drift.md"
  exit "$code"
}

mkdir -p "$reports"
case ${1:-} in
  preview) preview "${2:?name the commit to compare with}" ;;
  up | drift) "$1" ;;
  output) output "${2:?name the output}" ;;
  *)
    sed -n '2,15s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
