#!/usr/bin/env python3
"""Time and CPU from process start until a model server sees the first byte of a request.

usage: first-byte.py [--tls] [--runs N] NAME=COMMAND...

Each COMMAND is started with one more argument, the prompt, in an empty repository with a HOME of
its own, in turn with the others; the first run of each is thrown away. NAME begins with `cordon` or
with `codex`: it decides which configuration file is written. For `cordon-warm` a warm process is
started first. With --tls the server has a certificate of an authority made for this run, named to
the client by its environment variable.

CPU is what the threads of the client had used at that moment, from /proc, so it tells more than the
wall clock on a machine that does other things as well. Cordon's start is `exec` on java, so this is
the whole client; a client that forks is counted without its children.
"""
import argparse
import os
import shutil
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time


def configuration(name, home, port, tls):
    scheme = "https" if tls else "http"
    folder = os.path.join(home, ".cordon" if name.startswith("cordon") else ".codex")
    os.makedirs(folder, mode=0o700)
    with open(os.path.join(folder, "config.toml"), "w") as out:
        out.write(
            'model = "mock"\nmodel_provider = "mock"\n\n[model_providers.mock]\nname = "mock"\n'
            f'base_url = "{scheme}://127.0.0.1:{port}/v1"\nwire_api = "responses"\n'
            'env_key = "MOCK_KEY"\n'
        )


def authority(folder):
    """A certificate authority and a certificate of it for 127.0.0.1; paths of CA and chain."""
    def run(*words):
        subprocess.run(["openssl", *words], check=True, capture_output=True, cwd=folder)
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    run("req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=bench CA",
        "-days", "2", "-addext", "keyUsage=critical,keyCertSign")
    run("req", *curve, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", "/CN=127.0.0.1")
    with open(os.path.join(folder, "leaf.ext"), "w") as out:
        out.write("subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    run("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
        "-out", "leaf.pem", "-days", "2", "-extfile", "leaf.ext")
    return os.path.join(folder, "ca.pem")


def processes(pid):
    """The process and its descendants."""
    found, new = [pid], [pid]
    while new:
        children = []
        for p in new:
            for task in listed(f"/proc/{p}/task"):
                try:
                    with open(f"/proc/{p}/task/{task}/children") as f:
                        children += [int(c) for c in f.read().split()]
                except OSError:
                    pass
        found, new = found + children, children
    return found


def listed(folder):
    try:
        return os.listdir(folder)
    except OSError:
        return []


def cpu_ms(pid):
    total = 0
    for p in processes(pid):
        for task in listed(f"/proc/{p}/task"):
            try:
                with open(f"/proc/{p}/task/{task}/schedstat") as f:
                    total += int(f.read().split()[0])
            except OSError:
                pass
    return total / 1e6


def surroundings(home, ca):
    environment = {
        "PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8", "MOCK_KEY": "none",
    }
    if ca:
        environment.update(CORDON_CA_CERTIFICATE=ca, CODEX_CA_CERTIFICATE=ca, SSL_CERT_FILE=ca)
    return environment


def warm(verb, command, home, ca):
    subprocess.run([command.split()[0], "warm", verb], env=surroundings(home, ca), check=True)


def once(server, context, command, home, work, ca):
    environment = surroundings(home, ca)
    start = time.monotonic()
    process = subprocess.Popen(
        command.split() + ["hello"], cwd=work, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        while True:
            connection, _ = server.accept()
            try:
                if context:
                    connection = context.wrap_socket(connection, server_side=True)
                # A client may look for other things first: the request is a POST.
                if connection.recv(4) == b"POST":
                    return (time.monotonic() - start) * 1000, cpu_ms(process.pid)
                connection.close()
            except (ssl.SSLError, ConnectionError) as wrong:
                print(f"first-byte: {command.split()[0]}: {wrong}", file=sys.stderr)
    finally:
        try:
            os.killpg(process.pid, 9)
        except ProcessLookupError:
            pass
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("commands", nargs="+", metavar="NAME=COMMAND")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="first-byte-", dir=os.environ.get("BENCH_DIR"))
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(30)
    port = server.getsockname()[1]
    context, ca = None, None
    if options.tls:
        ca = authority(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(
            os.path.join(folder, "leaf.pem"), os.path.join(folder, "leaf.key"))
    work = os.path.join(folder, "work")
    os.makedirs(work)
    subprocess.run(["git", "init", "-q", work], check=True)
    clients = dict(c.split("=", 1) for c in options.commands)
    results = {name: [] for name in clients}
    for name in clients:
        configuration(name, os.path.join(folder, name), port, options.tls)
        if name == "cordon-warm":
            warm("start", clients[name], os.path.join(folder, name), ca)
    for run in range(options.runs + 1):
        for name, command in clients.items():
            result = once(server, context, command, os.path.join(folder, name), work, ca)
            if run:
                results[name].append(result)
    if "cordon-warm" in clients:
        warm("stop", clients["cordon-warm"], os.path.join(folder, "cordon-warm"), ca)
    print(f"| {'over TLS' if options.tls else 'plain HTTP'} | wall ms: min | median | max "
          "| CPU ms: min | median |\n|---|--:|--:|--:|--:|--:|")
    for name, runs in results.items():
        wall, cpu = zip(*runs)
        print(f"| {name} | {min(wall):.0f} | {statistics.median(wall):.0f} | {max(wall):.0f} "
              f"| {min(cpu):.0f} | {statistics.median(cpu):.0f} |")
    shutil.rmtree(folder)


main()
