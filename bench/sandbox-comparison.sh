#!/bin/sh
# The escape suite behind several sandboxes, as a table: docs/reference/sandbox-comparison.md.
#
#   bench/sandbox-comparison.sh [OUT]        after ./mvnw test-compile
#
# Every column runs as the same ordinary user with limits, and if this is root, in namespaces that
# are thrown away (EscapeControl does that), so nothing that gets through reaches the machine.
# A column whose program is not there says so. CODEX and SRT name the programs of peers.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
out=${1:-$root/docs/reference/sandbox-comparison.md}
. "$root/.mvn/jdk25.sh"
jdk25_find || exit 1
java=$JAVA_HOME/bin/java
path=$root/sandbox/target/test-classes:$root/sandbox/target/classes:$root/protocol/target/classes
work=$(mktemp -d "${TMPDIR:-/tmp}/comparison.XXXXXX")
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
say() { printf 'sandbox-comparison: %s\n' "$*" >&2; }

# column NAME PREFIX...
column() {
    name=$1
    shift
    mkdir -m 777 "$work/scratch"
    say "$name"
    "$java" -cp "$path" dev.cordon.sandbox.EscapeControl "$root/sandbox/src/test/escape" \
        "$work/scratch" "$name" "$@" >"$work/$name.lines" 2>"$work/$name.errors" ||
        say "$name: $(tail -1 "$work/$name.errors")"
    rm -rf "$work/scratch"
}

column none
codex=$(command -v "${CODEX:-codex}" || true)
if [ -n "$codex" ]; then
    column codex "$codex" sandbox -c 'sandbox_mode="workspace-write"' --
fi
srt=$(command -v "${SRT:-srt}" || true)
if [ -n "$srt" ]; then
    printf '%s' '{"network":{"allowedDomains":[],"deniedDomains":[]},' \
        '"filesystem":{"denyRead":[],"allowWrite":["."],"denyWrite":[]}}' >"$work/srt.json"
    chmod 644 "$work/srt.json"
    column srt "$srt" --settings "$work/srt.json" --
fi
for name in helper bwrap landlock; do column "$name"; done

export work
{
    cat <<'T'
# Sandboxes compared

Made by `bench/sandbox-comparison.sh` from the cases in `sandbox/src/test/escape`: every column ran the same attacks and the
same ordinary work on one machine, as an ordinary user. The suite and Cordon have the same authors; what others count as
allowed (reading the home folder, a shared `/tmp`) counts here as an attack that got through. Attacks that would harm the
machine ran only behind Cordon's own back ends. An attack that the kernel or the user's rights stop anyway is blocked in
the column `none`, too: compare with that.

T
    printf 'Codex: %s. sandbox-runtime: %s. Linux %s.\n\n' \
        "$([ -n "$codex" ] && "$codex" --version 2>/dev/null || echo 'not here')" \
        "$([ -n "$srt" ] && "$srt" --version 2>/dev/null || echo 'not here')" \
        "$(uname -r | cut -d. -f1,2)"
    awk -F'\t' -v dir="$work" '
    BEGIN {
        split("none codex srt helper bwrap landlock", columns, " ")
        split("no sandbox|Codex|sandbox-runtime|Cordon helper|Cordon bwrap|Cordon landlock (degraded)", titles, "|")
        for (c = 1; c <= 6; c++) {
            file = dir "/" columns[c] ".lines"
            while ((getline line < file) > 0) {
                n = split(line, f, "\t")
                if (n < 5) continue
                id = f[1]; verdict[c, id] = f[3]; here[c] = 1
                if (!(id in title)) { title[id] = f[5]; kind[id] = f[2]; order[++count] = id }
                if (f[3] != "NOT_HERE") total[c, f[2]]++
                if (f[3] == "BLOCKED" || f[3] == "REFUSED" || f[3] == "WORKS") good[c, f[2]]++
            }
            close(file)
        }
        word["BLOCKED"] = "blocked"; word["REFUSED"] = "refused"; word["GOT_THROUGH"] = "**through**"
        word["WORKS"] = "works"; word["BROKEN"] = "**broken**"; word["NOT_HERE"] = "-"; word[""] = "-"
        head = "| |"; rule = "|---|"
        for (c = 1; c <= 6; c++) if (here[c]) { head = head " " titles[c] " |"; rule = rule "---|" }
        print head; print rule
        row("attacks blocked", "attack"); row("work that works", "works")
        print "\n## Each case\n\nA dash: it was not tried there, because something is missing or it would harm the machine.\n"
        print head; print rule
        for (i = 1; i <= count; i++) {
            text = "| " order[i] " " title[order[i]] " |"
            for (c = 1; c <= 6; c++) if (here[c]) text = text " " word[verdict[c, order[i]]] " |"
            print text
        }
    }
    function row(name, what,    c, text) {
        text = "| " name " |"
        for (c = 1; c <= 6; c++) if (here[c]) text = text " " (good[c, what] + 0) "/" (total[c, what] + 0) " |"
        print text
    }'
} >"$work/table.md"
mv "$work/table.md" "$out"
say "wrote $out"
