"""The search in a Python project: run, suspect, propose, judge.

Arguments: test|search FOLDER pytest|unittest SEED MILLIS CANDIDATES.
"""
import ast
import builtins
import math
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import compare  # noqa: E402
import judge  # noqa: E402
import report  # noqa: E402
import rules  # noqa: E402
import together  # noqa: E402

MAX_FILES = 400
MAX_STEPS = 80_000
MAX_ENDLESS = 2  # A candidate after which so many tests never end is not run further.
SKIPPED = {"__pycache__", "node_modules", "build", "dist", "venv", "site-packages"}


def sources(root):
    main, tests = [], []
    for folder, names, files in os.walk(root):
        names[:] = sorted(n for n in names if not n.startswith(".") and n not in SKIPPED)
        for name in sorted(files):
            if name.endswith(".py") and len(main) < MAX_FILES:
                path = os.path.realpath(os.path.join(folder, name))
                part = os.path.relpath(path, root).split(os.sep)
                is_test = name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"
                (tests if is_test or "tests" in part[:-1] or "test" in part[:-1] else main).append(path)
    return main, tests


def read(path):
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
        return file.read()


def suspicion(results, main):
    failed = sum(r["status"] in ("failed", "endless") for r in results.values())
    counts = {}
    for r in results.values():
        for path, line in r["lines"]:
            if path in main and r["status"] != "skipped":
                counts.setdefault((path, line), [0, 0])[r["status"] != "passed"] += 1
    scores = {}
    for place, (passing, failing) in counts.items():
        if failing:
            ochiai = failing / math.sqrt(failed * (failing + passing))
            star = failing ** 2 / max(0.5, passing + failed - failing)
            scores[place] = (ochiai, star)
    top = [max((s[i] for s in scores.values()), default=1) for i in (0, 1)]
    mean = {place: max(0.05, (s[0] / top[0] + s[1] / top[1]) / 2) for place, s in scores.items()}
    for r in results.values():
        bonus = 1.5
        for path, line in r.get("frames", []) if r["status"] != "passed" else []:
            if (path, line) in mean and bonus > 1.1:
                mean[(path, line)] = min(1.2, mean[(path, line)] * bonus)
                bonus = 1 + (bonus - 1) / 2
    return mean


def recent(root, scores):
    try:
        diff = subprocess.run(["git", "--no-optional-locks", "diff", "--no-ext-diff", "--no-textconv",
                               "--no-color", "-U0", "--relative", "HEAD", "--"], cwd=root, timeout=5,
                              capture_output=True, text=True).stdout
    except (OSError, subprocess.SubprocessError):
        return
    path = ""
    for line in diff.split("\n"):
        if line.startswith("+++ b/"):
            path = os.path.realpath(os.path.join(root, line[6:].strip()))
        found = re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@", line)
        if found:
            for n in range(int(found[1]), int(found[1]) + int(found[2] or 1)):
                if (path, n) in scores:
                    scores[(path, n)] = min(1.5, scores[(path, n)] * 1.5)


def hints(failures, tests):
    numbers, texts, raises, constants, kinds = [], [], [], [], set()
    for r in failures:
        kinds.add("endless" if r["status"] == "endless" else r.get("type", ""))
        message = r.get("message", "")
        found = re.match(r"(?:assert )?(-?\d+) (?:==|!=) (-?\d+)\b", message)
        if found:
            for sign in (1, -1):
                numbers.append(sign * (int(found[2]) - int(found[1])))
        found = re.match(r"(?:assert )?('[^'\n]*'|\"[^\"\n]*\") (?:==|!=) ('[^'\n]*'|\"[^\"\n]*\")", message)
        if found:
            pair = [ast.literal_eval(found[2]), ast.literal_eval(found[1])]
            texts += [tuple(pair), tuple(pair[::-1])]
        found = re.search(r"(?:DID NOT RAISE <class '(?:\w+\.)*(\w+)'>|^(\w+) not raised)", message)
        if found:
            raises.append(found[1] or found[2])
    for path in tests:
        try:
            for node in ast.walk(ast.parse(read(path))):
                if isinstance(node, ast.Constant) and type(node.value) in (int, str):
                    if len(str(node.value)) < 40 and node.value not in constants and len(constants) < 40:
                        constants.append(node.value)
        except SyntaxError:
            pass

    def factor(kind):
        if kind in ("a missing step of the loop", "a missing base case"):
            return 1.8 if kinds & {"endless", "RecursionError", "IndexError"} else 0.9
        if kind == "one more or one less":
            return 1.35 if "IndexError" in kinds or 1 in numbers else 1
        if kind == "a missing refusal":
            return 2 if raises else 0.4
        return 1

    known = [r for r in raises if hasattr(builtins, r)]
    return {"numbers": [n for n in numbers if n], "texts": texts, "raises": known,
            "constants": constants, "factor": factor}


class Search:
    def __init__(self, root, framework, seed, millis, candidates):
        self.root, self.framework, self.seed = os.path.realpath(root), framework, seed
        self.start, self.millis, self.max_tried = time.monotonic(), millis, candidates
        self.main, self.tests = sources(self.root)
        self.files = set(self.main) | set(self.tests)
        self.tried, self.said, self.judging = 0, 0, 0
        self.max_steps, self.seconds = MAX_STEPS, 60
        self.texts = {path: read(path) for path in self.main}

    def spent(self):
        return int((time.monotonic() - self.start) * 1000)

    def run(self, ids=None, coverage=False, stop=False, changed=None, seconds=None, endless=1000):
        return judge.run(self.root, self.framework, self.files, ids, self.max_steps, coverage,
                         judge.Stop(stop, endless), changed, seconds or self.seconds)

    def finding(self, verdict, results, **more):
        failing = ["%s: %s: %s" % (n, r.get("type"), (r.get("message", "").split("\n") or [""])[0][:200])
                   for n, r in results.items() if r["status"] in ("failed", "endless")]
        base = {"verdict": verdict, "words": "", "tests": len(results), "failing": failing[:40],
                "failing_count": len(failing), "suspicious": [], "alternatives": [], "notes": [],
                "tried": self.tried, "judging": self.judging, "millis": self.spent()}
        base.update(more)
        return base

    def go(self, repair):
        results = self.run(coverage=True)
        if results is None or "broken" in results or not results:
            why = (results or {}).get("broken", "the tests hang or none was found")
            return self.finding("unable", {}, notes=[why.strip().split("\n")[-1]])
        bad = [n for n, r in results.items() if r["status"] in ("failed", "endless")]
        # What never ends does so again: the steps are counted.
        doubtful = [n for n in bad if results[n]["status"] == "failed"]
        again = self.run(ids=doubtful) if doubtful else {}
        flaky = [n for n in bad if (again or {}).get(n, {}).get("status") == "passed"]
        for name in flaky:
            del results[name]
            bad.remove(name)
        notes = [name + " passes at times: it is left out" for name in flaky]
        if not bad:
            return self.finding("nothing_fails", results, notes=notes)
        if not repair:
            return self.finding("not_found", results, notes=notes)
        good = [n for n, r in results.items() if r["status"] == "passed"]
        most = max([results[n]["steps"] for n in good], default=1000)
        self.max_steps = max(20_000, most * 12)
        self.seconds = 10
        scores = suspicion(results, set(self.main))
        recent(self.root, scores)
        clues = hints([results[n] for n in bad], self.tests)
        candidates = self.propose(scores, clues)
        report.say("%d of %d tests fail: %s" % (len(bad), len(results), bad[0]))
        report.say("%d candidates at %d suspicious lines" % (len(candidates), len(scores)))
        places = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:10]
        suspicious = ["%s:%d: %s" % (os.path.relpath(p, self.root), n, self.texts[p].split("\n")[n - 1].strip())
                      for (p, n), _ in places]
        began = self.spent()
        survivors = self.judge(candidates, bad, good, results)
        self.judging = self.spent() - began
        if not survivors:
            return self.finding("not_found", results, suspicious=suspicious, notes=notes)
        calls = [tuple(c) for r in results.values() for c in r.get("calls", [])]
        ranked = compare.rank(self.root, self.files, self.texts, survivors, self.apply,
                              sorted(set(calls)), self.seed, self.max_steps)
        best = ranked[0][0]
        others, remarks = [], set()
        for candidate, remark in ranked[1:]:
            if remark not in remarks and len(others) < 3:
                remarks.add(remark)
                others.append(remark + "\n" + self.diff(candidate))
        if len(ranked) > 1:
            notes.append("%d different patches pass all tests" % len(ranked))
        changed = self.apply(best)
        texts = {os.path.relpath(p, self.root): [self.texts[p], changed[p]] for p in changed}
        return self.finding("repaired", results, suspicious=suspicious, notes=notes, words=best[2],
                            changes=texts, alternatives=others)

    def diff(self, candidate):
        changed = self.apply(candidate)
        return "".join(report.unified(os.path.relpath(p, self.root), self.texts[p], t)
                       for p, t in changed.items())

    def propose(self, scores, clues):
        found = []
        for path in sorted({p for p, _ in scores}):
            text = self.texts[path]
            lines = {n: s for (p, n), s in scores.items() if p == path}
            try:
                tree = ast.parse(text)
            except SyntaxError:
                continue
            walker = rules.Rules(text, tree, lines, clues)
            walker.visit(tree)
            for rank, start, end, new, kind, line in walker.found:
                after = text[:start] + new + text[end:]
                try:
                    compile(after, path, "exec")
                except (SyntaxError, ValueError):
                    continue
                found.append((rank, [(path, start, end, new, line)], kind))
        found.sort(key=lambda c: (-c[0], c[1]))
        return found

    def apply(self, candidate):
        changed = {}
        for path, start, end, new, _ in sorted(candidate[1], key=lambda e: -e[1]):
            text = changed.get(path, self.texts[path])
            changed[path] = text[:start] + new + text[end:]
        return changed

    def try_one(self, candidate, bad, good, results):
        changed = self.apply(candidate)
        self.tried += 1
        first = self.run(ids=bad[:8], changed=changed, endless=MAX_ENDLESS)
        if first is None or "broken" in first:
            return False, False, set(), False
        moved = any(first.get(n, {}).get("message") != results[n].get("message") for n in bad[:8])
        mended = {n for n in bad[:8] if first.get(n, {}).get("status") == "passed"}
        if not mended:
            return False, False, mended, moved
        after = self.run(ids=good, changed=changed, stop=True) if good else {}
        clean = after is not None and all(after.get(n, {}).get("status") == "passed" for n in good)
        survives = clean and len(mended) == len(bad[:8])
        if survives and bad[8:]:
            after = self.run(ids=bad[8:], changed=changed, stop=True) or {}
            survives = all(after.get(n, {}).get("status") == "passed" for n in bad[8:])
        return survives, clean, mended, moved

    def judge(self, candidates, bad, good, results):
        survivors, parts, helped, moved = [], [], [], []
        after_first, first_at = 60, None

        def each(queue, until):
            nonlocal after_first, first_at
            queue = list(queue)
            size = len(queue)
            for number, candidate in enumerate(queue):
                if self.spent() > until or self.tried >= self.max_tried or after_first < 0:
                    return
                survives, clean, mended, changed = self.try_one(candidate, bad, good, results)
                if survives:
                    survivors.append(candidate)
                elif mended:
                    helped.append((len(mended), candidate))
                    if clean:
                        parts.append((mended, candidate))
                elif changed:
                    moved.append(candidate)
                if survivors:
                    after_first -= 1
                    first_at = first_at or self.spent()
                    # The count bounds the search for rivals, the same on every machine; the clock
                    # only where a candidate takes very long.
                    if self.spent() - first_at > max(12_000, first_at):
                        return
                if self.spent() - self.said > 1000:
                    self.said = self.spent()
                    report.say("%d of %d tried, %d pass, %d help, %d a minute, %d s used, %d s left" % (
                        number + 1, size, len(survivors), len(helped),
                        self.tried * 60_000 // max(1, self.spent()), self.said // 1000,
                        max(0, self.millis - self.said) // 1000))

        each(candidates, self.millis * 6 // 10)
        if not survivors:
            best = [c for _, c in sorted(helped, key=lambda h: (-h[0], -h[1][0]))]
            after_first = 20
            each(together.covering(parts, set(bad[:8])), self.millis)
            if not survivors:
                each(together.extended(parts, candidates, set(bad[:8]), results), self.millis)
            if not survivors:
                each(together.pairs(best, moved, candidates), self.millis)
        return survivors


def main():
    order, root, framework, seed, millis, candidates = sys.argv[1:7]
    if framework == "pytest":
        # Loads pytest and its plugins once, before the forks.
        import pytest
        import tempfile

        with tempfile.TemporaryDirectory() as empty, open(os.devnull, "w") as null:
            shown, sys.stdout = sys.stdout, null
            pytest.main(["-q", "-p", "no:cacheprovider", "--rootdir", empty, empty])
            sys.stdout = shown
    else:
        import unittest  # noqa: F401
    finding = Search(root, framework, int(seed), int(millis), int(candidates)).go(order == "search")
    report.result(finding)
    sys.exit(0 if finding["verdict"] in ("repaired", "nothing_fails") else 1)


main()
