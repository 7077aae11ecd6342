"""Fills templates: {{name}}, {{name|filter}}, {{#list}}...{{/list}}."""


class TemplateError(ValueError):
    pass


FILTERS = {
    "upper": str.upper,
    "trim": str.strip,
    "title": lambda text: " ".join(word[:1].upper() + word[1:] for word in text.split(" ")),
    "length": lambda text: str(len(text)),
}


def split(text):
    """Pairs of a kind ('text' or 'tag') and its content."""
    pieces = []
    at = 0
    while True:
        start = text.find("{{", at)
        if start < 0:
            break
        end = text.find("}}", start)
        if end < 0:
            raise TemplateError("a tag is not closed")
        if start > at:
            pieces.append(("text", text[at:start]))
        pieces.append(("tag", text[start + 2:end].strip()))
        at = end + 2
    if at < len(text):
        pieces.append(("text", text[at:]))
    return pieces


def lookup(values, name):
    for scope in reversed(values):
        found = scope
        for part in name.split("."):
            if not isinstance(found, dict) or part not in found:
                found = None
                break
            found = found[part]
        if found is not None:
            return found
    return None


def fill(text, values):
    pieces = split(text)
    made, at = render(pieces, 0, [values], None)
    return made


def render(pieces, at, scopes, closing):
    made = []
    while at < len(pieces):
        kind, content = pieces[at]
        at += 1
        if kind == "text":
            made.append(content)
        elif content.startswith("/"):
            if content[1:] != closing:
                raise TemplateError("unexpected " + content)
            return "".join(made), at
        elif content.startswith("#"):
            name = content[1:]
            rows = lookup(scopes, name) or []
            if not isinstance(rows, list):
                rows = [rows]
            after = skip(pieces, at, name)
            for row in rows:
                scope = row if isinstance(row, dict) else {"it": row}
                made.append(render(pieces, at, scopes + [scope], name)[0])
            at = after
        else:
            made.append(value(content, scopes))
    if closing is not None:
        raise TemplateError("not closed: " + closing)
    return "".join(made), at


def skip(pieces, at, name):
    depth = 1
    while at < len(pieces):
        kind, content = pieces[at]
        at += 1
        if kind == "tag" and content == "#" + name:
            depth += 1
        elif kind == "tag" and content == "/" + name:
            depth -= 1
            if depth == 0:
                return at
    raise TemplateError("not closed: " + name)


def value(content, scopes):
    name, *filters = content.split("|")
    found = lookup(scopes, name.strip())
    text = "" if found is None else str(found)
    for filter_name in filters:
        if filter_name.strip() not in FILTERS:
            raise TemplateError("no filter " + filter_name)
        text = FILTERS[filter_name.strip()](text)
    return text
