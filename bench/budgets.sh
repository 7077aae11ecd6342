#!/usr/bin/env bash
# Every row of the table of budgets in RESULTS.md, one after the other.
#
#   bench/budgets.sh BENCH [ROW...]     BENCH: the folder with bench.py and mock.mjs
#
# ROW: first-byte alone rounds long resume eight; all of them without one. `rounds` takes about five
# minutes, `long` (10,000 rounds) ten, the others one each. The peers that are on PATH are measured
# too: codex, claude, gemini. Results of bench.py are added to $BENCH_OUT/runs.jsonl.
set -euo pipefail
here=$(cd "$(dirname -- "$0")" && pwd)
cordon=$here/../dist/bin/cordon
[ $# -ge 1 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2; }
bench=$(cd "$1" && pwd)
shift
rows=${*:-first-byte alone rounds long resume eight}
export BENCH_OUT=${BENCH_OUT:-$PWD/budgets} BENCH_DIR=${BENCH_DIR:-$PWD/budgets}
mkdir -p "$BENCH_OUT"

peers=()
for pair in codex:codexn-ws claude:claude gemini:gemini; do
    command -v "${pair%%:*}" >/dev/null && peers+=("${pair##*:}")
done

run() { CORDON_BIN=${program:-$cordon} "$bench/ns.sh" python3 "$bench/bench.py" "$@"; }

codex=()
if command -v codex >/dev/null; then codex=("codex=codex exec --skip-git-repo-check"); fi

for row in $rows; do
    echo "budgets: $row, load $(cut -d' ' -f1 /proc/loadavg)"
    case $row in
    first-byte)
        for tls in "" --tls; do
            "$here/first-byte.py" $tls "cordon=$cordon exec" "cordon-warm=$cordon exec" "${codex[@]}"
        done
        ;;
    alone)
        home=$(mktemp -d "$BENCH_DIR/alone.XXXX")
        in_home() { (cd "$home" && env -i PATH="$PATH" HOME="$home" LANG=C.UTF-8 "$@"); }
        python=$(python3 -c 'import sys; print(sys.executable)')
        in_home "$cordon" warm start
        in_home "$python" "$here/sandbox-cost.py" -n 20 plain= "cordon-warm=$cordon sandbox --" \
            "cordon-cold=env CORDON_COLD=1 $cordon sandbox --" ${codex[0]:+"codex=codex sandbox --"}
        in_home "$cordon" warm stop
        rm -rf "$home"
        ;;
    rounds)
        for peer in cordon "${peers[@]}"; do
            run "$peer" 1 --label warm-up >/dev/null
            run "$peer" 1 --reps 5 --label start
            run "$peer" 100 --reps 3 --label n100
            run "$peer" 300 --label n300
        done
        run cordon 1000 --label n1000
        ;;
    long)
        # A history of 10,000 rounds fits into no window; without this it would be made shorter.
        program=$BENCH_OUT/cordon-without-window
        printf '#!/bin/sh\nverb=$1\nshift\nexec %s "$verb" -c model_context_window=100000000 "$@"\n' \
            "$cordon" >"$program"
        chmod +x "$program"
        run cordon 10000 --label n10000 --timeout 1500
        run cordon 1 --reps 5 --resume --label resume-after-10000 --timeout 200
        program=
        ;;
    resume)
        for peer in cordon "${peers[@]}"; do
            run "$peer" 1 --reps 5 --label start
            run "$peer" 300 --label n300
            run "$peer" 1 --reps 5 --resume --label resume-after-300
        done
        ;;
    eight)
        "$bench/ns.sh" "$here/eight.py" "$bench/mock.mjs" "$cordon" --rounds 10
        for peer in "${peers[@]}"; do run "$peer" 10 --par 8 --label par8; done
        ;;
    *)
        echo "budgets: there is no row $row" >&2
        exit 2
        ;;
    esac
done
