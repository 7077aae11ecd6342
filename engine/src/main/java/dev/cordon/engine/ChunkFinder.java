package dev.cordon.engine;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Finds lines of a patch in the lines of a file.
///
/// Four passes, each over the whole rest of the file before the next: as written; without regard to
/// spaces at the end; at both ends; with typographic dashes, quotes and spaces taken as the plain
/// ones.
final class ChunkFinder {
    /// Comparisons of lines before a search is given up; a patch that needs more is no patch.
    private static final long MAX_COMPARISONS = 200_000_000L;

    private final List<String> lines;
    private final Map<Pass, List<String>> forms = new EnumMap<>(Pass.class);
    private long comparisons;

    ChunkFinder(List<String> lines) {
        this.lines = lines;
    }

    /// How closely lines are compared, strictest first.
    enum Pass {
        EXACT,
        TRAILING_SPACE,
        SURROUNDING_SPACE,
        TYPOGRAPHY
    }

    /// Where lines were found.
    ///
    /// @param start the first line, counted from 0
    /// @param pass the first pass that found them
    record Match(int start, Pass pass) {}

    /// The first place from `from` on; null if there is none.
    ///
    /// @param wanted not empty
    /// @param atEnd whether they must be the last lines
    @org.jspecify.annotations.Nullable
    Match find(List<String> wanted, int from, boolean atEnd) throws PatchException {
        for (Pass pass : Pass.values()) {
            OptionalInt start = find(wanted, from, atEnd, pass);
            if (start.isPresent()) {
                return new Match(start.getAsInt(), pass);
            }
        }
        return null;
    }

    /// The first place from `from` on in one pass.
    OptionalInt find(List<String> wanted, int from, boolean atEnd, Pass pass)
            throws PatchException {
        List<String> have = form(pass);
        List<String> want = wanted.stream().map(line -> form(line, pass)).toList();
        int last = have.size() - want.size();
        for (int start = atEnd ? Math.max(from, last) : from; start <= last; start++) {
            if (matches(have, want, start)) {
                return OptionalInt.of(start);
            }
        }
        return OptionalInt.empty();
    }

    private boolean matches(List<String> have, List<String> want, int start) throws PatchException {
        for (int i = 0; i < want.size(); i++) {
            if (++comparisons > MAX_COMPARISONS) {
                throw new PatchException(
                        "The file is too large and too uniform to find the lines of the patch."
                                + " Write the whole file instead.");
            }
            if (!have.get(start + i).equals(want.get(i))) {
                return false;
            }
        }
        return true;
    }

    private List<String> form(Pass pass) {
        List<String> known = forms.get(pass);
        if (known == null) {
            known =
                    pass == Pass.EXACT
                            ? lines
                            : lines.stream().map(line -> form(line, pass)).toList();
            forms.put(pass, known);
        }
        return known;
    }

    private static String form(String line, Pass pass) {
        return switch (pass) {
            case EXACT -> line;
            case TRAILING_SPACE -> line.stripTrailing();
            case SURROUNDING_SPACE -> line.strip();
            case TYPOGRAPHY -> plain(line).strip();
        };
    }

    private static String plain(String line) {
        StringBuilder out = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            out.append(c < 0x80 ? c : plain(c));
        }
        return out.toString();
    }

    private static char plain(char c) {
        if ((c >= '\u2010' && c <= '\u2015') || c == '\u2212') {
            return '-';
        }
        if (c >= '\u2018' && c <= '\u201B') {
            return '\'';
        }
        if (c >= '\u201C' && c <= '\u201F') {
            return '"';
        }
        boolean space =
                c == '\u00A0'
                        || (c >= '\u2002' && c <= '\u200A')
                        || c == '\u202F'
                        || c == '\u205F'
                        || c == '\u3000';
        return space ? ' ' : c;
    }
}
