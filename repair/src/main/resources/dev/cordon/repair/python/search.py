"""The search in a Python project: run, suspect, propose, judge.

Arguments: test|search FOLDER pytest|unittest SEED MILLIS CANDIDATES COPY. Candidates run in COPY,
which may be FOLDER itself.
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
import bounds  # noqa: E402
import compare  # noqa: E402
import judge  # noqa: E402
import report  # noqa: E402
import rules  # noqa: E402
import scratch  # noqa: E402
import syntax  # noqa: E402
import together  # noqa: E402

MAX_FILES = 400
MAX_DONOR_FILES = 12
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
            if r.get("whole") and path in main:
                # Tests that could not even be loaded have run no line.
                mean.setdefault((path, line), 0.5)
            if (path, line) in mean and bonus > 1.1:
                mean[(path, line)] = min(1.2, mean[(path, line)] * bonus)
                bonus = 1 + (bonus - 1) / 2
    return mean


def recent(root, original, scores):
    """Raises lines that are not committed yet or, if all are, those of the last commit."""
    diff = ""
    for against in ("HEAD", "HEAD~1") if os.path.exists(os.path.join(original, ".git")) else ():
        try:
            diff = diff or subprocess.run(["git", "--no-optional-locks", "diff", "--no-ext-diff", "--no-textconv",
                                           "--no-color", "-U0", "--relative", against, "--"], cwd=original,
                                          timeout=5, capture_output=True, text=True).stdout
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
    unknown, lacking = [], []
    for r in failures:
        kinds.add("endless" if r["status"] == "endless" else r.get("type", ""))
        message = r.get("message", "")
        for to, pattern in ((unknown, r"name '(\w+)' is not defined"), (lacking, r"has no attribute '(\w+)'")):
            to += [name for name in re.findall(pattern, message) if name not in to]
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
            "constants": constants, "factor": factor, "unknown": unknown, "lacking": lacking}


def offers(main, texts, root):
    """What the files of the project have for others: statements, conditions, names by module."""
    statements, conditions, modules = [], [], {"": []}
    for path in main[:MAX_DONOR_FILES]:
        try:
            tree = ast.parse(texts[path])
        except SyntaxError:
            continue
        module = os.path.relpath(path, root)[:-3].replace(os.sep, ".")
        modules[""].append(module)
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                modules.setdefault(node.name, []).append(module)
        for node in ast.walk(tree):
            part = node.test if isinstance(node, (ast.If, ast.While)) else node
            to = conditions if part is not node else statements
            if part is not node or isinstance(node, (ast.Expr, ast.Assign, ast.AugAssign)):
                text = ast.get_source_segment(texts[path], part) or ""
                if text and "\n" not in text and len(text) < 100 and text not in to:
                    to.append(text)
    return {"statements": statements[:40], "conditions": conditions[:40], "modules": modules}


class Search:
    def __init__(self, original, framework, seed, millis, candidates, root):
        self.original = os.path.realpath(original)
        self.scratch = scratch.Scratch(self.original, os.path.realpath(root))
        self.root, self.framework, self.seed = os.path.realpath(root), framework, seed
        self.start, self.millis, self.max_tried = time.monotonic(), millis, candidates
        self.main, self.tests = sources(self.root)
        self.files = set(self.main) | set(self.tests)
        self.tried, self.said, self.judging, self.kinds = 0, 0, 0, {}
        self.max_steps, self.seconds = MAX_STEPS, bounds.FIRST_SECONDS
        self.memory_bytes, self.peak = bounds.MAX_MEMORY_BYTES, 0
        self.texts = {path: read(path) for path in self.main}
        self.before, self.mended, self.whole = dict(self.texts), {}, []

    def spent(self):
        return int((time.monotonic() - self.start) * 1000)

    def run(self, ids=None, coverage=False, stop=False, changed=None, seconds=None, endless=1000):
        left = (self.millis - self.spent()) / 1000
        if left <= 0:
            return None
        changed = dict(self.mended, **(changed or {}))
        answer, self.peak = judge.run(self.root, self.framework, self.files, ids, self.max_steps, coverage,
                                      judge.Stop(stop, endless), changed, min(seconds or self.seconds, left),
                                      self.memory_bytes)
        self.scratch.restore()
        for name in self.whole if answer and "broken" not in answer else ():
            inner = [r["status"] for n, r in answer.items() if n != name and n.startswith(name)]
            if name not in answer and inner:
                # A file of tests that could not be loaded passes when all its tests do.
                good = all(status in ("passed", "skipped") for status in inner)
                answer[name] = {"status": "passed" if good else "failed", "lines": [], "steps": 0,
                                "message": "", "frames": []}
        return answer

    def mend_syntax(self):
        """Makes files readable; of the ways to do so, the one after which most tests pass."""
        for path in self.main:
            best = None
            for text in syntax.mended(self.texts[path]):
                results = self.run(changed={path: text})
                if not results or "broken" in results:
                    continue
                failing = sum(r["status"] in ("failed", "endless") for r in results.values())
                if best is None or failing < best[0]:
                    best = (failing, text)
                if failing == 0:
                    break
            if best:
                self.mended[path] = self.texts[path] = best[1]

    def finding(self, verdict, results, **more):
        failing = ["%s: %s: %s%s" % (n, r.get("type"), (r.get("message", "").split("\n") or [""])[0][:200],
                                     self.place(r))
                   for n, r in results.items() if r["status"] in ("failed", "endless")]
        base = {"verdict": verdict, "words": "", "tests": len(results), "failing": failing[:40],
                "failing_count": len(failing), "suspicious": [], "alternatives": [], "notes": [],
                "kinds": ["%s: %d" % pair for pair in sorted(self.kinds.items(), key=lambda p: (-p[1], p[0]))],
                "tried": self.tried, "judging": self.judging, "millis": self.spent()}
        base.update(more)
        return base

    def place(self, result):
        """The innermost line of the project on the stack, in parentheses."""
        for path, line in result.get("frames", ()):
            if path in self.files:
                return " (%s:%d)" % (os.path.relpath(path, self.root), line)
        return ""

    def go(self, repair):
        if repair:
            self.mend_syntax()
        began = time.monotonic()
        results = self.run(coverage=True)
        took, peak = time.monotonic() - began, self.peak
        if results is None or "broken" in results or not results:
            why = (results or {}).get("broken", "the tests hang or none was found")
            return self.finding("unable", {}, notes=[why.strip().split("\n")[-1]])
        bad = [n for n, r in results.items() if r["status"] in ("failed", "endless")]
        self.whole = [n for n in bad if results[n].get("whole")]
        # What never ends does so again: the steps are counted.
        doubtful = [n for n in bad if results[n]["status"] == "failed"]
        again = self.run(ids=doubtful) if doubtful else {}
        flaky = [n for n in bad if (again or {}).get(n, {}).get("status") == "passed"]
        for name in flaky:
            del results[name]
            bad.remove(name)
        notes = [name + " passes at times: it is left out" for name in flaky]
        if not bad:
            return self.finding("repaired" if self.mended else "nothing_fails", results, notes=notes,
                                words="mends the syntax" if self.mended else "", changes=self.changes({}))
        if not repair:
            return self.finding("not_found", results, notes=notes)
        good = [n for n, r in results.items() if r["status"] == "passed"]
        most = max([results[n]["steps"] for n in good], default=1000)
        self.max_steps = max(20_000, most * 12)
        self.seconds, self.memory_bytes = bounds.seconds(took), bounds.memory_bytes(peak)
        scores = suspicion(results, set(self.main))
        recent(self.root, self.original, scores)
        clues = hints([results[n] for n in bad], self.tests)
        clues.update(offers(self.main, self.texts, self.root))
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
                              sorted(set(calls)), self.seed, self.max_steps,
                              lambda: self.millis / 1000 - self.spent() / 1000, self.scratch.restore)
        best = ranked[0][0]
        others, remarks = [], set()
        for candidate, remark in ranked[1:]:
            if remark not in remarks and len(others) < 3:
                remarks.add(remark)
                others.append(remark + "\n" + self.diff(candidate))
        if len(ranked) > 1:
            notes.append("%d different patches pass all tests" % len(ranked))
        return self.finding("repaired", results, suspicious=suspicious, notes=notes, words=best[2],
                            changes=self.changes(self.apply(best)), alternatives=others)

    def changes(self, changed):
        """Old and new text of each file that differs from what is on the disk."""
        changed = dict(self.mended, **changed)
        return {os.path.relpath(p, self.root): [self.before[p], changed[p]] for p in changed}

    def diff(self, candidate):
        changed = self.apply(candidate)
        changed = dict(self.mended, **changed)
        return "".join(report.unified(os.path.relpath(p, self.root), self.before[p], t)
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
        for kind in candidate[2].split(" and "):
            self.kinds[kind] = self.kinds.get(kind, 0) + 1
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
            # A tenth is left to compare those that pass.
            most = self.millis * 9 // 10
            each(together.covering(parts, set(bad[:8])), most)
            if not survivors:
                each(together.extended(parts, candidates, set(bad[:8]), results), most)
            if not survivors:
                each(together.pairs(best, moved, candidates), most)
        return survivors


def main():
    order, root, framework, seed, millis, candidates, copy = sys.argv[1:8]
    judge.adopt()
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
    search = Search(root, framework, int(seed), int(millis), int(candidates), copy)
    finding = search.go(order == "search")
    report.result(finding)
    sys.exit(0 if finding["verdict"] in ("repaired", "nothing_fails") else 1)


main()
