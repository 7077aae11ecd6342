"""Runs a project's tests in forked children: each candidate gets a fresh, warm process."""
import ctypes
import json
import os
import re
import resource
import select
import signal
import sys
import threading
import time
import traceback

import bounds

MAX_ANSWER = 4 * 1024 * 1024
MAX_CALLS = 40
MAX_FILE_BYTES = 256 * 1024 * 1024
PR_SET_CHILD_SUBREAPER = 36


class Stop:
    """When the rest of the tests is not run: at the first failure, or after some that never end."""

    def __init__(self, at_failure, endless):
        self.at_failure, self.endless = at_failure, endless

    def after(self, status):
        self.endless -= status == "endless"
        return self.endless <= 0 or (self.at_failure and status in ("failed", "endless"))


class Endless(BaseException):
    """The step limit of a test is spent."""


def adopt():
    """Makes processes that lose their parent children of this one, so that they can be ended."""
    try:
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    except (OSError, AttributeError):
        pass


def end_all(child):
    """Ends a child, its group, and whatever it started and left behind."""
    for target in (-child, child):
        try:
            os.kill(target, signal.SIGKILL)
        except OSError:
            pass
    os.waitpid(child, 0)
    for _ in range(100):
        left = children()
        if not left:
            return
        for one in left:
            try:
                os.kill(one, signal.SIGKILL)
                os.waitpid(one, 0)
            except OSError:
                pass


def children():
    try:
        with open("/proc/self/task/%d/children" % os.getpid()) as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


def bound(memory_bytes):
    """What a candidate may use of the machine."""
    for what, most in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_FSIZE, MAX_FILE_BYTES),
                       (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):
            pass


def forked(work, seconds, memory_bytes=bounds.MAX_MEMORY_BYTES):
    """What work() returns in a child, or None if it died or took longer than that; the bytes it mapped."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.setpgid(0, 0)
        bound(memory_bytes)
        own = os.getpid()
        try:
            answer = json.dumps([work(), bounds.peak_bytes()]).encode()
        except BaseException:
            answer = json.dumps([{"broken": traceback.format_exc()[-2000:]}, 0]).encode()
        if os.getpid() != own:
            os._exit(0)  # A fork of the code under test came back here too.
        answer = len(answer).to_bytes(8, "big") + answer
        sent = 0
        try:
            while sent < len(answer):
                sent += os.write(writer, answer[sent:sent + 65536])
        finally:
            os._exit(0)
    os.close(writer)
    data, deadline = b"", time.monotonic() + seconds
    # The length comes first: a process that was left behind keeps the pipe open for ever.
    while len(data) < 8 or len(data) < 8 + int.from_bytes(data[:8], "big"):
        left = deadline - time.monotonic()
        ready = select.select([reader], [], [], max(0, left))[0] if left > 0 else []
        piece = os.read(reader, 65536) if ready else b""
        if not piece or len(data) > MAX_ANSWER:
            data = b""
            break
        data += piece
    os.close(reader)
    end_all(child)
    try:
        answer, peak = json.loads(data[8:]) if data else (None, 0)
        return answer, int(peak)
    except (ValueError, TypeError):
        return None, 0


def quiet():
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    sys.stdin, sys.stdout, sys.stderr = open(os.devnull), open(os.devnull, "w"), open(os.devnull, "w")


def plain(value, depth):
    """Whether a value can be written down and read back."""
    kind = type(value)
    if value is None or kind in (int, bool, str):
        return True
    if kind is float:
        return value == value and abs(value) != float("inf")
    if kind in (list, tuple, set):
        return depth > 0 and len(value) < 40 and all(plain(v, depth - 1) for v in value) and (
            kind is not set or value)
    if kind is dict:
        return depth > 0 and len(value) < 40 and all(
            plain(k, depth - 1) and plain(v, depth - 1) for k, v in value.items())
    return False


class Tracer:
    """Counts lines of project files, so that endless loops end after the same number of steps."""

    def __init__(self, files, lines_wanted, max_steps):
        self.files, self.wanted, self.max_steps = files, lines_wanted, max_steps
        self.steps, self.lines, self.known, self.calls = 0, set(), {}, []

    def start(self):
        self.steps, self.lines, self.calls = 0, set(), []
        threading.settrace(self.call)
        sys.settrace(self.call)

    def call(self, frame, event, arg):
        name = frame.f_code.co_filename
        if name not in self.known:
            self.known[name] = os.path.realpath(name) in self.files
        if not self.known[name]:
            return None
        if self.wanted and len(self.calls) < MAX_CALLS:
            self.note(frame)
        return self.line

    def note(self, frame):
        """Remembers a call of a plain function with plain arguments."""
        code = frame.f_code
        names = code.co_varnames[:code.co_argcount]
        if code.co_flags & 0x0C or code.co_kwonlyargcount or code.co_name.startswith(("<", "test")):
            return
        values = tuple(frame.f_locals.get(n) for n in names)
        if all(plain(v, 3) for v in values):
            text = repr(values)
            if len(text) < 400:
                self.calls.append((os.path.realpath(code.co_filename), code.co_name, text))

    def line(self, frame, event, arg):
        if event == "line":
            self.steps += 1
            if self.wanted:
                self.lines.add((os.path.realpath(frame.f_code.co_filename), frame.f_lineno))
            if self.steps > self.max_steps:
                raise Endless("the step limit is spent: an endless loop or recursion")
        return self.line


def describe(error, status):
    frames = []
    for entry in traceback.extract_tb(error.__traceback__)[-40:]:
        frames.append((os.path.realpath(entry.filename), entry.lineno))
    return {"status": status, "type": type(error).__name__, "message": str(error)[:4000],
            "frames": frames[::-1]}


def run_unittest(root, ids, tracer, stop):
    import unittest

    loader = unittest.TestLoader()
    results = {}
    tests = []

    def flatten(suite):
        for item in suite:
            if isinstance(item, unittest.TestSuite):
                flatten(item)
            else:
                tests.append(item)

    for folder in [root] + [os.path.join(root, d) for d in ("tests", "test")]:
        if os.path.isdir(folder):
            sys.path.insert(0, folder)
            names = sorted(n for n in os.listdir(folder)
                           if n.endswith(".py") and (n.startswith("test") or n.endswith("_test.py")))
            for name in names:
                try:
                    flatten(loader.loadTestsFromName(name[:-3]))
                except Exception as error:
                    results[name[:-3]] = dict(describe(error, "failed"), lines=[], calls=[], steps=0, whole=True)
    for test in tests:
        if ids is not None and test.id() not in ids and test.id().split(".")[0] not in ids:
            continue
        outcome = {"status": "passed"}

        class Result(unittest.TestResult):
            def addFailure(self, test, error):
                outcome.update(describe(error[1], "failed"))

            def addError(self, test, error):
                outcome.update(describe(error[1], "failed"))

            def addSkip(self, test, reason):
                outcome["status"] = "skipped"

            def addSubTest(self, test, subtest, error):
                if error is not None:
                    outcome.update(describe(error[1], "failed"))

        tracer.start()
        try:
            test.run(Result())
        except Endless as error:
            outcome.update(describe(error, "endless"))
        finally:
            sys.settrace(None)
        if tracer.steps > tracer.max_steps:
            outcome["status"] = "endless"
        outcome["lines"] = sorted(tracer.lines) if tracer.wanted else []
        outcome["calls"] = tracer.calls
        outcome["steps"] = tracer.steps
        results[test.id()] = outcome
        if stop.after(outcome["status"]):
            break
    return results


def run_pytest(root, ids, tracer, stop):
    import pytest

    results = {}

    class Plugin:
        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_protocol(self, item, nextitem):
            tracer.start()
            yield
            sys.settrace(None)
            outcome = results.setdefault(item.nodeid, {"status": "passed"})
            if tracer.steps > tracer.max_steps:
                outcome["status"] = "endless"
            outcome["lines"] = sorted(tracer.lines) if tracer.wanted else []
            outcome["calls"] = tracer.calls
            outcome["steps"] = tracer.steps
            if stop.after(outcome["status"]):
                item.session.shouldstop = "enough is known"

        @pytest.hookimpl(hookwrapper=True)
        def pytest_runtest_makereport(self, item, call):
            report = (yield).get_result()
            outcome = results.setdefault(item.nodeid, {"status": "passed"})
            if report.failed and call.excinfo is not None:
                outcome.update(describe(call.excinfo.value, "failed"))
            elif report.skipped:
                outcome["status"] = "skipped"

        def pytest_collectreport(self, report):
            if report.failed:
                message = str(report.longrepr)[-4000:]
                frames = [(os.path.realpath(os.path.join(root, p)), int(n))
                          for p, n in re.findall(r"^(\S+\.py):(\d+): ", message, re.M)]
                said = re.findall(r"^E +(\w+(?:Error|Exception)\b.*)", message, re.M)
                results[report.nodeid] = {"status": "failed", "type": "CollectError", "steps": 0, "whole": True,
                                          "message": said[-1] if said else message, "frames": frames[::-1],
                                          "lines": [], "calls": []}

    arguments = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "--tb=no",
                 "--rootdir", root]
    pytest.main(arguments + (sorted(ids) if ids is not None else [root]), plugins=[Plugin()])
    return results


def prepare(root, changed):
    """Makes a child ready to import the project, with changed texts in place of the files' own."""
    quiet()
    # The project may have modules with the names of ours.
    own = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) != own]
    for name, module in list(sys.modules.items()):
        if name != "__main__" and os.path.dirname(getattr(module, "__file__", None) or "") == own:
            del sys.modules[name]
    os.chdir(root)
    sys.path.insert(0, root)
    for extra in ("src", "lib"):
        if os.path.isdir(os.path.join(root, extra)):
            sys.path.insert(0, os.path.join(root, extra))
    sys.dont_write_bytecode = True
    if changed:
        install(changed)


def run(root, framework, files, ids, max_steps, coverage, stop, changed, seconds, memory_bytes):
    """Results by test id, with changed texts in place of the files' own, None if it hung; bytes mapped."""

    def work():
        prepare(root, changed)
        tracer = Tracer(files, coverage, max_steps)
        runner = run_pytest if framework == "pytest" else run_unittest
        return runner(root, None if ids is None else set(ids), tracer, stop)

    return forked(work, seconds, memory_bytes)


def install(changed):
    """Makes imports of the changed files read the new texts; nothing is written."""
    import importlib.machinery

    original = importlib.machinery.SourceFileLoader.get_data

    def get_data(self, path):
        text = changed.get(os.path.realpath(path))
        return original(self, path) if text is None else text.encode()

    importlib.machinery.SourceFileLoader.get_data = get_data
    # A cached .pyc would hide the change.
    importlib.machinery.SourceFileLoader.path_stats = lambda self, path: (_ for _ in ()).throw(OSError())
