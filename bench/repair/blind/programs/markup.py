"""A small subset of a light markup language, written as HTML."""


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inline(text):
    """Bold between two stars, code between backquotes; a mark without its partner stays."""
    parts = []
    at = 0
    while at < len(text):
        mark = text[at:at + 2] if text.startswith("**", at) else text[at]
        if mark in ("**", "`"):
            end = text.find(mark, at + len(mark))
            if end > at + len(mark):
                inner = text[at + len(mark):end]
                tag = "b" if mark == "**" else "code"
                body = escaped(inner) if tag == "code" else inline(inner)
                parts.append(f"<{tag}>{body}</{tag}>")
                at = end + len(mark)
                continue
        parts.append(escaped(mark))
        at += len(mark)
    return "".join(parts)


def heading_level(line):
    level = 0
    while level < len(line) and line[level] == "#":
        level += 1
    if 1 <= level <= 6 and line[level:level + 1] == " ":
        return level
    return 0


def html(text):
    blocks = []
    paragraph = []
    items = []

    def flush():
        if paragraph:
            blocks.append("<p>" + inline(" ".join(paragraph)) + "</p>")
            paragraph.clear()
        if items:
            blocks.append("<ul>" + "".join(f"<li>{inline(i)}</li>" for i in items) + "</ul>")
            items.clear()

    for line in text.split("\n"):
        line = line.strip()
        level = heading_level(line)
        if not line:
            flush()
        elif level:
            flush()
            blocks.append(f"<h{level}>{inline(line[level + 1:].strip())}</h{level}>")
        elif line.startswith("- "):
            if paragraph:
                flush()
            items.append(line[2:])
        else:
            if items:
                flush()
            paragraph.append(line)
    flush()
    return "\n".join(blocks)


def outline(text):
    """The headings, indented by their level below the highest one."""
    found = []
    for line in text.split("\n"):
        level = heading_level(line.strip())
        if level:
            found.append((level, line.strip()[level + 1:].strip()))
    highest = min((level for level, _ in found), default=1)
    return ["  " * (level - highest) + title for level, title in found]
