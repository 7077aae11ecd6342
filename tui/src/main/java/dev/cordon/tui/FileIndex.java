package dev.cordon.tui;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// The names of the files below a folder, without those that git ignores, to be searched at every
/// key. Immutable.
///
/// Names lie one behind the other in one array of bytes, each with a mask of the letters it has: a
/// name without a letter of the query is passed over without being looked at. The last part of a
/// name has a mask of its own.
final class FileIndex {
    /// Further files are not found by name.
    static final int MAX_FILES = 400_000;

    private static final int MAX_NAME_BYTES = 4096;

    static final FileIndex EMPTY = new FileIndex(new byte[0], new int[1], new long[0], new long[0]);

    private final byte[] names;
    private final int[] starts;
    private final long[] masks;
    private final long[] lastMasks;

    private FileIndex(byte[] names, int[] starts, long[] masks, long[] lastMasks) {
        this.names = names;
        this.starts = starts;
        this.masks = masks;
        this.lastMasks = lastMasks;
    }

    int size() {
        return masks.length;
    }

    /// Walks the folder. Takes seconds on a large one; an interrupt ends it.
    static FileIndex of(Path root) throws IOException {
        Builder builder = new Builder(root);
        Files.walkFileTree(root, builder);
        return builder.index();
    }

    /// An index of given names.
    static FileIndex of(List<String> paths) {
        Builder builder = new Builder(Path.of("/"));
        paths.forEach(builder::add);
        return builder.index();
    }

    /// The names that have the letters of the query in its order, the best first.
    List<String> search(String query, int maxFound) {
        byte[] wanted = lower(query.getBytes(StandardCharsets.UTF_8));
        long mask = mask(wanted, 0, wanted.length);
        int[] best = new int[maxFound];
        int[] scores = new int[maxFound];
        int found = 0;
        for (int i = 0; i < masks.length; i++) {
            if ((masks[i] & mask) != mask) {
                continue;
            }
            boolean inLast = (lastMasks[i] & mask) == mask;
            int score = score(wanted, starts[i], starts[i + 1], inLast);
            if (score == NO_MATCH || (found == maxFound && score <= scores[found - 1])) {
                continue;
            }
            int at = found == maxFound ? found - 1 : found++;
            while (at > 0 && scores[at - 1] < score) {
                scores[at] = scores[at - 1];
                best[at] = best[at - 1];
                at--;
            }
            scores[at] = score;
            best[at] = i;
        }
        List<String> result = new ArrayList<>(found);
        for (int k = 0; k < found; k++) {
            result.add(name(best[k]));
        }
        return result;
    }

    private String name(int index) {
        int start = starts[index];
        return new String(names, start, starts[index + 1] - start, StandardCharsets.UTF_8);
    }

    private static final int NO_MATCH = Integer.MIN_VALUE;
    private static final int AFTER_BREAK = 12;
    private static final int ADJACENT = 10;
    private static final int IN_NAME = 6;
    private static final int WHOLE_NAME = 200;

    /// How well a name fits: letters side by side, at the beginning of words and in the last part
    /// count for it, length counts against it.
    private int score(byte[] wanted, int start, int end, boolean inLast) {
        if (wanted.length == 0) {
            return -(end - start);
        }
        int lastPart = end;
        while (lastPart > start && names[lastPart - 1] != '/') {
            lastPart--;
        }
        int matchEnd = inLast ? matchEnd(wanted, lastPart, end) : -1;
        if (matchEnd < 0) {
            matchEnd = matchEnd(wanted, start, end);
        }
        if (matchEnd < 0) {
            return NO_MATCH;
        }
        // From its end backwards the letters lie closest together.
        int score = -(end - start) / 8;
        int at = matchEnd;
        int before = -1;
        for (int w = wanted.length - 1; w >= 0; w--) {
            while (lower(names[at]) != wanted[w]) {
                at--;
            }
            score += at + 1 == before ? ADJACENT : 0;
            score += breaks(at, start) ? AFTER_BREAK : 0;
            score += at >= lastPart ? IN_NAME : 0;
            before = at;
            at--;
        }
        boolean whole = before == lastPart && matchEnd - before + 1 == wanted.length;
        boolean ends = matchEnd + 1 == end || names[matchEnd + 1] == '.';
        return whole && ends ? score + WHOLE_NAME : score;
    }

    /// Where the query's last letter is found, or -1.
    private int matchEnd(byte[] wanted, int from, int end) {
        byte[] bytes = names;
        int w = 0;
        byte small = wanted[0];
        byte large = upper(small);
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if (b == small || b == large) {
                w++;
                if (w == wanted.length) {
                    return i;
                }
                small = wanted[w];
                large = upper(small);
            }
        }
        return -1;
    }

    private static byte upper(byte b) {
        return b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
    }

    private boolean breaks(int at, int start) {
        if (at == start) {
            return true;
        }
        byte before = names[at - 1];
        boolean hump = names[at] >= 'A' && names[at] <= 'Z' && before >= 'a' && before <= 'z';
        return hump || before == '/' || before == '.' || before == '-' || before == '_';
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    private static byte[] lower(byte[] bytes) {
        byte[] out = bytes.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] = lower(out[i]);
        }
        return out;
    }

    private static long mask(byte[] bytes, int from, int to) {
        long mask = 0;
        for (int i = from; i < to; i++) {
            mask |= 1L << (lower(bytes[i]) & 63);
        }
        return mask;
    }

    private static final class Builder extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Deque<Folder> folders = new ArrayDeque<>();
        private byte[] names = new byte[1 << 16];
        private int[] starts = new int[1 << 10];
        private long[] masks = new long[1 << 10];
        private long[] lastMasks = new long[1 << 10];
        private int count;

        /// A folder that is being walked, and its rules.
        private record Folder(String path, IgnoreRules rules) {}

        Builder(Path root) {
            this.root = root;
        }

        void add(String path) {
            byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
            int start = starts[count];
            if (count == MAX_FILES || bytes.length > MAX_NAME_BYTES) {
                return;
            }
            if (start + bytes.length > names.length) {
                names = Arrays.copyOf(names, Math.max(start + bytes.length, names.length * 2));
            }
            if (count + 2 > starts.length) {
                starts = Arrays.copyOf(starts, starts.length * 2);
                masks = Arrays.copyOf(masks, masks.length * 2);
                lastMasks = Arrays.copyOf(lastMasks, lastMasks.length * 2);
            }
            System.arraycopy(bytes, 0, names, start, bytes.length);
            int last = bytes.length;
            while (last > 0 && bytes[last - 1] != '/') {
                last--;
            }
            masks[count] = mask(bytes, 0, bytes.length);
            lastMasks[count] = mask(bytes, last, bytes.length);
            count++;
            starts[count] = start + bytes.length;
        }

        FileIndex index() {
            return new FileIndex(
                    Arrays.copyOf(names, starts[count]),
                    Arrays.copyOf(starts, count + 1),
                    Arrays.copyOf(masks, count),
                    Arrays.copyOf(lastMasks, count));
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (Thread.currentThread().isInterrupted() || count == MAX_FILES) {
                return FileVisitResult.TERMINATE;
            }
            String path = relative(folder);
            boolean skipped = !path.isEmpty() && (folder.endsWith(".git") || ignored(path, true));
            if (skipped) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (path.isEmpty()) {
                Path exclude = folder.resolve(".git/info/exclude");
                folders.push(new Folder("", IgnoreRules.read(exclude)));
            }
            folders.push(new Folder(path, IgnoreRules.read(folder.resolve(".gitignore"))));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(
                Path folder, @org.jspecify.annotations.Nullable IOException problem) {
            folders.pop();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String path = relative(file);
            if (!ignored(path, false)) {
                add(path);
            }
            return count == MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) {
            return FileVisitResult.CONTINUE;
        }

        private String relative(Path path) {
            return root.relativize(path).toString();
        }

        /// The rules of the nearest folder that name the file decide.
        private boolean ignored(String path, boolean folder) {
            for (Folder above : folders) {
                if (above.rules().isEmpty()) {
                    continue;
                }
                int skip = above.path().isEmpty() ? 0 : above.path().length() + 1;
                switch (above.rules().judge(path.substring(skip), folder)) {
                    case IGNORED -> {
                        return true;
                    }
                    case KEPT -> {
                        return false;
                    }
                    case UNNAMED -> {
                        // The folder above may know it.
                    }
                }
            }
            return false;
        }
    }
}
