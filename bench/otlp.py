#!/usr/bin/env python3
"""Sends a turn of Cordon to a collector that others wrote, and asks that one what it got.

    npm install --prefix FOLDER autotel-mcp
    bench/otlp.py FOLDER/node_modules/autotel-mcp dist/bin/cordon

The collector is the npm package autotel-mcp, which takes OTLP as JSON. The model is a script that
asks for one command that may run and one that may not. Everything is on loopback. Ends with 1 if
one of the three signals did not arrive.
"""

import http.server
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading

CALLS = [("exec_command", {"cmd": "echo hello from the sandbox"}),
         ("exec_command", {"cmd": "cat /etc/shadow", "sandbox_permissions": "require_escalated",
                           "justification": "to see what happens"})]


def stream(*items):
    events = [{"type": "response.created", "response": {"id": "r", "model": "gpt-5"}}]
    events += [{"type": "response.output_item.done", "output_index": i, "item": item}
               for i, item in enumerate(items)]
    events.append({"type": "response.completed", "response": {
        "id": "r", "usage": {"input_tokens": 1200, "output_tokens": 40,
                             "input_tokens_details": {"cached_tokens": 1000}}}})
    return "".join("data: " + json.dumps(e) + "\n\n" for e in events).encode()


class Model(http.server.BaseHTTPRequestHandler):
    asked = 0

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        at, Model.asked = Model.asked, Model.asked + 1
        if at < len(CALLS):
            name, arguments = CALLS[at]
            body = stream({"type": "function_call", "id": f"f{at}", "call_id": f"c{at}",
                           "name": name, "arguments": json.dumps(arguments)})
        else:
            body = stream({"type": "message", "id": "m", "role": "assistant",
                           "content": [{"type": "output_text", "text": "Done."}]})
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Collector:
    """The package, spoken to as an MCP server on its standard streams."""

    def __init__(self, package, port):
        version = json.loads((package / "package.json").read_text())["version"]
        print("collector: autotel-mcp", version)
        self.process = subprocess.Popen(
            ["node", str(package / "bin/autotel-mcp"), "--collector-port", str(port)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.number = 0
        self.request("initialize", {"protocolVersion": "2025-06-18", "capabilities": {},
                                    "clientInfo": {"name": "bench", "version": "1"}})
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def send(self, message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def request(self, method, params):
        self.number += 1
        self.send({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params})
        while True:
            line = self.process.stdout.readline()
            if not line:
                sys.exit("the collector ended")
            answer = json.loads(line)
            if answer.get("id") == self.number:
                return answer.get("result") or sys.exit(json.dumps(answer))

    def call(self, tool, **arguments):
        result = self.request("tools/call", {"name": tool, "arguments": arguments})
        text = "".join(part.get("text", "") for part in result["content"])
        try:
            return json.loads(text)
        except ValueError:
            return text

    def close(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run_cordon(cordon, folder, model, port):
    work = folder / "work"
    (work / ".git").mkdir(parents=True)
    (folder / ".cordon").mkdir()
    exporter = f'{{ otlp-http = {{ endpoint = "http://127.0.0.1:{port}", protocol = "json" }} }}'
    (folder / ".cordon/config.toml").write_text(f"""
model = "gpt-5"
model_provider = "here"

[model_providers.here]
base_url = "http://127.0.0.1:{model}/v1"
wire_api = "responses"

[otel]
environment = "bench"
exit_wait_millis = 10000
exporter = {exporter}
trace_exporter = {exporter}
metrics_exporter = {exporter}
""")
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    ended = subprocess.run([str(cordon), "exec", "say hello"], cwd=work, env=environment,
                           stdin=subprocess.DEVNULL, capture_output=True, text=True)
    print(f"cordon exec: exit {ended.returncode},", ended.stdout.strip())
    warnings = [line for line in ended.stderr.splitlines() if "telemetry" in line]
    print("warnings:", warnings)
    return not warnings


def main():
    package, cordon = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = free_port()
    collector = Collector(package, port)
    try:
        with tempfile.TemporaryDirectory() as folder:
            good = run_cordon(cordon, pathlib.Path(folder), server.server_port, port)
        for tool, key in [("list_services", "services"), ("search_spans", "operationName"),
                          ("list_metrics", "metricName"), ("search_logs", "body"),
                          ("get_llm_usage", "summary")]:
            arguments = {"limit": 100} if tool == "search_logs" else {}
            got = list(found(collector.call(tool, **arguments), key))
            print(f"{tool}:")
            for line in counted(got):
                print("   ", line)
            good = good and bool(got)
    finally:
        collector.close()
    return 0 if good else 1


def found(value, key):
    """All values of a key, wherever they stand."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == key:
                yield inner
            yield from found(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from found(inner, key)


def counted(values):
    """Each different value once, with how often it was there."""
    texts = [v if isinstance(v, str) else json.dumps(v) for v in values]
    for text in dict.fromkeys(texts):
        times = texts.count(text)
        yield text if times == 1 else f"{text} ({times} times)"


if __name__ == "__main__":
    sys.exit(main())
