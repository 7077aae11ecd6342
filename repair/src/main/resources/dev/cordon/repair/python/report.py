"""Words for the report."""
import difflib
import json


def unified(path, before, after):
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(),
                                 "a/" + path, "b/" + path, lineterm="")
    return "\n".join(lines) + "\n"


def say(line):
    print("repair: " + line, flush=True)


def result(finding):
    for name in finding.get("failing", [])[:20]:
        say("failing: " + name)
    how = {"repaired": "repaired", "nothing_fails": "nothing fails", "unable": "the tests could not be run",
           "not_found": "no patch found" if finding["tried"] else "tests fail"}[finding["verdict"]]
    line = "%s; %d tests, %d failing before" % (how, finding["tests"], finding["failing_count"])
    if finding["tried"]:
        line += "; %d candidates in %.1f s, %d a minute" % (
            finding["tried"], finding["millis"] / 1000, finding["tried"] * 60000 / max(1, finding["judging"]))
    say(line)
    print("repair-result: " + json.dumps(finding), flush=True)
