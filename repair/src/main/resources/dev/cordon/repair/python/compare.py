"""Tells patches apart that all pass: what their functions do with inputs like those of the tests."""
import ast
import importlib
import os
import random
import sys

import judge

MAX_INPUTS = 160
MAX_COMPARED = 24
SECONDS = 10


def functions(text, edits):
    """Names of the functions at the top of a file that hold the edits; None for other places."""
    names = set()
    tree = ast.parse(text)
    for start, end in edits:
        line = text.count("\n", 0, start) + 1
        holder = [n.name for n in tree.body
                  if isinstance(n, ast.FunctionDef) and n.lineno <= line <= n.end_lineno]
        if not holder:
            return None
        names.add(holder[0])
    return names


def near(value, random_):
    """A value a little different."""
    kind = type(value)
    if kind is bool:
        return not value
    if kind in (int, float):
        return value + random_.choice((-2, -1, 1, 2, -value, value))
    if kind is str:
        other = random_.choice((value[1:], value[:-1], value + value, value[::-1], value.upper(), value + " a"))
        return other[:200]
    if kind in (list, tuple):
        items = list(value)
        way = random_.randrange(5)
        if way == 0 and items:
            items.pop(random_.randrange(len(items)))
        elif way == 1 and items:
            at = random_.randrange(len(items))
            items[at] = near(items[at], random_)
        elif way == 2:
            items = items + items[:3]
        elif way == 3:
            items.reverse()
        else:
            random_.shuffle(items)
        return kind(items)
    if kind is dict:
        return {k: near(v, random_) if random_.randrange(3) == 0 else v for k, v in value.items()}
    return value


def inputs(calls, names, seed):
    """Argument tuples by path and function: those of the tests, then some like them."""
    random_ = random.Random(seed)
    made = []
    for path, name, text in calls:
        if name in names.get(path, ()):
            made.append((path, name, text))
    known, seen = list(made), set(made)
    for _ in range(MAX_INPUTS * 3):
        if not known or len(made) >= MAX_INPUTS:
            break
        path, name, text = known[random_.randrange(len(known))]
        arguments = list(ast.literal_eval(text))
        for _ in range(random_.randrange(1, 3)):
            if arguments:
                at = random_.randrange(len(arguments))
                try:
                    arguments[at] = near(arguments[at], random_)
                except (TypeError, OverflowError):
                    pass
        entry = (path, name, repr(tuple(arguments)))
        if entry not in seen:
            seen.add(entry)
            made.append(entry)
    return made


def observe(root, files, changed, given, max_steps, seconds):
    """What a patch answers to each input, as texts; None if that cannot be told."""

    def work():
        judge.prepare(root, changed)
        told = []
        for path, name, text in given:
            module = os.path.relpath(path, root)[:-3].replace(os.sep, ".")
            if module.startswith("src."):
                module = module[4:]
            tracer = judge.Tracer(files, False, max_steps)
            try:
                function = getattr(importlib.import_module(module), name)
                arguments = ast.literal_eval(text)
                tracer.start()
                answer = repr(function(*arguments))
            except judge.Endless:
                answer = "never ends"
            except Exception as error:
                answer = type(error).__name__
            finally:
                sys.settrace(None)
            told.append(name + text + " -> " + answer[:300])
        return {"told": told}

    answer = judge.forked(work, min(SECONDS, seconds))[0] if seconds > 0 else None
    return (answer or {}).get("told")


def size(candidate, texts):
    """Characters that really change."""
    total = 0
    for path, start, end, new, _ in candidate[1]:
        old = texts[path][start:end]
        same = len(os.path.commonprefix((old, new)))
        tail = len(os.path.commonprefix((old[same:][::-1], new[same:][::-1])))
        total += len(old) + len(new) - 2 * (same + tail)
    return total


def rank(root, files, texts, survivors, apply, calls, seed, max_steps, left, restore):
    """Survivors, best first, each with a remark on how it differs from the first.

    Patches that do the same form a group; the group that weighs most together goes first.
    """
    survivors = sorted(survivors, key=lambda c: (-c[0] / (1 + size(c, texts) / 30), c[1]))[:MAX_COMPARED]
    names = {}
    for candidate in survivors:
        for path in {edit[0] for edit in candidate[1]}:
            here = functions(texts[path], [(e[1], e[2]) for e in candidate[1] if e[0] == path])
            if here is None:
                return [(c, "is not compared on made-up inputs") for c in survivors]
            names.setdefault(path, set()).update(here)
    given = inputs(calls, names, seed)
    told = []
    for candidate in survivors:
        answers = observe(root, files, apply(candidate), given, max_steps, left()) if given else None
        restore()
        if answers is None:
            # One that hangs takes its time; the others would take as much for nothing.
            return [(c, "is not compared on made-up inputs") for c in survivors]
        told.append(answers)
    weights = {}
    for candidate, answers in zip(survivors, told):
        weights[tuple(answers)] = weights.get(tuple(answers), 0) + candidate[0]
    order = sorted(range(len(survivors)), key=lambda i: (-weights[tuple(told[i])], i))
    chosen = told[order[0]]
    ranked = []
    for i in order:
        different = [(a, b) for a, b in zip(chosen, told[i]) if a != b]
        if not different:
            remark = "does the same on all %d made-up inputs" % len(given)
        else:
            one, other = min(different, key=lambda pair: len(pair[0]) + len(pair[1]))
            remark = "differs on %d of %d made-up inputs, for example: the chosen patch %s, this one %s" % (
                len(different), len(given), one, other.split(" -> ", 1)[1])
        ranked.append((survivors[i], remark))
    return ranked
