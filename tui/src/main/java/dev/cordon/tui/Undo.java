package dev.cordon.tui;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What stood there before, in steps as a user thinks of them: a run of typing is one.
final class Undo {
    private static final int MAX_STEPS = 200;
    private static final int MAX_CHARS = 32 * 1024 * 1024;

    private final Deque<Snapshot> before = new ArrayDeque<>();
    private final Deque<Snapshot> after = new ArrayDeque<>();
    private Kind last = Kind.OTHER;
    private long chars;

    /// What changes the text.
    enum Kind {
        TYPING,
        REMOVING,
        OTHER
    }

    /// The text and the cursor.
    record Snapshot(String text, int cursor) {}

    /// Something is about to change.
    void before(StringBuilder text, int cursor, Kind kind) {
        boolean sameRun = kind == last && kind != Kind.OTHER && !before.isEmpty();
        last = kind;
        after.clear();
        if (!sameRun) {
            push(before, text, cursor);
        }
    }

    /// The next change is a step of its own.
    void brk() {
        last = Kind.OTHER;
    }

    Optional<Snapshot> back(StringBuilder text, int cursor) {
        return step(before, after, text, cursor);
    }

    Optional<Snapshot> forth(StringBuilder text, int cursor) {
        return step(after, before, text, cursor);
    }

    void forget() {
        before.clear();
        after.clear();
        chars = 0;
        last = Kind.OTHER;
    }

    private Optional<Snapshot> step(
            Deque<Snapshot> from, Deque<Snapshot> to, StringBuilder text, int cursor) {
        last = Kind.OTHER;
        if (from.isEmpty()) {
            return Optional.empty();
        }
        Snapshot found = from.pop();
        chars -= found.text().length();
        push(to, text, cursor);
        return Optional.of(found);
    }

    private void push(Deque<Snapshot> stack, StringBuilder text, int cursor) {
        stack.push(new Snapshot(text.toString(), cursor));
        chars += text.length();
        while (stack.size() > MAX_STEPS || (chars > MAX_CHARS && stack.size() > 1)) {
            chars -= stack.removeLast().text().length();
        }
    }
}
