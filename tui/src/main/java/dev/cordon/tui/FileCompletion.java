package dev.cordon.tui;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Completes `@name` with a file of the project.
final class FileCompletion implements Completion {
    static final int MAX_FOUND = 20;

    private final FileFinder finder;
    private final UiContext ui;
    private Optional<Runnable> waiting = Optional.empty();

    FileCompletion(FileFinder finder, UiContext ui) {
        this.finder = finder;
        this.ui = ui;
    }

    @Override
    public boolean look(String text, int cursor, Consumer<Found> found) {
        int from = markBefore(text, cursor, '@');
        if (from < 0) {
            return false;
        }
        String query = text.substring(from + 1, cursor);
        if (finder.ready()) {
            find(query, from, found);
            return true;
        }
        // The names are still being read: what is asked last is answered then.
        boolean first = waiting.isEmpty();
        waiting = Optional.of(() -> find(query, from, found));
        if (first) {
            ui.later(finder::await, _ -> read());
        }
        return true;
    }

    private void find(String query, int from, Consumer<Found> found) {
        ui.later(() -> finder.search(query, MAX_FOUND), files -> found.accept(of(from, files)));
    }

    private void read() {
        waiting.ifPresent(Runnable::run);
        waiting = Optional.empty();
    }

    private static Found of(int from, List<String> files) {
        return new Found(
                from, files.stream().map(file -> new Choice("@" + quoted(file), "")).toList());
    }

    private static String quoted(String file) {
        String shown = Visible.line(file);
        return shown.indexOf(' ') < 0 ? shown : "\"" + shown + "\"";
    }

    /// Where the word before the cursor begins, if it begins with the mark; else -1.
    static int markBefore(String text, int cursor, char mark) {
        int at = cursor;
        while (at > 0 && !Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        return at < cursor && text.charAt(at) == mark ? at : -1;
    }
}
