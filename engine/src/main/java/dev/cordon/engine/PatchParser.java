package dev.cordon.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the patch language that models of the GPT family were trained on.
///
/// ```text
/// patch   = "*** Begin Patch" { add | delete | update } "*** End Patch"
/// add     = "*** Add File: " path { "+" text }
/// delete  = "*** Delete File: " path
/// update  = "*** Update File: " path [ "*** Move to: " path ] { chunk }
/// chunk   = { "@@" | "@@ " context } { ( " " | "-" | "+" ) text } [ "*** End of File" ]
/// ```
///
/// Lenient where nothing can be misunderstood: spaces around markers, blank lines between files, a
/// here-document around the patch, Windows line ends, several `@@` lines in a row, a rename without
/// chunks.
public final class PatchParser {
    /// The longest patch that is read, in characters.
    public static final int MAX_PATCH_CHARS = 8 * 1024 * 1024;

    private static final String BEGIN = "*** Begin Patch";
    private static final String END = "*** End Patch";
    private static final String ADD = "*** Add File: ";
    private static final String DELETE = "*** Delete File: ";
    private static final String UPDATE = "*** Update File: ";
    private static final String MOVE = "*** Move to: ";
    private static final String END_OF_FILE = "*** End of File";
    private static final String ENVIRONMENT = "*** Environment ID: ";

    private final List<String> lines;
    private final int end;
    private int at;

    private PatchParser(List<String> lines, int begin, int end) {
        this.lines = lines;
        this.at = begin;
        this.end = end;
    }

    /// Reads a patch.
    ///
    /// @throws PatchException if it is not one; the message names the line, counted from 1 at `***
    ///   Begin Patch`
    public static Patch parse(String text) throws PatchException {
        if (text.length() > MAX_PATCH_CHARS) {
            throw new PatchException(
                    "Invalid patch: it has "
                            + text.length()
                            + " characters; at most "
                            + MAX_PATCH_CHARS
                            + " are read. Split it.");
        }
        List<String> lines = withoutHereDocument(text.strip().lines().toList());
        if (lines.isEmpty() || !lines.getFirst().strip().equals(BEGIN)) {
            throw new PatchException(
                    "Invalid patch: The first line of the patch must be '*** Begin Patch'");
        }
        if (!lines.getLast().strip().equals(END)) {
            throw new PatchException(
                    "Invalid patch: The last line of the patch must be '*** End Patch'");
        }
        return new PatchParser(lines, 1, lines.size() - 1).operations();
    }

    private static List<String> withoutHereDocument(List<String> lines) {
        if (lines.size() < 4 || !lines.getFirst().startsWith("<<")) {
            return lines;
        }
        String mark = lines.getFirst().substring(2).strip();
        boolean quoted =
                mark.length() > 2
                        && (mark.charAt(0) == '\'' || mark.charAt(0) == '"')
                        && mark.charAt(mark.length() - 1) == mark.charAt(0);
        String word = quoted ? mark.substring(1, mark.length() - 1) : mark;
        return !word.isEmpty() && lines.getLast().strip().equals(word)
                ? lines.subList(1, lines.size() - 1)
                : lines;
    }

    private Patch operations() throws PatchException {
        if (at < end && lines.get(at).strip().startsWith(ENVIRONMENT)) {
            at++;
        }
        List<Patch.Operation> operations = new ArrayList<>();
        while (at < end) {
            if (lines.get(at).isBlank()) {
                at++;
            } else {
                operations.add(operation());
            }
        }
        return new Patch(operations);
    }

    private Patch.Operation operation() throws PatchException {
        String header = lines.get(at).strip();
        if (header.startsWith(ADD)) {
            return add(path(header, ADD));
        }
        if (header.startsWith(DELETE)) {
            String path = path(header, DELETE);
            at++;
            return new Patch.Operation.Delete(path);
        }
        if (header.startsWith(UPDATE)) {
            return update(path(header, UPDATE));
        }
        throw broken(
                "'"
                        + header
                        + "' is not a valid hunk header. Valid hunk headers: '*** Add File: {path}',"
                        + " '*** Delete File: {path}', '*** Update File: {path}'");
    }

    private String path(String header, String marker) throws PatchException {
        String path = header.substring(marker.length()).strip();
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            throw broken("'" + header + "' names no file");
        }
        return path;
    }

    private Patch.Operation add(String path) {
        at++;
        StringBuilder content = new StringBuilder();
        while (at < end && lines.get(at).startsWith("+")) {
            content.append(lines.get(at), 1, lines.get(at).length()).append('\n');
            at++;
        }
        return new Patch.Operation.Add(path, content.toString());
    }

    private Patch.Operation update(String path) throws PatchException {
        int header = at;
        at++;
        Optional<String> moveTo = Optional.empty();
        if (at < end && lines.get(at).strip().startsWith(MOVE)) {
            moveTo = Optional.of(path(lines.get(at).strip(), MOVE));
            at++;
        }
        List<Patch.Chunk> chunks = new ArrayList<>();
        while (at < end && !lines.get(at).strip().startsWith("***")) {
            if (lines.get(at).isBlank()) {
                at++;
            } else {
                chunks.add(chunk(chunks.isEmpty()));
            }
        }
        if (chunks.isEmpty() && moveTo.isEmpty()) {
            at = header;
            throw broken("Update file hunk for path '" + path + "' is empty");
        }
        return new Patch.Operation.Update(path, moveTo, chunks);
    }

    private Patch.Chunk chunk(boolean first) throws PatchException {
        List<String> contexts = new ArrayList<>();
        boolean marked = false;
        while (at < end && contextMark(lines.get(at))) {
            if (lines.get(at).startsWith("@@ ")) {
                contexts.add(lines.get(at).substring(3));
            }
            marked = true;
            at++;
        }
        if (!marked && !first) {
            throw broken(
                    "Expected update hunk to start with a @@ context marker, got: '"
                            + lines.get(at)
                            + "'");
        }
        List<Patch.Line> found = new ArrayList<>();
        while (at < end && line(lines.get(at), found)) {
            at++;
        }
        if (found.isEmpty()) {
            throw noLines();
        }
        boolean endOfFile = at < end && lines.get(at).strip().equals(END_OF_FILE);
        if (endOfFile) {
            at++;
        }
        return new Patch.Chunk(contexts, found, endOfFile);
    }

    private static boolean contextMark(String line) {
        return line.startsWith("@@ ") || line.stripTrailing().equals("@@");
    }

    private static boolean line(String line, List<Patch.Line> found) {
        if (line.isEmpty()) {
            return found.add(new Patch.Line(Patch.Kind.KEPT, ""));
        }
        String text = line.substring(1);
        return switch (line.charAt(0)) {
            case ' ' -> found.add(new Patch.Line(Patch.Kind.KEPT, text));
            case '-' -> found.add(new Patch.Line(Patch.Kind.REMOVED, text));
            case '+' -> found.add(new Patch.Line(Patch.Kind.ADDED, text));
            default -> false;
        };
    }

    private PatchException noLines() {
        if (at >= end || lines.get(at).startsWith("***")) {
            return broken("Update hunk does not contain any lines");
        }
        return broken(
                "Unexpected line found in update hunk: '"
                        + lines.get(at)
                        + "'. Every line should start with ' ' (context line), '+' (added line), or"
                        + " '-' (removed line)");
    }

    private PatchException broken(String why) {
        return new PatchException("Invalid patch hunk on line " + (at + 1) + ": " + why);
    }
}
