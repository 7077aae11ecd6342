#!/usr/bin/env python3
"""Measures terminal UIs side by side, each in a pseudo-terminal of this script's own.

    tui.py [--repeat N] [--folder WORK] [--only starts,idle,echo,memory] PEER...      PEER: cordon, codex, claude

prints one line a peer and measure, the peers interleaved, and at the end the medians:

- starts: process start to the first byte that is shown, and to the sign of a ready composer
- idle: CPU over 20 s in which nothing happens
- echo: key to the frame that shows it while a model streams 500 words a second
- memory: proportional set size of everything that the peer started, before and after each 4,000 rows of answers

The model is a server of this script's own on loopback, in a process of its own: a prompt `stream N RATE END` streams N words
at RATE a second, ten a paragraph, and then a row of the END-th sign of SIGNS, which a peer that draws only cells that differ
writes in one piece. Each peer has a HOME and a Git folder of its own below WORK (default ./out/tui; not below the
temporary folder, where Codex does not make its helper programs) and is set up so that nothing is asked. CORDON_BIN,
CODEX_NATIVE_BIN and CLAUDE_BIN are the programs. Run it where only loopback exists, so that no peer waits for its maker's
hosts: `unshare --net sh -c 'ip link set lo up; exec bench/tui.py cordon codex claude'`.
"""
import argparse
import fcntl
import http.server
import json
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time

ROWS, COLUMNS = 40, 120
PORT = int(os.environ.get('MODEL_PORT', '18499'))
SIGNS = '§¶¤'
URL = 'http://127.0.0.1:%d' % PORT
SEQUENCE = re.compile(rb'\x1b(\[[0-9;:?<>=!]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[P_^X][^\x1b]*\x1b\\|[ -/]*[0-Z\\^-~])')


# --- the model -------------------------------------------------------------------------------------------------------

class Model(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def whole(self, answer):
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header('content-type', 'application/json')
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.whole({'object': 'list', 'data': [], 'models': []})

    def do_HEAD(self):
        self.send_response(200)
        self.send_header('content-length', '0')
        self.end_headers()

    def event(self, event):
        data = ('event: %s\ndata: %s\n\n' % (event['type'], json.dumps(event))).encode()
        self.wfile.write(b'%x\r\n%s\r\n' % (len(data), data))
        self.wfile.flush()

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers.get('content-length', 0))) or b'{}')
        messages = '/messages' in self.path
        if 'count_tokens' in self.path:
            self.whole({'input_tokens': 9})
            return
        words = ['say']
        for item in body.get('messages' if messages else 'input', []):
            if item.get('role') == 'user':
                content = item['content']
                parts = [content] if isinstance(content, str) else [p.get('text') or '' for p in content]
                for text in parts:
                    if 'stream ' in text and not text.startswith('<'):
                        words = text[text.index('stream '):].split()
        if not body.get('stream', not messages):
            self.whole({'id': 'm', 'type': 'message', 'role': 'assistant', 'model': body.get('model', 'bench'),
                        'content': [{'type': 'text', 'text': 'bench'}], 'stop_reason': 'end_turn',
                        'stop_sequence': None, 'usage': {'input_tokens': 9, 'output_tokens': 1}})
            return
        self.send_response(200)
        self.send_header('content-type', 'text/event-stream')
        self.send_header('transfer-encoding', 'chunked')
        self.end_headers()
        try:
            # Requests without tools are those for titles and the like.
            asked = words[0] == 'stream' and body.get('tools')
            pieces = self.pieces(int(words[1]), float(words[2]), SIGNS[int(words[3])]) if asked else ['bench']
            self.message(pieces, body) if messages else self.response(pieces)
            self.wfile.write(b'0\r\n\r\n')
            self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def pieces(self, count, rate, sign):
        start = time.monotonic()
        for i in range(count):
            yield 'word%d%s' % (i, '\n\n' if i % 10 == 9 else ' ')
            if rate:
                time.sleep(max(0, start + (i + 1) / rate - time.monotonic()))
        yield '\n\n' + 9 * sign

    def response(self, pieces):
        """OpenAI Responses."""
        self.event({'type': 'response.created', 'response': {'id': 'r', 'model': 'bench'}})
        part = {'type': 'message', 'id': 'm', 'role': 'assistant', 'content': []}
        self.event({'type': 'response.output_item.added', 'output_index': 0, 'item': part})
        whole = []
        for word in pieces:
            whole.append(word)
            self.event({'type': 'response.output_text.delta', 'item_id': 'm', 'output_index': 0, 'content_index': 0,
                        'delta': word})
        part = dict(part, content=[{'type': 'output_text', 'text': ''.join(whole)}])
        self.event({'type': 'response.output_item.done', 'output_index': 0, 'item': part})
        usage = {'input_tokens': 900, 'output_tokens': 100, 'total_tokens': 1000}
        self.event({'type': 'response.completed', 'response': {'id': 'r', 'usage': usage}})

    def message(self, pieces, body):
        """Anthropic Messages."""
        self.event({'type': 'message_start', 'message': {
            'id': 'm', 'type': 'message', 'role': 'assistant', 'model': body.get('model', 'bench'), 'content': [],
            'stop_reason': None, 'stop_sequence': None, 'usage': {'input_tokens': 900, 'output_tokens': 1}}})
        self.event({'type': 'content_block_start', 'index': 0, 'content_block': {'type': 'text', 'text': ''}})
        for word in pieces:
            self.event({'type': 'content_block_delta', 'index': 0, 'delta': {'type': 'text_delta', 'text': word}})
        self.event({'type': 'content_block_stop', 'index': 0})
        self.event({'type': 'message_delta', 'delta': {'stop_reason': 'end_turn', 'stop_sequence': None},
                    'usage': {'output_tokens': 100}})
        self.event({'type': 'message_stop'})


# --- the peers -------------------------------------------------------------------------------------------------------

PROVIDER = '''model = "bench"
model_provider = "bench"
%s
[model_providers.bench]
name = "bench"
base_url = "%s/v1"
wire_api = "responses"

[projects."%s"]
trust_level = "trusted"
'''


class Peer:
    """One program with a HOME and a workspace of its own."""

    def __init__(self, name, folder):
        self.name = name
        self.home, self.workspace = os.path.join(folder, name, 'home'), os.path.join(folder, name, 'ws')
        shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
        os.makedirs(self.workspace)
        subprocess.run(['git', 'init', '-q', self.workspace], check=True)
        self.environment = {'HOME': self.home, 'TERM': 'xterm-256color', 'LANG': 'C.UTF-8', 'BENCH_PEER': self.mark(),
                            'PATH': os.environ['PATH']}
        getattr(self, name)()

    def mark(self):
        """What every process that the peer starts has in its environment, also one that leaves its parent."""
        return '%s-%d' % (self.name, os.getpid())

    def file(self, path, text):
        path = os.path.join(self.home, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)

    def cordon(self):
        self.command, self.ready = [os.environ.get('CORDON_BIN', 'cordon')], '❯'
        self.file('.cordon/config.toml', PROVIDER % ('', URL, self.workspace))

    def codex(self):
        self.command, self.ready = [os.environ.get('CODEX_NATIVE_BIN', 'codex')], '›'
        self.file('.codex/config.toml', PROVIDER % ('check_for_update_on_startup = false\n', URL, self.workspace)
                  + '\n[analytics]\nenabled = false\n')

    def claude(self):
        self.command, self.ready = [os.environ.get('CLAUDE_BIN', 'claude')], '❯'
        self.environment.update({
            'ANTHROPIC_BASE_URL': URL, 'ANTHROPIC_API_KEY': 'sk-ant-x', 'DISABLE_AUTOUPDATER': '1',
            'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC': '1', 'DISABLE_TELEMETRY': '1'})
        self.file('.claude.json', json.dumps({
            'hasCompletedOnboarding': True, 'theme': 'dark',
            'customApiKeyResponses': {'approved': ['sk-ant-x'], 'rejected': []},
            'projects': {self.workspace: {'hasTrustDialogAccepted': True, 'hasCompletedProjectOnboarding': True}}}))


class Terminal:
    """A peer in a pseudo-terminal; answers the questions that terminals are asked."""

    def __init__(self, peer):
        self.peer = peer
        self.start = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(peer.workspace)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', ROWS, COLUMNS, 0, 0))
            os.execvpe(peer.command[0], peer.command, peer.environment)
        self.seen = b''

    def read(self, seconds):
        """What comes within that time; returns as soon as something came."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return b''
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return b''
        for question, answer in ((b'\x1b[6n', b'\x1b[1;1R'), (b'\x1b[c', b'\x1b[?62;c'), (b'\x1b[?u', b'\x1b[?0u'),
                                 (b'\x1b]11;?', b'\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\'),
                                 (b'\x1b]10;?', b'\x1b]10;rgb:d8d8/dbdb/e2e2\x1b\\'),
                                 (b'\x1b[>0q', b'\x1bP>|bench\x1b\\')):
            if question in data:
                os.write(self.fd, answer)
        self.seen = (self.seen + data)[-400000:]
        return data

    def until(self, text, seconds):
        """Waits until a text is shown, whatever sequences stand between its letters."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if text.encode() in SEQUENCE.sub(b'', self.seen[-60000:]):
                return True
            self.read(0.2)
        return False

    def settle(self, quiet, most):
        end = time.monotonic() + most
        while time.monotonic() < end and self.read(quiet):
            pass

    def drain(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.01)

    def write(self, data):
        os.write(self.fd, data)

    def say(self, text):
        self.seen = b''
        self.write(text.encode())
        self.drain(1.5)
        self.write(b'\r')

    def processes(self):
        found = []
        for pid in filter(str.isdigit, os.listdir('/proc')):
            try:
                with open('/proc/%s/environ' % pid, 'rb') as environ:
                    if ('BENCH_PEER=' + self.peer.mark()).encode() in environ.read().split(b'\0'):
                        found.append(int(pid))
            except OSError:
                pass
        return found

    def cpu(self):
        ticks = 0
        for pid in self.processes():
            try:
                with open('/proc/%d/stat' % pid) as stat:
                    fields = stat.read().rsplit(')', 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
            except OSError:
                pass
        return ticks / os.sysconf('SC_CLK_TCK')

    def memory(self):
        total = 0
        for pid in self.processes():
            try:
                with open('/proc/%d/smaps_rollup' % pid) as rollup:
                    total += sum(int(l.split()[1]) for l in rollup if l.startswith('Pss:'))
            except OSError:
                pass
        return total / 1024

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        os.waitpid(self.pid, 0)
        os.close(self.fd)


# --- the measures: each gives its name and a list of numbers ---------------------------------------------------------

def composer(peer):
    terminal = Terminal(peer)
    if not terminal.until(peer.ready, 30):
        sys.exit('%s shows no composer but:\n%s' % (peer.name, SEQUENCE.sub(b'', terminal.seen).decode(errors='replace')))
    terminal.settle(1.5, 15)
    return terminal


def starts(peer):
    with Terminal(peer) as terminal:
        while not terminal.seen and time.monotonic() - terminal.start < 20:
            terminal.read(0.05)
        first = time.monotonic()
        while peer.ready.encode() not in terminal.seen and time.monotonic() - terminal.start < 20:
            terminal.read(0.05)
        ready = time.monotonic()
        # Its helpers are to be ready too, else it is killed while it writes what the next start reads.
        terminal.settle(0.5, 5)
        return {'first byte, ms': (first - terminal.start) * 1000, 'composer, ms': (ready - terminal.start) * 1000}


def idle(peer):
    with composer(peer) as terminal:
        terminal.settle(3, 30)
        before, began = terminal.cpu(), time.monotonic()
        terminal.drain(20)
        return {'idle CPU, %': 100 * (terminal.cpu() - before) / (time.monotonic() - began)}


def echo(peer):
    """Each key is a sign that neither the stream nor a peer's own text holds, and is taken back before the next."""
    with composer(peer) as terminal:
        terminal.say('stream 12000 500 0')
        if not terminal.until('word', 30):
            return {'the stream never came': 0}
        terminal.drain(1)
        times, end, unseen = [], time.monotonic() + 15, 0
        while time.monotonic() < end:
            key = b'~^=+;'[len(times) % 5:][:1]
            shown, sent = b'', time.monotonic()
            terminal.write(key)
            while key not in SEQUENCE.sub(b'', shown) and time.monotonic() - sent < 2:
                shown += terminal.read(0.5)
            times.append((time.monotonic() - sent) * 1000)
            unseen += key not in SEQUENCE.sub(b'', shown)
            terminal.drain(0.05)
            terminal.write(b'\x7f')
            terminal.drain(0.05)
        times.sort()
        return {'key to echo, p50 ms': times[len(times) // 2], 'p99 ms': times[int(len(times) * 0.99)],
                'worst ms': times[-1], 'keys': len(times), 'not shown in 2 s': unseen}


def memory(peer):
    with composer(peer) as terminal:
        found = {'PSS before, MB': terminal.memory()}
        for turn in range(1, 4):
            began, used = time.monotonic(), terminal.cpu()
            terminal.say('stream 20000 0 %d' % (turn - 1))
            if not terminal.until(9 * SIGNS[turn - 1], 240):
                return found | {'turn %d was not shown within 240 s' % turn: 0}
            terminal.settle(1.5, 20)
            rows = turn * 4000
            found['after %d rows' % rows] = terminal.memory()
            found['CPU s to %d' % rows] = terminal.cpu() - used
            found['s to %d' % rows] = time.monotonic() - began
        return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--repeat', type=int, default=3)
    parser.add_argument('--folder', default='out/tui')
    parser.add_argument('--only', default='starts,idle,echo,memory')
    parser.add_argument('peers', nargs='+', choices=['cordon', 'codex', 'claude'])
    options = parser.parse_args()
    server = http.server.ThreadingHTTPServer(('127.0.0.1', PORT), Model)
    model = os.fork()
    if model == 0:
        server.serve_forever()
    try:
        peers = [Peer(name, os.path.abspath(options.folder)) for name in options.peers]
        for peer in peers:
            starts(peer)  # What the first start in a new HOME writes is not measured.
        for measure in options.only.split(','):
            results = {peer.name: [] for peer in peers}
            for _ in range(options.repeat):
                for peer in peers:
                    found = globals()[measure](peer)
                    results[peer.name].append(found)
                    print('%-7s load %.1f  %s' % (peer.name, os.getloadavg()[0], words(found)), flush=True)
            for peer in peers:
                runs = results[peer.name]
                names = [name for name in runs[0] if all(name in run for run in runs)]
                print('%-7s median of %d: %s' % (peer.name, len(runs), words(
                    {name: statistics.median(run[name] for run in runs) for name in names})), flush=True)
    finally:
        os.kill(model, signal.SIGTERM)


def words(found):
    return ', '.join('%s %.1f' % pair for pair in found.items())


if __name__ == '__main__':
    main()
