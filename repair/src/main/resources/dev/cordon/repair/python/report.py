"""Words and patches for the report."""
import difflib
import json


def unified(path, before, after):
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(),
                                 "a/" + path, "b/" + path, lineterm="")
    return "\n".join(lines) + "\n"


def for_tool(path, before, after):
    """A patch for apply_patch; each chunk has the context it needs to be found first."""
    old, new = before.splitlines(), after.splitlines()
    out = ["*** Begin Patch", "*** Update File: " + path]
    start = 0
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(3):
        low, high = group[0][1], group[-1][2]
        extra = 0

        def first(a, b):
            for at in range(start, len(old) - (b - a) + 1):
                if old[at:at + b - a] == old[a:b]:
                    return at
            return -1

        while first(max(start, low - extra), high) != max(start, low - extra) and low - extra > start:
            extra += 1
        head = max(start, low - extra)
        out.append("@@")
        out += [" " + line for line in old[head:low]]
        for tag, i, j, k, l in group:
            if tag == "equal":
                out += [" " + line for line in old[i:j]]
            else:
                out += ["-" + line for line in old[i:j]]
                out += ["+" + line for line in new[k:l]]
        start = high
    return "\n".join(out + ["*** End Patch"]) + "\n"


def say(line):
    print("repair: " + line, flush=True)


def result(finding):
    for name in finding.get("failing", [])[:20]:
        say("failing: " + name)
    say("%s: %d tests, %d failing, %d candidates in %.1f s" % (
        finding["verdict"].upper(), finding["tests"], finding["failing_count"],
        finding["tried"], finding["millis"] / 1000))
    print("repair-result: " + json.dumps(finding), flush=True)
