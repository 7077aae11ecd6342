"""Keeps the copy of a project, in which candidates run, like the project itself."""
import os
import shutil

LEFT_OUT = {".git", "node_modules", ".venv", "venv", "__pycache__"}


def look(folder):
    """How each file looks from outside, by its path below the folder; folders have None."""
    seen = {}
    stack = [""]
    while stack:
        inner = stack.pop()
        try:
            entries = list(os.scandir(os.path.join(folder, inner)))
        except OSError:
            continue
        for entry in entries:
            name = os.path.join(inner, entry.name)
            if entry.name in LEFT_OUT:
                continue
            if entry.is_dir(follow_symlinks=False):
                seen[name] = None
                stack.append(name)
            else:
                stat = entry.stat(follow_symlinks=False)
                seen[name] = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_mode)
    return seen


class Scratch:
    def __init__(self, original, copy):
        self.original, self.copy = original, copy
        self.known = look(copy) if original != copy else {}

    def restore(self):
        """Puts back what has changed since the copy was made."""
        if self.original == self.copy:
            return
        now = look(self.copy)
        if now == self.known:
            return
        for name in sorted(now, reverse=True):
            if name not in self.known or now[name] != self.known[name]:
                self.remove(os.path.join(self.copy, name))
        for name in sorted(self.known):
            source, target = os.path.join(self.original, name), os.path.join(self.copy, name)
            if not os.path.lexists(target) and os.path.lexists(source):
                if self.known[name] is None:
                    os.makedirs(target, exist_ok=True)
                else:
                    os.makedirs(os.path.dirname(target), exist_ok=True)
                    shutil.copy2(source, target, follow_symlinks=False)
        self.known = look(self.copy)

    @staticmethod
    def remove(path):
        try:
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path, ignore_errors=True)
            else:
                os.remove(path)
        except OSError:
            pass
