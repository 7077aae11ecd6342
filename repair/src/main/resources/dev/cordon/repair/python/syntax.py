"""Mends a file that Python cannot read: one sign, one word or one indentation."""

SIGNS = (":", ")", "]", "}", "'", '"')
MAX_MENDED = 12


def readable(text):
    try:
        compile(text, "file", "exec")
        return True
    except (SyntaxError, ValueError):
        return False


def variants(line):
    """Lines that may have been meant."""
    code = line.rstrip("\n")
    end = line[len(code):]
    body = code.lstrip()
    indent = code[:len(code) - len(body)]
    yield from (code + sign + end for sign in SIGNS)
    yield from (code[:-1] + sign + code[-1] + end for sign in SIGNS if code)
    yield indent + "    " + body + end
    if len(indent) >= 4:
        yield indent[4:] + body + end
    if body.startswith(("else if ", "elsif ")):
        yield indent + "elif " + body.split("if ", 1)[1] + end
    for old, new in (("=", "=="), ("&&", "and"), ("||", "or"), ("!", "not "), ("++", " += 1"), ("--", " -= 1"),
                     ("true", "True"), ("false", "False"), ("null", "None")):
        at = body.find(old)
        while at >= 0:
            yield indent + body[:at] + new + body[at + len(old):] + end
            at = body.find(old, at + 1)
    for at, sign in enumerate(code):
        if sign in ")]}'\":;":
            yield code[:at] + code[at + 1:] + end


def mended(text):
    """Texts that can be read and differ from this one in one line; likelier first."""
    try:
        compile(text, "file", "exec")
        return []
    except (SyntaxError, ValueError) as error:
        wrong = getattr(error, "lineno", None) or 1
    lines = text.splitlines(keepends=True)
    found = []
    for number in (wrong - 1, wrong - 2, wrong - 3, wrong):
        if 0 <= number < len(lines):
            for line in variants(lines[number]):
                after = "".join(lines[:number] + [line] + lines[number + 1:])
                if after not in found and readable(after):
                    found.append(after)
                    if len(found) == MAX_MENDED:
                        return found
    return found
