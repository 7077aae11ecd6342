"""Keeps the copy of a project, in which candidates run, like the project itself."""
import os
import shutil

LEFT_OUT = {".git", "node_modules", ".venv", "venv", "__pycache__"}


def look(folder):
    """How each file looks from outside, by its path below the folder; folders have a number."""
    seen = {"": os.stat(folder).st_mode}
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
                seen[name] = entry.stat(follow_symlinks=False).st_mode
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
        os.makedirs(self.copy, exist_ok=True)
        now = look(self.copy)
        if now == self.known:
            return
        # Folders that were closed are opened, outer ones first.
        for name in sorted(self.known):
            path = os.path.join(self.copy, name)
            if type(self.known[name]) is int and os.path.isdir(path) and not os.path.islink(path):
                os.chmod(path, self.known[name] & 0o7777)
        now = look(self.copy)
        for name in sorted(now, reverse=True):
            if name not in self.known or now[name] != self.known[name]:
                self.remove(os.path.join(self.copy, name))
        for name in sorted(self.known):
            source, target = os.path.join(self.original, name), os.path.join(self.copy, name)
            if not os.path.lexists(target) and os.path.lexists(source):
                if type(self.known[name]) is int:
                    os.makedirs(target, exist_ok=True)
                    os.chmod(target, self.known[name] & 0o7777)
                else:
                    os.makedirs(os.path.dirname(target), exist_ok=True)
                    shutil.copy2(source, target, follow_symlinks=False)
        self.known = look(self.copy)

    @staticmethod
    def remove(path):
        try:
            if os.path.isdir(path) and not os.path.islink(path):
                for folder, _, _ in os.walk(path):
                    os.chmod(folder, 0o700)
                shutil.rmtree(path, ignore_errors=True)
            else:
                os.remove(path)
        except OSError:
            pass
