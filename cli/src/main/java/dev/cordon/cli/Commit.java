package dev.cordon.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One commit of a repository, read with Git and nothing of the repository's own programs.
final class Commit {
    private static final int MAX_FILE_BYTES = 32 << 20;

    private final Path directory;
    private final String id;

    private Commit(Path directory, String id) {
        this.directory = directory;
        this.id = id;
    }

    /// Lines of a file as it is in the commit.
    ///
    /// @param first counted from 1
    record Range(int first, int last) {}

    /// The commit of that name; empty if there is none, or no repository.
    static Optional<Commit> find(Path directory, String revision) throws IOException {
        Optional<String> id = object(directory, revision, "commit");
        return id.map(found -> new Commit(directory, found));
    }

    String id() {
        return id;
    }

    String tree() throws IOException {
        return object(directory, id, "tree").orElseThrow();
    }

    /// The root of the working tree.
    Path root() throws IOException {
        return Path.of(text(run("rev-parse", "--show-toplevel")).strip());
    }

    Instant time() throws IOException {
        return Instant.ofEpochSecond(
                Long.parseLong(text(run("show", "-s", "--format=%ct", id)).strip()));
    }

    /// The time of the first parent; the beginning of time for a first commit.
    Instant parentTime() throws IOException {
        Optional<Commit> parent = find(directory, id + "^1");
        return parent.isPresent() ? parent.get().time() : Instant.EPOCH;
    }

    /// The files that the commit adds or changes.
    List<String> files() throws IOException {
        List<String> files = new ArrayList<>();
        String names =
                text(
                        run(
                                "diff-tree",
                                "--root",
                                "-r",
                                "-z",
                                "--no-commit-id",
                                "--no-renames",
                                "--name-only",
                                "--diff-filter=AMT",
                                id));
        for (String name : names.split("\0", -1)) {
            if (!name.isEmpty()) {
                files.add(name);
            }
        }
        return files;
    }

    /// The bytes of a file in the commit; empty if it is not there or too large.
    Optional<byte[]> content(String file) throws IOException {
        return git(directory, List.of("cat-file", "blob", id + ":" + file));
    }

    /// SHA-256 in hex of a file in the parent; empty if it is new.
    Optional<String> digestBefore(String file) throws IOException {
        return git(directory, List.of("cat-file", "blob", id + "^1:" + file)).map(Commit::digest);
    }

    /// The lines of a file that the commit adds or changes.
    List<Range> ranges(String file) throws IOException {
        List<Range> ranges = new ArrayList<>();
        String patch =
                text(
                        run(
                                "diff-tree",
                                "--root",
                                "-p",
                                "--no-commit-id",
                                "--no-renames",
                                "--no-ext-diff",
                                "--no-textconv",
                                "--unified=0",
                                id,
                                "--",
                                ":(top,literal)" + file));
        for (String line : patch.split("\n", -1)) {
            if (line.startsWith("@@ ")) {
                hunk(line).ifPresent(ranges::add);
            }
        }
        return ranges;
    }

    /// For example `@@ -3,0 +4,2 @@`: lines 4 and 5.
    private static Optional<Range> hunk(String line) {
        int plus = line.indexOf('+');
        int end = plus < 0 ? -1 : line.indexOf(' ', plus);
        if (end < 0) {
            return Optional.empty();
        }
        String[] parts = line.substring(plus + 1, end).split(",", -1);
        OptionalInt first = number(parts[0]);
        OptionalInt count = parts.length > 1 ? number(parts[1]) : OptionalInt.of(1);
        return first.isEmpty() || count.isEmpty() || count.getAsInt() == 0
                ? Optional.empty()
                : Optional.of(new Range(first.getAsInt(), first.getAsInt() + count.getAsInt() - 1));
    }

    private static OptionalInt number(String digits) {
        try {
            return OptionalInt.of(Integer.parseInt(digits));
        } catch (NumberFormatException _) {
            return OptionalInt.empty();
        }
    }

    /// SHA-256 in hex.
    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256; this one does not", e);
        }
    }

    private static Optional<String> object(Path directory, String revision, String type)
            throws IOException {
        return git(
                        directory,
                        List.of(
                                "rev-parse",
                                "--verify",
                                "--quiet",
                                "--end-of-options",
                                revision + "^{" + type + "}"))
                .map(bytes -> text(bytes).strip());
    }

    private byte[] run(String... arguments) throws IOException {
        return git(directory, List.of(arguments))
                .orElseThrow(() -> new IOException("git " + arguments[0] + " failed on " + id));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Optional<byte[]> git(Path directory, List<String> arguments) throws IOException {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "git",
                                "-c",
                                "core.hooksPath=/dev/null",
                                "-c",
                                "core.fsmonitor=false",
                                "-c",
                                "core.quotePath=false",
                                "--no-optional-locks"));
        line.addAll(arguments);
        Process git =
                new ProcessBuilder(line)
                        .directory(directory.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        git.getOutputStream().close();
        byte[] output = git.getInputStream().readNBytes(MAX_FILE_BYTES + 1);
        try {
            if (output.length > MAX_FILE_BYTES) {
                git.destroyForcibly();
                return Optional.empty();
            }
            return git.waitFor() == 0 ? Optional.of(output) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Git worked", e);
        }
    }
}
