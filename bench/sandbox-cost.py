#!/usr/bin/env python3
"""What one sandboxed command costs, alone: time, processor time and memory, beside other sandboxes.

  bench/sandbox-cost.py [-n 30] NAME=PREFIX...

Each PREFIX is a command line that runs what follows it, for example
  plain= "cordon=$PWD/dist/bin/cordon sandbox --" "bubblewrap=bwrap --ro-bind / / --dev /dev --unshare-all"
Runs are interleaved, after one warm-up of each. Time is from start to end of `PREFIX /bin/true`;
memory is what all processes between the launcher and the command have in proportion (PSS) while
`PREFIX sleep` runs, without the sleep. A command in a session is measured by SandboxBench."""
import argparse, os, resource, shlex, statistics, subprocess, sys, tempfile, time


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


def children():
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                text = open("/proc/%s/stat" % name).read()
                parent = int(text[text.rindex(")") + 2:].split()[1])
                found.setdefault(parent, []).append(int(name))
            except (OSError, ValueError):
                pass
    return found


def memory(prefix, folder):
    mark = "%d.%d" % (6, os.getpid() % 1000)
    process = subprocess.Popen(prefix + ["/bin/sleep", mark], cwd=folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(3)
    below, total, todo, count = children(), 0, [process.pid], 0
    while todo:
        pid = todo.pop()
        todo += below.get(pid, [])
        try:
            argv = open("/proc/%d/cmdline" % pid, "rb").read().split(b"\0")
            if argv[0] == b"/bin/sleep":
                continue
            for line in open("/proc/%d/smaps_rollup" % pid):
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
                    count += 1
        except OSError:
            pass
    process.kill()
    process.wait()
    return total / 1024, count


parser = argparse.ArgumentParser()
parser.add_argument("-n", type=int, default=30)
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
