#!/usr/bin/env python3
"""Measures `@` file search of a terminal UI in a project of 200,000 files, and 50,000 more that git ignores.

    files.py NAME FOLDER ENVIRONMENT... -- COMMAND...

makes the project in FOLDER if it is not there, and prints how long the first list takes (the names are read then), how
long each further letter takes from the key to the frame with the new list, and whether an ignored file is ever offered.
"""
import os
import statistics
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tui  # noqa: E402

FOLDERS, FILES, IGNORED = 2000, 100, 500


def project(root):
    if os.path.exists(root + '/.gitignore'):
        return
    os.makedirs(root + '/.git', exist_ok=True)
    for i in range(FOLDERS + IGNORED):
        top = 'target' if i >= FOLDERS else 'module%d' % (i % 40)
        folder = '%s/%s/src/main/java/org/example/part%d' % (root, top, i)
        os.makedirs(folder)
        for j in range(FILES):
            open('%s/Type%dOf%d.java' % (folder, j, i), 'w').close()
    open(root + '/module7/src/main/java/org/example/part7/NeedleFinder.java', 'w').close()
    open(root + '/target/NeedleIgnored.java', 'w').close()
    with open(root + '/.git/HEAD', 'w') as head:
        head.write('ref: refs/heads/main\n')
    with open(root + '/.gitignore', 'w') as rules:
        rules.write('target/\n')


def until(terminal, text, seconds):
    """Seconds from now until a frame holds the text."""
    start, seen = time.monotonic(), b''
    while time.monotonic() - start < seconds:
        seen += terminal.read(0.2)
        if text in seen:
            return time.monotonic() - start
    return float('nan')


def main():
    split = sys.argv.index('--')
    name, root, pairs, command = sys.argv[1], sys.argv[2], sys.argv[3:split], sys.argv[split + 1:]
    project(root)
    environment = dict(p.split('=', 1) for p in pairs)
    environment.setdefault('TERM', 'xterm-256color')
    os.chdir(root)
    first, letters, ignored = [], [], False
    for _ in range(3):
        terminal = tui.Terminal(command, environment)
        terminal.until(os.environ.get('READY', '❯').encode(), 30)
        terminal.settle(1.5, 10)
        terminal.write(b'@needle')
        first.append(until(terminal, b'NeedleFinder', 60))
        terminal.settle(0.5, 3)
        for word in (b'Type7Of19', b'part1999Type9', b'mod7type42of7'):
            terminal.write(b'\x15')
            terminal.settle(0.3, 2)
            terminal.write(b'@')
            terminal.settle(0.3, 2)
            for i in range(len(word)):
                terminal.read(0)
                sent = time.monotonic()
                terminal.write(word[i:i + 1])
                # A frame with a list names a path.
                until(terminal, b'.java', 2)
                letters.append((time.monotonic() - sent) * 1000)
                terminal.settle(0.1, 1)
        ignored |= b'NeedleIgnored' in terminal.seen or b'target/' in terminal.seen
        terminal.close()
    letters.sort()
    print('%s @ in %d files: first list %.0f ms (median of 3); each letter p50 %.1f ms, p99 %.1f ms of %d; ignored files '
          'offered: %s' % (name, FOLDERS * FILES, 1000 * statistics.median(first), statistics.median(letters),
                           letters[int(len(letters) * 0.99)], len(letters), 'yes' if ignored else 'no'))


if __name__ == '__main__':
    main()
