#!/usr/bin/env python3
"""Measures terminal UIs in a pseudo-terminal of this script's own.

    tui.py NAME ENVIRONMENT... -- COMMAND...

prints: first paint (process start to the first byte that is shown, and to the sign of a ready composer), CPU while nothing
happens, keystroke to echo while a model streams 500 tokens a second, and memory after 10,000 lines.

The model is a server of this script's own on loopback; its address is in MODEL_URL. A prompt `stream N RATE` streams N words
at RATE a second.
"""
import fcntl
import http.server
import json
import os
import pty
import select
import statistics
import struct
import sys
import termios
import threading
import time

ROWS, COLUMNS = 40, 120


class Model(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *_):
        pass

    def do_GET(self):
        body = b'{"object":"list","data":[]}'
        self.send_response(200)
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def event(self, event):
        data = ('event: %s\ndata: %s\n\n' % (event['type'], json.dumps(event))).encode()
        self.wfile.write(b'%x\r\n%s\r\n' % (len(data), data))
        self.wfile.flush()

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers['content-length'])))
        messages = '/messages' in self.path
        words = ['say']
        for item in body.get('messages' if messages else 'input', []):
            if item.get('role') == 'user':
                content = item['content']
                parts = [content] if isinstance(content, str) else [p.get('text', '') for p in content]
                for text in parts:
                    if 'stream ' in text and not text.startswith('<'):
                        words = text[text.index('stream '):].split()
        if not body.get('stream', messages is False):
            self.whole(body)
            return
        self.send_response(200)
        self.send_header('content-type', 'text/event-stream')
        self.send_header('transfer-encoding', 'chunked')
        self.end_headers()
        try:
            count, rate = (int(words[1]), float(words[2])) if words[0] == 'stream' else (1, 0)
            pieces = self.pieces(count, rate)
            self.message(pieces, body) if messages else self.response(pieces)
            self.wfile.write(b'0\r\n\r\n')
            self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def whole(self, body):
        """A short answer that is not streamed: some clients name sessions with one."""
        answer = json.dumps({'id': 'm', 'type': 'message', 'role': 'assistant', 'model': body.get('model', 'bench'),
                             'content': [{'type': 'text', 'text': 'bench'}], 'stop_reason': 'end_turn',
                             'stop_sequence': None, 'usage': {'input_tokens': 9, 'output_tokens': 1}}).encode()
        self.send_response(200)
        self.send_header('content-type', 'application/json')
        self.send_header('content-length', str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def pieces(self, count, rate):
        start = time.monotonic()
        for i in range(count):
            yield 'word%d%s' % (i, '\n\n' if i % 10 == 9 else ' ')
            if rate:
                time.sleep(max(0, start + (i + 1) / rate - time.monotonic()))

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


class Terminal:
    """A program in a pseudo-terminal; answers the questions that terminals are asked."""

    def __init__(self, command, environment):
        self.start = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(environment)
            os.execvp(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack('HHHH', ROWS, COLUMNS, 0, 0))
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
        end = time.monotonic() + seconds
        while text not in self.seen and time.monotonic() < end:
            self.read(0.2)
        return text in self.seen

    def settle(self, quiet, most):
        end = time.monotonic() + most
        while time.monotonic() < end and self.read(quiet):
            pass

    def write(self, data):
        os.write(self.fd, data)

    def tree(self):
        found, todo = [], [self.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            try:
                for task in os.listdir('/proc/%d/task' % pid):
                    with open('/proc/%d/task/%s/children' % (pid, task)) as children:
                        todo += [int(c) for c in children.read().split()]
            except OSError:
                pass
        return found

    def cpu(self):
        ticks = 0
        for pid in self.tree():
            try:
                with open('/proc/%d/stat' % pid) as stat:
                    fields = stat.read().rsplit(')', 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
            except OSError:
                pass
        return ticks / os.sysconf('SC_CLK_TCK')

    def memory(self):
        total = 0
        for pid in self.tree():
            try:
                with open('/proc/%d/smaps_rollup' % pid) as rollup:
                    total += sum(int(l.split()[1]) for l in rollup if l.startswith('Pss:'))
            except OSError:
                pass
        return total / 1024

    def close(self):
        for pid in reversed(self.tree()):
            try:
                os.kill(pid, 9)
            except OSError:
                pass
        try:
            os.waitpid(self.pid, 0)
        except OSError:
            pass
        os.close(self.fd)


def echoes(terminal, seconds):
    """Times from a key to the frame that shows it, in ms; each key is a letter the stream does not hold."""
    times, end, letters = [], time.monotonic() + seconds, b'QXZJVK'
    while time.monotonic() < end:
        letter = letters[len(times) % len(letters):][:1]
        terminal.read(0)
        sent = time.monotonic()
        terminal.write(letter)
        while time.monotonic() - sent < 2:
            if letter in terminal.read(0.5):
                break
        times.append((time.monotonic() - sent) * 1000)
        pause = time.monotonic() + 0.11
        while time.monotonic() < pause:
            terminal.read(0.01)
    return sorted(times)


def main():
    split = sys.argv.index('--')
    name, pairs, command = sys.argv[1], sys.argv[2:split], sys.argv[split + 1:]
    server = http.server.ThreadingHTTPServer(('127.0.0.1', int(os.environ.get('MODEL_PORT', '18499'))), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = dict(p.split('=', 1) for p in pairs)
    environment.setdefault('TERM', 'xterm-256color')
    ready = os.environ.get('READY', '❯').encode()
    first, composer = [], []
    for _ in range(int(os.environ.get('STARTS', '5'))):
        terminal = Terminal(command, environment)
        while not terminal.seen and time.monotonic() - terminal.start < 20:
            terminal.read(0.05)
        first.append((time.monotonic() - terminal.start) * 1000)
        if terminal.until(ready, 20):
            composer.append((time.monotonic() - terminal.start) * 1000)
        terminal.close()
    print('%s first byte %.0f ms, composer %s ms (median of %d)' % (
        name, statistics.median(first), '%.0f' % statistics.median(composer) if composer else 'never', len(first)))
    terminal = Terminal(command, environment)
    terminal.until(ready, 20)
    terminal.settle(3, 30)
    before, began = terminal.cpu(), time.monotonic()
    terminal.settle(20, 20)
    print('%s idle CPU %.2f %% over %.0f s' % (
        name, 100 * (terminal.cpu() - before) / (time.monotonic() - began), time.monotonic() - began))
    terminal.write(b'stream 10000 500')
    terminal.settle(0.5, 3)
    terminal.write(b'\r')
    terminal.until(b'word30', 20)
    times = echoes(terminal, 14)
    print('%s key to echo while 500 words/s: p50 %.1f ms, p99 %.1f ms, worst %.1f ms of %d' % (
        name, times[len(times) // 2], times[int(len(times) * 0.99)], times[-1], len(times)))
    terminal.write(b'\x03')
    terminal.close()
    memory = []
    terminal = Terminal(command, environment)
    terminal.until(ready, 20)
    terminal.settle(1, 10)
    for turn in range(5):
        memory.append(terminal.memory())
        terminal.seen = b''
        terminal.write(b'stream 20000 0')
        terminal.settle(0.5, 3)
        terminal.write(b'\r')
        terminal.until(b'word19999', 60)
        terminal.settle(1.5, 20)
    memory.append(terminal.memory())
    print('%s memory (PSS, MB) at 0, 4,000 ... 20,000 rows: %s' % (name, ' '.join('%.0f' % m for m in memory)))
    terminal.close()


if __name__ == '__main__':
    main()
