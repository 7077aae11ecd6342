#!/usr/bin/env python3
"""Memory of eight sessions at once: in a warm process, in one session host, and in eight processes.

usage: eight.py MOCK CORDON [--rounds N] [--sessions N]

MOCK is the script of a model server that prints its address and takes prompts of the form
`TAG=x ROUNDS=n SCRIPT=echo`; CORDON is the launcher. Each session has a workspace of its own and all
have one HOME. Memory is the sum of the proportional set size (PSS) of every process that belongs to
them: Cordon, its helpers, its sandboxed commands, and for a session host without the terminals,
which are closed first. It is read every 100 ms from /proc.
"""
import argparse
import os
import pty
import shutil
import subprocess
import sys
import tempfile
import threading
import time

MEGABYTE = 1024


def processes(home):
    """Every process that was started with this HOME, and what descends from it."""
    parents, found = {}, set()
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat") as f:
                stat = f.read()
            parents[int(name)] = int(stat[stat.rindex(")") + 2:].split()[1])
            with open(f"/proc/{name}/environ", "rb") as f:
                if f"HOME={home}\0".encode() in f.read():
                    found.add(int(name))
        except OSError:
            pass
    grown = True
    while grown:
        more = {p for p, parent in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return found


def pss_kib(pids):
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup") as f:
                total += next(int(line.split()[1]) for line in f if line.startswith("Pss:"))
        except (OSError, StopIteration):
            pass
    return total


class Watch:
    """Remembers the highest sum."""

    def __init__(self, home):
        self.home, self.peak, self.count, self.on = home, 0, 0, True
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while self.on:
            pids = processes(self.home)
            now = pss_kib(pids)
            if now > self.peak:
                self.peak, self.count = now, len(pids)
            time.sleep(0.1)

    def stop(self):
        self.on = False
        self.thread.join()
        return self.peak / MEGABYTE, self.count


class Stage:
    def __init__(self, options, url):
        self.folder = tempfile.mkdtemp(prefix="eight-", dir=os.environ.get("BENCH_DIR"))
        self.home = os.path.join(self.folder, "home")
        os.makedirs(os.path.join(self.home, ".cordon"))
        self.options = options
        self.workspaces = []
        trust = ""
        for k in range(options.sessions):
            workspace = os.path.join(self.folder, f"ws{k}")
            subprocess.run(["git", "init", "-q", workspace], check=True)
            self.workspaces.append(workspace)
            trust += f'\n[projects."{workspace}"]\ntrust_level = "trusted"\n'
        with open(os.path.join(self.home, ".cordon/config.toml"), "w") as f:
            f.write('model = "mock"\nmodel_provider = "mock"\nmodel_context_window = 200000\n\n'
                    f'[model_providers.mock]\nbase_url = "{url}/v1"\nwire_api = "responses"\n{trust}')
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.home, "LANG": "C.UTF-8",
                            "TERM": "xterm-256color"}

    def prompt(self, k):
        return f"TAG=s{k} ROUNDS={self.options.rounds} SCRIPT=echo run the scripted steps"

    def cordon(self, *words, **more):
        return subprocess.Popen([self.options.cordon, *words], env=self.environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, **more)

    def execs(self):
        runs = [self.cordon("exec", self.prompt(k), cwd=w) for k, w in enumerate(self.workspaces)]
        for run in runs:
            if run.wait() != 0:
                sys.exit(f"eight: a run ended with {run.returncode}")

    def terminals(self):
        """Starts each session in a terminal of its own, closes the terminals, waits for the turns."""
        masters = []
        for k, workspace in enumerate(self.workspaces):
            pid, master = pty.fork()
            if pid == 0:
                os.chdir(workspace)
                os.execve(self.options.cordon,
                          [self.options.cordon, "--detach", self.prompt(k)],
                          dict(self.environment, LINES="24", COLUMNS="80"))
            masters.append((pid, master))
            threading.Thread(target=drain, args=(master,), daemon=True).start()
        self.wait_listed("background", self.options.sessions)
        for pid, master in masters:
            os.kill(pid, 1)
            os.waitpid(pid, 0)
        return masters

    def listed(self):
        done = subprocess.run([self.options.cordon, "sessions", "list"], env=self.environment,
                              capture_output=True, text=True)
        return done.stdout

    def wait_listed(self, word, count):
        deadline = time.time() + 60
        while self.listed().count(word) < count:
            if time.time() > deadline:
                sys.exit(f"eight: not {count} sessions are {word}:\n{self.listed()}")
            time.sleep(1)

    def close(self):
        for pid in processes(self.home):
            try:
                os.kill(pid, 9)
            except OSError:
                pass
        shutil.rmtree(self.folder, ignore_errors=True)


def drain(master):
    try:
        while os.read(master, 65536):
            pass
    except OSError:
        pass


def show(name, peak, count):
    print(f"| {name} | {peak:.0f} | {count} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mock")
    parser.add_argument("cordon")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--sessions", type=int, default=8)
    options = parser.parse_args()
    options.cordon = os.path.abspath(options.cordon)
    log = tempfile.NamedTemporaryFile(prefix="eight-mock-")
    mock = subprocess.Popen(["node", options.mock], stdout=subprocess.PIPE, text=True,
                            env={**os.environ, "PORT": "0", "LOG": log.name, "DELAY_MS": "100"})
    url = mock.stdout.readline().split()[2]
    print("| all sessions in | peak PSS, MB | processes then |\n|---|--:|--:|")
    try:
        for name in ("processes of their own", "a warm process", "one session host"):
            stage = Stage(options, url)
            try:
                if name == "a warm process":
                    if stage.cordon("warm", "start").wait() != 0:
                        sys.exit("eight: no warm process could be started")
                if name == "one session host":
                    stage.terminals()
                    watch = Watch(stage.home)
                    stage.wait_listed("background, idle", options.sessions)
                else:
                    watch = Watch(stage.home)
                    stage.execs()
                show(name, *watch.stop())
            finally:
                stage.close()
    finally:
        mock.terminate()


main()
