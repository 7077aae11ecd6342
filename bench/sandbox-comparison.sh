#!/bin/sh
# The escape suite behind several sandboxes, as a table: docs/reference/sandbox-comparison.md.
#
#   bench/sandbox-comparison.sh [OUT]        after ./mvnw test-compile
#
# Every column runs as the same ordinary user with limits, and if this is root, in namespaces that
# are thrown away, with temporary folders of their own (EscapeControl does that), so nothing that
# gets through reaches the machine. The runner refuses to run an attack as root.
#
# CODEX and SRT name the programs of peers, by default codex and srt of PATH; a column whose program
# is not there is left out and the table says so. Of Codex name the native program, which lies in the
# package of the platform (codex-linux-x64/vendor/*/bin/codex), not its launcher for Node. COLUMNS
# says which columns are run; the lines of the others are those of the last run, in
# sandbox/target/comparison.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
out=${1:-$root/docs/reference/sandbox-comparison.md}
. "$root/.mvn/jdk25.sh"
jdk25_find || exit 1
java=$JAVA_HOME/bin/java
path=$root/sandbox/target/test-classes:$root/sandbox/target/classes:$root/protocol/target/classes
cases=$root/sandbox/src/test/escape
# Not below /tmp, which some sandboxes leave writable as their rule, so that "outside" is outside.
work=$root/sandbox/target/comparison
mkdir -p "$work"
trap 'rm -rf "$work/s"' EXIT
say() { printf 'sandbox-comparison: %s\n' "$*" >&2; }
[ -d "$root/sandbox/target/test-classes" ] || { say "run ./mvnw test-compile first"; exit 1; }

# column NAME PREFIX...
column() {
    name=$1
    shift
    case " ${COLUMNS:-$name} " in *" $name "*) ;; *) return 0 ;; esac
    rm -rf "$work/s"
    mkdir "$work/s"
    chmod 777 "$work/s"
    say "$name"
    "$java" -cp "$path" dev.cordon.sandbox.EscapeControl "$cases" \
        "$work/s" "$name" "$@" >"$work/$name.lines" 2>"$work/$name.errors" || :
    say "$(tail -1 "$work/$name.errors")"
}

srtSettings='{"network":{"allowedDomains":[],"deniedDomains":[]},"filesystem":{"denyRead":[],"allowWrite":["."],"denyWrite":[]}}'
column none
codex=$(command -v "${CODEX:-codex}" || true)
if [ -n "$codex" ]; then
    column codex "$codex" sandbox -c 'sandbox_mode="workspace-write"' --
fi
srt=$(command -v "${SRT:-srt}" || true)
if [ -n "$srt" ]; then
    printf '%s' "$srtSettings" >"$work/srt.json"
    column srt "$srt" --settings "$work/srt.json" --
fi
for name in helper bwrap landlock; do column "$name"; done

# tried KIND: how many cases of a kind a shell can try
tried() { awk -v kind="$1" '/^== /{k=$3} /^-- run/{n+=(k==kind)} END{print n}' "$cases"/*.cases; }
version() { [ -n "$1" ] && "$@" 2>/dev/null | tail -1 | sed 's/^[a-z-]* //' || echo 'not here'; }
codexVersion=$(version "$codex" --version)
srtVersion=$(version "$srt" --version)
bwrapVersion=$(version "$(command -v bwrap || true)" --version)
cordonVersion=$(sed -n 's|.*<version>\(.*\)</version>.*|\1|p' "$root/pom.xml" | head -1)
{
    cat <<'T'
# Sandboxes compared

Made by `bench/sandbox-comparison.sh` from the cases in `sandbox/src/test/escape`; nothing in it is written by hand. Every
column ran the same attacks and the same ordinary work on one machine, as the same ordinary user, without a network, in
namespaces that were thrown away. A verdict comes from what the host sees afterwards (a changed canary, a marker, bytes
that arrived), not from what the command says. Each sandbox ran in its usual mode for work on a project, which is
`workspace-write` for Codex and `allowWrite: ["."]` with no domain allowed for sandbox-runtime.

How to read it:

- The suite and Cordon have the same authors, who looked for what Cordon must stop. What others permit on purpose counts
  here as an attack that got through: reading the home folder, a shared `/tmp`, the whole environment.
- An attack that the kernel or the user's rights stop anyway is blocked in the column "no sandbox", too: compare with that.
- Rows about surfaces of the kernel count a call that is permitted, not an exploit.
- Attacks that would harm the machine ran only behind Cordon's own back ends, and those that need root ran nowhere here,
  because nothing ran as root. A dash says that a case was not tried in that column.
- Cases about a proxy ran behind Cordon's helper with its proxy on, which would let every name through that leads to no
  private address; the others' ran with no domain allowed.
- A command alone costs more behind Cordon than behind bubblewrap or Codex, because a JVM starts; in a session it costs
  less. `bench/RESULTS.md` has the figures.
- "Cordon Landlock" is the degraded back end, which runs only where an administrator allows it.

T
    printf '| | |\n|---|---|\n'
    printf '| date | %s |\n' "$(date -u +%Y-%m-%d)"
    printf '| machine | Linux %s, %s, %s processors |\n' \
        "$(uname -r | cut -d. -f1,2)" "$(uname -m)" "$(nproc)"
    printf '| cases | %s attacks and %s pieces of work, SHA-256 of their files %s |\n\n' \
        "$(tried attack)" "$(tried works)" "$(cat "$cases"/*.cases | sha256sum | cut -c1-16)"
    printf '| Column | Version | Command before each attempt |\n|---|---|---|\n'
    printf '| no sandbox | | none |\n'
    printf '| Codex | %s | %s |\n' "$codexVersion" \
        '`codex sandbox -c '"'"'sandbox_mode="workspace-write"'"'"' --`'
    printf '| sandbox-runtime | %s | %s |\n' "$srtVersion" \
        "\`srt --settings FILE --\`, FILE: \`$srtSettings\`"
    printf '| Cordon helper, bubblewrap, Landlock | %s; bubblewrap %s | %s |\n\n' \
        "$cordonVersion" "$bwrapVersion" \
        'the boundary of `cordon sandbox --` in its default mode, from the same process as the runner'
    awk -F'\t' -v dir="$work" '
    BEGIN {
        split("none codex srt helper bwrap landlock", columns, " ")
        split("no sandbox|Codex|sandbox-runtime|Cordon helper|Cordon bubblewrap|Cordon Landlock", titles, "|")
        n = split("W writes outside|P protected names|R secrets and other reads|N network|C catalogue, mixed|" \
            "K processes and terminals|V privilege|X surface of the kernel|JV build tools of the JVM", pairs, "|")
        for (i = 1; i <= n; i++) {
            space = index(pairs[i], " ")
            groups[i] = substr(pairs[i], 1, space - 1)
            groupTitle[groups[i]] = substr(pairs[i], space + 1)
        }
        for (c = 1; c <= 6; c++) {
            file = dir "/" columns[c] ".lines"
            while ((getline line < file) > 0) {
                if (split(line, f, "\t") < 5) continue
                id = f[1]; verdict[c, id] = f[3]; here[c] = 1
                group = id; sub(/[0-9].*/, "", group)
                if (f[2] == "works") group = "M"
                if (!(id in title)) { title[id] = f[5]; of[id] = group; order[++count] = id }
                if (f[3] == "NOT_HERE") continue
                total[c, group]++; total[c, f[2]]++
                if (f[3] == "BLOCKED" || f[3] == "REFUSED" || f[3] == "WORKS") {
                    good[c, group]++; good[c, f[2]]++
                }
            }
            close(file)
        }
        word["BLOCKED"] = "blocked"; word["REFUSED"] = "refused"; word["GOT_THROUGH"] = "**through**"
        word["WORKS"] = "works"; word["BROKEN"] = "**broken**"; word["NOT_HERE"] = "-"; word[""] = "-"
        head = "| |"; rule = "|---|"
        for (c = 1; c <= 6; c++) if (here[c]) { head = head " " titles[c] " |"; rule = rule "---|" }
        print "## In numbers\n\nOf those tried in each column.\n\n" head; print rule
        row("**attacks blocked**", "attack"); row("**ordinary work that works**", "works")
        for (i = 1; i <= n; i++) row("blocked: " groupTitle[groups[i]], groups[i])
        print "\n## Where Cordon does worse\n\nAttacks that one of the others stops and a back end of" \
            " Cordon does not, and work that\none of the others lets go on and a back end does not.\n"
        print "| | better | worse |\n|---|---|---|"
        for (i = 1; i <= count; i++) worse(order[i])
        print "\n## Each case\n\n" head; print rule
        for (i = 1; i <= count; i++) {
            text = "| " order[i] " " title[order[i]] " |"
            for (c = 1; c <= 6; c++) if (here[c]) text = text " " word[verdict[c, order[i]]] " |"
            print text
        }
    }
    function held(c, id) {
        return verdict[c, id] == "BLOCKED" || verdict[c, id] == "REFUSED" || verdict[c, id] == "WORKS"
    }
    function lost(c, id) { return verdict[c, id] == "GOT_THROUGH" || verdict[c, id] == "BROKEN" }
    function worse(id,    c, better, losers) {
        for (c = 1; c <= 3; c++) if (held(c, id)) better = better (better ? ", " : "") titles[c]
        for (c = 4; c <= 6; c++) if (lost(c, id)) losers = losers (losers ? ", " : "") titles[c]
        if (better != "" && losers != "") print "| " id " " title[id] " | " better " | " losers " |"
    }
    function row(name, what,    c, text) {
        text = "| " name " |"
        for (c = 1; c <= 6; c++) if (here[c]) text = text " " (good[c, what] + 0) "/" (total[c, what] + 0) " |"
        print text
    }'
} >"$work/table.md"
cp "$work/table.md" "$out"
say "wrote $out"
