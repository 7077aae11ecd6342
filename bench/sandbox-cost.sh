#!/bin/sh
# One sandboxed command beside other sandboxes, alone, through the warm process and in a session.
#
#   bench/sandbox-cost.sh [RUNS [COMMANDS]]     after ./mvnw package
#
# RUNS of each alone (10), COMMANDS in a session (300). CODEX and SRT name the programs of peers, by
# default codex and srt of PATH, Codex by its native program; what is not there is left out.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/.mvn/jdk25.sh"
jdk25_find || exit 1
cordon=${CORDON:-$root/dist/bin/cordon}
[ -x "$cordon" ] || { echo "sandbox-cost: run ./mvnw package first" >&2; exit 1; }
# Not below /tmp, where Codex refuses to have its home.
HOME=$(mktemp -d "${HOME:-/root}/sandbox-cost.XXXXXX")
export HOME
# A warm process takes only runs with the environment that it was started with, and launchers of
# interpreters change it.
python=$(python3 -c 'import sys; print(sys.executable)')
trap '"$cordon" warm stop >&2; sleep 1; rm -rf "$HOME"' EXIT
set -- "${1:-10}" "${2:-300}" "plain=" \
    "bubblewrap=bwrap --ro-bind / / --dev /dev --unshare-all" \
    "Cordon=env CORDON_COLD=1 $cordon sandbox --" \
    "Cordon, warm process=$cordon sandbox --"
if codex=$(command -v "${CODEX:-codex}"); then
    set -- "$@" "Codex=$codex sandbox -c 'sandbox_mode=\"workspace-write\"' --"
fi
if srt=$(command -v "${SRT:-srt}"); then
    printf '%s' '{"network":{"allowedDomains":[],"deniedDomains":[]},' \
        '"filesystem":{"denyRead":[],"allowWrite":["."],"denyWrite":[]}}' >"$HOME/srt.json"
    set -- "$@" "sandbox-runtime=$srt --settings $HOME/srt.json --"
fi
runs=$1
commands=$2
shift 2
"$cordon" warm start >&2
"$python" "$root/bench/sandbox-cost.py" -n "$runs" --session "$commands" "$@"
"$cordon" warm status >&2
