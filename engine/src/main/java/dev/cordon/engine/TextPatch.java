package dev.cordon.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/// Applies the chunks of one file to its text.
final class TextPatch {
    private final String path;
    private final FileText text;
    private final ChunkFinder finder;
    private final Care care;
    private final List<Edit> edits = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int next;

    /// How sure a match must be.
    enum Care {
        /// The first match counts, as in the command that models know.
        FIRST_MATCH,
        /// A match that had to overlook something must be the only one and must not change the
        /// indentation.
        ONLY_MATCH
    }

    /// The text after the chunks.
    ///
    /// @param notes what a model may not expect, for example where lines were appended
    record Patched(String content, List<String> notes) {}

    private record Edit(int start, int removed, List<String> lines, List<String> ends) {}

    private TextPatch(String path, FileText text, Care care) {
        this.path = path;
        this.text = text;
        this.finder = new ChunkFinder(text.lines());
        this.care = care;
    }

    /// Applies chunks in order, each behind the one before.
    ///
    /// @param path as the patch names the file, for messages
    /// @throws PatchException if a chunk does not fit; with the nearest real lines of the file
    static Patched apply(String path, String content, List<Patch.Chunk> chunks, Care care)
            throws PatchException {
        TextPatch patch = new TextPatch(path, FileText.of(content), care);
        for (Patch.Chunk chunk : chunks) {
            patch.place(chunk);
        }
        return chunks.isEmpty()
                ? new Patched(content, List.of())
                : new Patched(patch.join(), List.copyOf(patch.notes));
    }

    private void place(Patch.Chunk chunk) throws PatchException {
        for (String context : chunk.contexts()) {
            ChunkFinder.Match found = finder.find(List.of(context), next, false);
            if (found == null) {
                throw new PatchException(
                        "Failed to find context '"
                                + context
                                + "' in "
                                + path
                                + nearest(List.of(context)));
            }
            next = found.start() + 1;
        }
        if (chunk.oldLines().isEmpty()) {
            append(chunk);
            return;
        }
        List<Patch.Line> lines = chunk.lines();
        ChunkFinder.Match match = finder.find(chunk.oldLines(), next, chunk.endOfFile());
        if (match == null && blankTail(lines)) {
            // The blank line stands for the end of the last line, not for a line of its own.
            lines = lines.subList(0, lines.size() - 1);
            List<String> wanted = old(lines);
            match = wanted.isEmpty() ? null : finder.find(wanted, next, chunk.endOfFile());
        }
        if (match == null) {
            throw new PatchException(
                    "Failed to find expected lines in "
                            + path
                            + ":\n"
                            + String.join("\n", chunk.oldLines())
                            + nearest(chunk.oldLines()));
        }
        replace(lines, match, chunk.endOfFile());
    }

    private void append(Patch.Chunk chunk) {
        List<String> added = chunk.lines().stream().map(Patch.Line::text).toList();
        int end = text.lines().size();
        edits.add(new Edit(end, 0, added, ends(added.size())));
        notes.add(
                added.size()
                        + (added.size() == 1 ? " line was" : " lines were")
                        + " appended to "
                        + path
                        + " after line "
                        + end
                        + ", because the chunk has no line of the file to stand at.");
    }

    private void replace(List<Patch.Line> chunk, ChunkFinder.Match match, boolean endOfFile)
            throws PatchException {
        List<String> wanted = old(chunk);
        Indentation indentation = Indentation.SAME;
        if (care == Care.ONLY_MATCH
                && match.pass().compareTo(ChunkFinder.Pass.SURROUNDING_SPACE) >= 0) {
            refuseSecond(wanted, match, endOfFile);
            indentation = indentation(wanted, match.start());
        }
        List<String> lines = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        int at = match.start();
        for (Patch.Line line : chunk) {
            switch (line.kind()) {
                case KEPT -> {
                    lines.add(text.lines().get(at));
                    ends.add(text.ends().get(at));
                    at++;
                }
                case REMOVED -> at++;
                case ADDED -> {
                    lines.add(indentation.of(line.text()));
                    ends.add(text.end());
                }
            }
        }
        edits.add(new Edit(match.start(), wanted.size(), lines, ends));
        next = match.start() + wanted.size();
    }

    private void refuseSecond(List<String> wanted, ChunkFinder.Match match, boolean endOfFile)
            throws PatchException {
        OptionalInt second = finder.find(wanted, match.start() + 1, endOfFile, match.pass());
        if (second.isPresent()) {
            throw new PatchException(
                    "The lines of a chunk for "
                            + path
                            + " do not stand in the file as written; without regard to spaces they"
                            + " fit at line "
                            + (match.start() + 1)
                            + " and at line "
                            + (second.getAsInt() + 1)
                            + ". Copy the lines exactly, or add an @@ line that tells which."
                            + NearestLines.at(text.lines(), match.start(), wanted.size()));
        }
    }

    private Indentation indentation(List<String> wanted, int start) throws PatchException {
        List<String> real = text.lines().subList(start, start + wanted.size());
        Indentation found = Indentation.between(wanted, real);
        if (found == null) {
            throw new PatchException(
                    "The lines of a chunk for "
                            + path
                            + " are indented differently from the file, and not all in the same"
                            + " way. Copy the lines exactly."
                            + NearestLines.at(text.lines(), start, wanted.size()));
        }
        return found;
    }

    private String join() {
        edits.sort(Comparator.comparingInt(Edit::start));
        List<String> lines = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        int at = 0;
        for (Edit edit : edits) {
            lines.addAll(text.lines().subList(at, edit.start()));
            ends.addAll(text.ends().subList(at, edit.start()));
            lines.addAll(edit.lines());
            ends.addAll(edit.ends());
            at = edit.start() + edit.removed();
        }
        lines.addAll(text.lines().subList(at, text.lines().size()));
        ends.addAll(text.ends().subList(at, text.lines().size()));
        return text.with(lines, ends);
    }

    private List<String> ends(int count) {
        return new ArrayList<>(Collections.nCopies(count, text.end()));
    }

    private String nearest(List<String> wanted) {
        return NearestLines.to(wanted, text.lines());
    }

    private static boolean blankTail(List<Patch.Line> lines) {
        return lines.getLast().kind() == Patch.Kind.KEPT && lines.getLast().text().isEmpty();
    }

    private static List<String> old(List<Patch.Line> lines) {
        return lines.stream()
                .filter(line -> line.kind() != Patch.Kind.ADDED)
                .map(Patch.Line::text)
                .toList();
    }
}
