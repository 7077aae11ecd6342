package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Lists and searches files below a folder: no links followed, nothing that Git ignores, nothing
/// hidden.
final class FileSearch {
    private static final int MAX_FILE_BYTES = 8 << 20;
    private static final int MAX_LINE_CHARACTERS = 2000;
    private static final int MAX_SHOWN_CHARACTERS = 400;
    private static final int BINARY_LOOKED_AT_BYTES = 8192;
    private static final long MAX_NANOS = 30_000_000_000L;

    private final FileRules rules;
    private final FileTree tree;
    private final Path root;
    private final String glob;
    private final long deadline = System.nanoTime() + MAX_NANOS;
    private boolean complete = true;

    private FileSearch(FileRules rules, FileTree tree, Path root, String glob) {
        this.rules = rules;
        this.tree = tree;
        this.root = root;
        this.glob = glob;
    }

    /// Takes one file; false means that it wants no more.
    private interface Taker {
        boolean take(Path file, String relative) throws IOException;
    }

    static Result list(Action.ListFiles action, FileRules rules, FileTree tree) {
        List<String> lines = new ArrayList<>();
        return below(
                action.path(),
                action.glob(),
                rules,
                tree,
                lines,
                _ ->
                        (_, relative) -> {
                            if (lines.size() >= action.maxFiles()) {
                                return false;
                            }
                            lines.add(relative);
                            return true;
                        });
    }

    static Result search(Action.SearchFiles action, FileRules rules, FileTree tree) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(action.pattern());
        } catch (PatternSyntaxException e) {
            return new Result.Failed(
                    "not a regular expression: "
                            + e.getDescription()
                            + " at character "
                            + (e.getIndex() + 1));
        }
        List<String> lines = new ArrayList<>();
        return below(
                action.path(),
                action.glob(),
                rules,
                tree,
                lines,
                search ->
                        (file, relative) ->
                                search.grep(file, relative, pattern, action.maxMatches(), lines));
    }

    private static Result below(
            Path path,
            String glob,
            FileRules rules,
            FileTree tree,
            List<String> lines,
            java.util.function.Function<FileSearch, Taker> taker) {
        try {
            Path root = tree.resolve(path);
            Optional<Result.Refused> refused = rules.reading(root);
            if (refused.isPresent()) {
                return refused.get();
            }
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            tree.existing(root),
                            BasicFileAttributes.class,
                            LinkOption.NOFOLLOW_LINKS);
            FileSearch search = new FileSearch(rules, tree, root, glob);
            Taker take = taker.apply(search);
            if (attributes.isRegularFile()) {
                search.complete = take.take(root, String.valueOf(root.getFileName()));
            } else if (attributes.isDirectory()) {
                search.complete = search.walk(root, IgnoreRules.from(root, tree), take);
            } else {
                return new Result.Failed(path + " is neither a file nor a folder");
            }
            return new Result.Listing(lines, search.complete);
        } catch (java.nio.file.NoSuchFileException _) {
            return new Result.Failed(path + " does not exist");
        } catch (TooSlow _) {
            return new Result.Listing(lines, false);
        } catch (IOException e) {
            return new Result.Failed("cannot look below " + path + ": " + e.getMessage());
        }
    }

    private boolean walk(Path folder, IgnoreRules ignored, Taker taker) throws IOException {
        for (Path entry : tree.entries(folder)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            BasicFileAttributes attributes = attributes(entry);
            if (attributes == null
                    || entry.endsWith(".git")
                    || ignored.ignores(entry, attributes.isDirectory())) {
                continue;
            }
            if (attributes.isDirectory()) {
                if (rules.reading(entry).isEmpty()
                        && !walk(entry, IgnoreRules.inside(ignored, entry, tree), taker)) {
                    return false;
                }
            } else if (attributes.isRegularFile()) {
                String relative = root.relativize(entry).toString();
                if (wanted(relative)
                        && rules.reading(entry).isEmpty()
                        && !taker.take(entry, relative)) {
                    return false;
                }
            }
        }
        return true;
    }

    private @org.jspecify.annotations.Nullable BasicFileAttributes attributes(Path path) {
        try {
            return Files.readAttributes(
                    tree.existing(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException _) {
            return null;
        }
    }

    private boolean wanted(String relative) {
        if (glob.isEmpty()) {
            return true;
        }
        if (glob.indexOf('/') >= 0) {
            return Glob.matches(glob, relative);
        }
        return Glob.matches(glob, relative.substring(relative.lastIndexOf('/') + 1));
    }

    private boolean grep(
            Path file, String relative, Pattern pattern, int maxMatches, List<String> lines)
            throws IOException {
        byte[] bytes;
        try (InputStream in =
                Files.newInputStream(tree.existing(file), LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(MAX_FILE_BYTES);
        } catch (IOException _) {
            return true; // not readable, like an empty file
        }
        for (int i = 0; i < Math.min(bytes.length, BINARY_LOOKED_AT_BYTES); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        int number = 1;
        for (int at = 0; at < text.length(); number++) {
            int end = text.indexOf('\n', at);
            int stop = end < 0 ? text.length() : end;
            String line = text.substring(at, Math.min(stop, at + MAX_LINE_CHARACTERS));
            Matcher matcher = pattern.matcher(new Timed(line, deadline));
            if (matcher.find()) {
                if (lines.size() >= maxMatches) {
                    return false;
                }
                String shown =
                        line.length() > MAX_SHOWN_CHARACTERS
                                ? line.substring(0, MAX_SHOWN_CHARACTERS) + "..."
                                : line;
                lines.add(relative + ":" + number + ":" + shown);
            }
            at = stop + 1;
        }
        return true;
    }

    /// The time for a search is over.
    private static final class TooSlow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooSlow() {
            super("the search took too long", null, false, false);
        }
    }

    /// Text that stops an expression which backtracks without end.
    private record Timed(CharSequence text, long deadline) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if ((index & 63) == 0 && System.nanoTime() > deadline) {
                throw new TooSlow();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
