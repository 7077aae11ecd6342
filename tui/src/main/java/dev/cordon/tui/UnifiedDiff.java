package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what `git diff` and `diff -u` print.
///
/// @see <a href="https://git-scm.com/docs/diff-format">the format of git's patches</a>
final class UnifiedDiff {
    private static final String NOWHERE = "/dev/null";

    private final List<FileDiff> files = new ArrayList<>();
    private String oldPath = "";
    private String newPath = "";
    private boolean renamed;
    private FileDiff.Change change = FileDiff.Change.EDITED;
    private final List<String> notes = new ArrayList<>();
    private final List<FileDiff.Hunk> hunks = new ArrayList<>();
    private List<FileDiff.Entry> lines = new ArrayList<>();
    private boolean open;
    private String oldMode = "";
    private int oldStart;
    private int newStart;
    private int oldLeft;
    private int newLeft;

    private UnifiedDiff() {}

    /// The files of a patch. What is no patch is left out.
    static List<FileDiff> parse(String text) {
        UnifiedDiff diff = new UnifiedDiff();
        for (String line : text.split("\n", -1)) {
            diff.line(line);
        }
        diff.endFile();
        return diff.files;
    }

    private void line(String line) {
        if (oldLeft > 0 || newLeft > 0) {
            body(line);
            return;
        }
        if (line.startsWith("\\")) {
            notes.add("no line end at the end");
        } else if (line.startsWith("diff --git ")) {
            endFile();
            open = true;
            names(line.substring("diff --git ".length()));
        } else if (line.startsWith("--- ")) {
            if (!hunks.isEmpty() || !lines.isEmpty()) {
                endFile();
            }
            open = true;
            oldPath = path(line.substring(4));
        } else if (line.startsWith("+++ ") && open) {
            newPath = path(line.substring(4));
        } else if (line.startsWith("@@ ") && open) {
            endHunk();
            range(line);
        } else if (open) {
            header(line);
        }
    }

    private void header(String line) {
        if (line.startsWith("new file mode ")) {
            change = FileDiff.Change.ADDED;
            if (line.endsWith("755")) {
                notes.add("executable");
            }
        } else if (line.startsWith("deleted file mode ")) {
            change = FileDiff.Change.DELETED;
        } else if (line.startsWith("rename from ")) {
            renamed = true;
            oldPath = unquote(line.substring("rename from ".length()));
        } else if (line.startsWith("rename to ")) {
            newPath = unquote(line.substring("rename to ".length()));
        } else if (line.startsWith("old mode ")) {
            oldMode = line.substring("old mode ".length());
        } else if (line.startsWith("new mode ")) {
            notes.add("mode " + oldMode + " to " + line.substring("new mode ".length()));
        } else if (line.startsWith("Binary files ") || line.startsWith("GIT binary patch")) {
            notes.add("binary");
        }
    }

    private void body(String line) {
        char sign = line.isEmpty() ? ' ' : line.charAt(0);
        String text = line.isEmpty() ? "" : line.substring(1);
        switch (sign) {
            case '+' -> {
                newLeft--;
                lines.add(new FileDiff.Entry(FileDiff.Sign.ADDED, text));
            }
            case '-' -> {
                oldLeft--;
                lines.add(new FileDiff.Entry(FileDiff.Sign.REMOVED, text));
            }
            case '\\' -> notes.add("no line end at the end");
            default -> {
                oldLeft--;
                newLeft--;
                lines.add(new FileDiff.Entry(FileDiff.Sign.CONTEXT, text));
            }
        }
    }

    /// `@@ -1,2 +3,4 @@ anything`.
    private void range(String line) {
        int minus = line.indexOf('-');
        int plus = line.indexOf('+', Math.max(minus, 0));
        int end = line.indexOf(" @@", Math.max(plus, 0));
        if (minus < 0 || plus < 0 || end < 0) {
            return;
        }
        String old = line.substring(minus + 1, plus).strip();
        String now = line.substring(plus + 1, end).strip();
        oldStart = number(old, 0);
        newStart = number(now, 0);
        oldLeft = number(old, 1);
        newLeft = number(now, 1);
    }

    private static int number(String range, int part) {
        String[] parts = range.split(",", -1);
        if (part >= parts.length) {
            return 1;
        }
        int value = 0;
        for (char c : parts[part].toCharArray()) {
            if (c < '0' || c > '9' || value > 100_000_000) {
                return 0;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    /// `a/NAME b/NAME`: the names are the same unless a rename says otherwise.
    private void names(String both) {
        int half = both.length() / 2;
        if (both.startsWith("a/") && both.length() % 2 == 1 && both.charAt(half) == ' ') {
            newPath = path(both.substring(half + 1));
            oldPath = newPath;
        }
    }

    private static String path(String text) {
        int tab = text.indexOf('\t');
        String name = unquote(tab < 0 ? text : text.substring(0, tab));
        if (name.equals(NOWHERE)) {
            return name;
        }
        return name.startsWith("a/") || name.startsWith("b/") ? name.substring(2) : name;
    }

    private static String unquote(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private void endHunk() {
        oldLeft = 0;
        newLeft = 0;
        if (!lines.isEmpty()) {
            hunks.add(new FileDiff.Hunk(oldStart, newStart, lines));
            lines = new ArrayList<>();
        }
    }

    private void endFile() {
        endHunk();
        if (open && !(oldPath.isEmpty() && newPath.isEmpty())) {
            if (oldPath.equals(NOWHERE)) {
                change = FileDiff.Change.ADDED;
            } else if (newPath.equals(NOWHERE)) {
                change = FileDiff.Change.DELETED;
            } else if (renamed) {
                change = FileDiff.Change.RENAMED;
            }
            String name = newPath.isEmpty() || newPath.equals(NOWHERE) ? oldPath : newPath;
            Optional<String> before = renamed ? Optional.of(oldPath) : Optional.empty();
            files.add(
                    new FileDiff(name, before, change, hunks, notes.stream().distinct().toList()));
        }
        open = false;
        renamed = false;
        change = FileDiff.Change.EDITED;
        oldPath = "";
        newPath = "";
        oldMode = "";
        hunks.clear();
        notes.clear();
    }
}
