"""Changes put together where none is enough alone."""

MAX_PARTS = 80
MAX_KEPT = 12
MAX_KEPT_OF_ONE_KIND = 3


def both(one, other, score):
    """The two as one candidate; None if they touch the same text."""
    if one is other or any(a[0] == b[0] and a[2] > b[1] and b[2] > a[1] for a in one[1] for b in other[1]):
        return None
    return (score, sorted(one[1] + other[1]), one[2] + " and " + other[2])


def best_first(parts):
    return sorted(parts, key=lambda p: (-len(p[0]), -p[1][0], p[1][1]))[:MAX_PARTS]


def covering(parts, bad):
    """Pairs of changes that break nothing and mend all failing tests between them."""
    parts = best_first(parts)
    found = []
    for i, (mended, one) in enumerate(parts):
        for others, other in parts[i + 1:]:
            if mended | others >= bad:
                found.append(both(one, other, one[0] * other[0]))
    return sorted((c for c in found if c), key=lambda c: (-c[0], c[1]))


def extended(parts, candidates, bad, results):
    """Each change that helps and breaks nothing, with changes where the other failures point."""
    kept, found = {}, []
    for mended, part in best_first(parts):
        kept[frozenset(mended)] = kept.get(frozenset(mended), 0) + 1
        if kept[frozenset(mended)] > MAX_KEPT_OF_ONE_KIND or sum(kept.values()) > MAX_KEPT:
            continue
        lines = {tuple(line) for name in bad - mended for line in results[name]["lines"]}
        near = [c for c in candidates if any((e[0], e[4]) in lines for e in c[1])]
        for other in near[:200]:
            found.append(both(part, other, len(mended) * part[0] * other[0]))
    return sorted((c for c in found if c), key=lambda c: (-c[0], c[1]))


def pairs(best, moved, candidates):
    """Pairs of what at least helped, then of what at least changed how a test fails."""
    seen = set()
    for left, right, most, width in ((best, best, 40, 40), (best, candidates, 15, 200),
                                     (moved, moved, 50, 50), (moved, candidates, 20, 100)):
        here = []
        for i, one in enumerate(left[:most]):
            for j, other in enumerate(right[:width]):
                pair = both(one, other, 1.0 / ((i + 2) * (j + 2)))
                if pair and tuple(pair[1]) not in seen:
                    seen.add(tuple(pair[1]))
                    here.append(pair)
        yield from sorted(here, key=lambda c: (-c[0], c[1]))
