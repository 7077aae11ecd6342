#!/usr/bin/env python3
"""What one sandboxed command costs: time, processor time and memory, beside other sandboxes.

  bench/sandbox-cost.py [-n 30] [--session 1000] NAME=PREFIX...

Each PREFIX is a command line that runs what follows it, for example
  plain= "cordon=$PWD/dist/bin/cordon sandbox --" "bubblewrap=bwrap --ro-bind / / --dev /dev --unshare-all"
Runs are interleaved, after one warm-up of each. Time is from start to end of `PREFIX /bin/true`;
memory is what all processes of the launcher, and all above the command, have in proportion (PSS)
while `PREFIX sleep` runs, without the sleep. With a warm process running, `cordon sandbox` goes
through it and `env CORDON_COLD=1 cordon sandbox` does not; processor time of the warm process is
not that of the launcher and is not counted.

--session N adds what a command costs inside one session of Cordon (SandboxBench, after
./mvnw test-compile, with java of JAVA_HOME or PATH). Other sandboxes know no session: each of their
commands costs what it costs alone."""
import argparse, os, resource, shlex, signal, statistics, subprocess, sys, tempfile, time


def once(prefix, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(prefix + ["/bin/true"], cwd=folder, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wall = (time.perf_counter() - start) * 1000
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit("%s: %s" % (prefix, done.stderr.decode(errors="replace")[:300]))
    return wall, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def processes():
    """The parent of every process."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                text = open("/proc/%s/stat" % name).read()
                parent = int(text[text.rindex(")") + 2:].split()[1])
                found[int(name)] = parent
            except (OSError, ValueError):
                pass
    return found


def argv(pid):
    try:
        return open("/proc/%d/cmdline" % pid, "rb").read().split(b"\0")
    except OSError:
        return []


def lineage(pid, parents):
    while pid > 1:
        yield pid
        pid = parents.get(pid, 0)


def around(launcher, sleeps, parents):
    """Everything below the launcher, and what is above the command where another process runs it."""
    ours = set(lineage(os.getpid(), parents))
    found = {pid for pid in parents if launcher in lineage(pid, parents)}
    for sleep in sleeps:
        found |= set(lineage(sleep, parents))
    return found - sleeps - ours


def session(commands):
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    classes = ["sandbox/target/test-classes", "sandbox/target/classes", "protocol/target/classes"]
    java = os.path.join(os.environ["JAVA_HOME"], "bin/java") if "JAVA_HOME" in os.environ else "java"
    subprocess.run([java, "--enable-native-access=ALL-UNNAMED", "-cp",
                    ":".join(os.path.join(root, each) for each in classes),
                    "dev.cordon.sandbox.SandboxBench", str(commands)], check=True)


def memory(prefix, folder):
    mark = "60.%d" % (time.time_ns() % 1_000_000)
    command = [b"/bin/sleep", mark.encode(), b""]
    process = subprocess.Popen(prefix + ["/bin/sleep", mark], cwd=folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    sleeps, total, count = set(), 0, 0
    while not sleeps and process.poll() is None:
        time.sleep(0.2)
        sleeps = {pid for pid in processes() if argv(pid) == command}
    time.sleep(1)
    parents = processes()
    for pid in around(process.pid, sleeps, parents):
        try:
            for line in open("/proc/%d/smaps_rollup" % pid):
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
                    count += 1
        except OSError:
            pass
    for pid in sleeps | {process.pid}:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    process.wait()
    return total / 1024, count


parser = argparse.ArgumentParser()
parser.add_argument("-n", type=int, default=30)
parser.add_argument("--session", type=int, default=0)
parser.add_argument("candidates", nargs="+")
options = parser.parse_args()
candidates = []
for text in options.candidates:
    name, _, prefix = text.partition("=")
    candidates.append((name, shlex.split(prefix)))
with tempfile.TemporaryDirectory(dir=os.path.expanduser("~")) as folder:
    for name, prefix in candidates:
        once(prefix, folder)
    times = {name: [] for name, _ in candidates}
    for _ in range(options.n):
        for name, prefix in candidates:
            times[name].append(once(prefix, folder))
    print("load %s, n=%d" % (" ".join(open("/proc/loadavg").read().split()[:3]), options.n))
    print("| | wall ms: min | median | CPU ms: median | memory MB (PSS) | processes |")
    print("|---|--:|--:|--:|--:|--:|")
    for name, prefix in candidates:
        wall, cpu = zip(*times[name])
        used, count = memory(prefix, folder)
        print("| %s | %.1f | %.1f | %.1f | %.1f | %d |" % (
            name, min(wall), statistics.median(wall), statistics.median(cpu), used, count))
    sys.stdout.flush()
    if options.session:
        session(options.session)
