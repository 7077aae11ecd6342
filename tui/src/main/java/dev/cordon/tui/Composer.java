package dev.cordon.tui;

/// The text that the user writes, and the keys that edit it.
///
/// Lines are separated by line feeds and hold no other control character; the cursor stands between
/// grapheme clusters. Knows nothing of sending, history or completion.
final class Composer {
    /// More is not taken.
    static final int MAX_CHARS = 8 * 1024 * 1024;

    private final StringBuilder text = new StringBuilder();
    private final Undo undo = new Undo();
    private final Composition view = new Composition();
    private String killed = "";
    private boolean killing;
    private int cursor;
    private int wantedColumn = -1;

    String text() {
        return text.toString();
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    int cursor() {
        return cursor;
    }

    /// Replaces everything; can be undone.
    void replace(String other) {
        undo.before(text, cursor, Undo.Kind.OTHER);
        text.setLength(0);
        text.append(clean(other));
        cursor = text.length();
        moved();
    }

    /// Replaces a part, for example with what completes it.
    void replace(int from, int to, String other) {
        undo.before(text, cursor, Undo.Kind.OTHER);
        String clean = clean(other);
        text.replace(from, to, clean);
        cursor = from + clean.length();
        moved();
    }

    /// Empties it, with nothing to undo.
    void clear() {
        text.setLength(0);
        cursor = 0;
        undo.forget();
        moved();
    }

    /// Inserts at the cursor.
    void insert(String added) {
        put(clean(added));
    }

    private void put(String clean) {
        if (clean.isEmpty() || text.length() + clean.length() > MAX_CHARS) {
            return;
        }
        undo.before(text, cursor, clean.length() > 2 ? Undo.Kind.OTHER : Undo.Kind.TYPING);
        text.insert(cursor, clean);
        cursor += clean.length();
        moved();
    }

    /// Does what the key does to text.
    ///
    /// @return whether it was such a key
    boolean take(Input.Press press) {
        boolean word = press.ctrl() || press.alt();
        boolean wasKilling = killing;
        killing = false;
        switch (press.name()) {
            case LEFT -> go(word ? wordLeft() : left());
            case RIGHT -> go(word ? wordRight() : right());
            case HOME -> go(press.ctrl() ? 0 : lineStart());
            case END -> go(press.ctrl() ? text.length() : lineEnd());
            case BACKSPACE -> remove(word ? wordLeft() : left(), cursor);
            case DELETE -> remove(cursor, word ? wordRight() : right());
            case CHAR -> {
                return press.ctrl()
                        ? control(press, wasKilling)
                        : press.alt() ? alt(press, wasKilling) : typed(press);
            }
            default -> {
                killing = wasKilling;
                return false;
            }
        }
        return true;
    }

    private boolean typed(Input.Press press) {
        int c = press.codePoint();
        // A joiner that is typed comes before what it joins.
        boolean joins = c == 0x200c || c == 0x200d || c == 0xfe0f;
        put(joins ? Character.toString(c) : clean(Character.toString(c)));
        return true;
    }

    private boolean control(Input.Press press, boolean wasKilling) {
        switch (press.codePoint()) {
            case 'a' -> go(lineStart());
            case 'e' -> go(lineEnd());
            case 'b' -> go(left());
            case 'f' -> go(right());
            case 'd' -> remove(cursor, right());
            case 'h' -> remove(left(), cursor);
            case 'j' -> insert("\n");
            case 'k' -> kill(cursor, cursor == lineEnd() ? right() : lineEnd(), wasKilling);
            case 'u' -> kill(lineStart() == cursor ? left() : lineStart(), cursor, wasKilling);
            case 'w' -> kill(wordLeft(), cursor, wasKilling);
            case 'y' -> insert(killed);
            case '_', 'z' -> undo();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean alt(Input.Press press, boolean wasKilling) {
        switch (press.codePoint()) {
            case 'b' -> go(wordLeft());
            case 'f' -> go(wordRight());
            case 'd' -> kill(cursor, wordRight(), wasKilling);
            case '<' -> go(0);
            case '>' -> go(text.length());
            case 'z' -> redo();
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Goes up a row of the screen.
    ///
    /// @return whether there was one
    boolean up(int columns) {
        return vertical(-1, columns);
    }

    /// Goes down a row of the screen.
    boolean down(int columns) {
        return vertical(1, columns);
    }

    private boolean vertical(int by, int columns) {
        Composition.Place here = view.place(text, cursor, columns);
        int column = wantedColumn < 0 ? here.column() : wantedColumn;
        int there = view.offset(text, here.row() + by, column, columns);
        if (there < 0) {
            return false;
        }
        undo.brk();
        cursor = there;
        wantedColumn = column;
        return true;
    }

    /// At most `maxRows` rows around the cursor, and where it is in them.
    Composition.Shown shown(int columns, int maxRows) {
        return view.shown(text, cursor, columns, maxRows);
    }

    private void undo() {
        undo.back(text, cursor).ifPresent(this::restore);
    }

    private void redo() {
        undo.forth(text, cursor).ifPresent(this::restore);
    }

    private void restore(Undo.Snapshot snapshot) {
        text.setLength(0);
        text.append(snapshot.text());
        cursor = snapshot.cursor();
        moved();
    }

    private void kill(int from, int to, boolean more) {
        if (from == to) {
            return;
        }
        String part = text.substring(from, to);
        killed = !more ? part : from < cursor ? part + killed : killed + part;
        killing = true;
        remove(from, to);
    }

    private void remove(int from, int to) {
        if (from == to) {
            return;
        }
        undo.before(text, cursor, Undo.Kind.REMOVING);
        text.delete(from, to);
        cursor = from;
        moved();
    }

    private void go(int to) {
        undo.brk();
        cursor = to;
        wantedColumn = -1;
    }

    private void moved() {
        wantedColumn = -1;
        view.changed();
    }

    private int left() {
        return cursor == 0 ? 0 : CellWidth.previous(text, cursor);
    }

    private int right() {
        return cursor == text.length() ? cursor : CellWidth.next(text, cursor, text.length());
    }

    private int lineStart() {
        return text.lastIndexOf("\n", cursor - 1) + 1;
    }

    private int lineEnd() {
        int end = text.indexOf("\n", cursor);
        return end < 0 ? text.length() : end;
    }

    private int wordLeft() {
        int at = cursor;
        while (at > 0 && !wordPart(text.codePointBefore(at))) {
            at -= Character.charCount(text.codePointBefore(at));
        }
        while (at > 0 && wordPart(text.codePointBefore(at))) {
            at -= Character.charCount(text.codePointBefore(at));
        }
        return at;
    }

    private int wordRight() {
        int at = cursor;
        while (at < text.length() && !wordPart(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        while (at < text.length() && wordPart(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    private static boolean wordPart(int c) {
        return Character.isLetterOrDigit(c)
                || c == '_'
                || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    /// Line ends become line feeds, tabs four spaces; what cannot be seen is written out, but for
    /// what a script or a picture needs.
    static String clean(String added) {
        StringBuilder clean = new StringBuilder(added.length());
        int before = 0;
        for (int i = 0; i < added.length(); ) {
            int c = added.codePointAt(i);
            i += Character.charCount(c);
            if (c == '\r') {
                i += i < added.length() && added.charAt(i) == '\n' ? 1 : 0;
                clean.append('\n');
            } else if (c == '\n') {
                clean.append('\n');
            } else if (c == '\t') {
                clean.append("    ");
            } else if (Hidden.is(c)
                    && !Hidden.isNeeded(c, before, i < added.length() ? added.codePointAt(i) : 0)) {
                clean.append(Visible.escape(c));
                continue;
            } else {
                clean.appendCodePoint(c);
            }
            before = c;
        }
        return clean.toString();
    }
}
