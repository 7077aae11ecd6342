package dev.cordon.engine;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What differs between two trees of our own repository, file by file, with digests of both sides.
final class ChangedBlobs {
    /// More files are not told one by one.
    static final int MAX_FILES = 500;

    /// A longer file has no digest.
    static final long MAX_BLOB_BYTES = 8L * 1024 * 1024;

    /// All files together; those behind that have no digest.
    static final long MAX_TOTAL_BYTES = 64L * 1024 * 1024;

    private static final String NOTHING = "0".repeat(40);
    private static final int RAW_FIELDS = 5;

    private final PrivateGit git;
    private final Path workspace;
    private final Path index;

    /// @param index of the workspace: git reads one whatever it does
    ChangedBlobs(PrivateGit git, Path workspace, Path index) {
        this.git = git;
        this.workspace = workspace;
        this.index = index;
    }

    /// Files that are different.
    ///
    /// @param complete whether these are all
    record Changes(List<Result.ChangedFile> files, boolean complete) {
        static final Changes NONE = new Changes(List.of(), true);

        Changes {
            files = List.copyOf(files);
        }
    }

    private record Pair(String before, String after, String path) {}

    Changes between(String before, String after)
            throws PrivateGit.GitException, InterruptedException {
        byte[] raw =
                git.run(
                        workspace,
                        index,
                        new byte[0],
                        "diff-tree",
                        "-r",
                        "-z",
                        "--raw",
                        "--no-renames",
                        before,
                        after);
        List<String> words = Checkpoints.split(raw);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < words.size() && pairs.size() < MAX_FILES; i += 2) {
            String[] fields = words.get(i).split(" ", -1);
            if (fields.length == RAW_FIELDS) {
                pairs.add(new Pair(fields[2], fields[3], words.get(i + 1)));
            }
        }
        Map<String, String> digests = digests(pairs);
        List<Result.ChangedFile> files = new ArrayList<>(pairs.size());
        for (Pair pair : pairs) {
            files.add(
                    new Result.ChangedFile(
                            workspace.resolve(pair.path()),
                            kind(pair),
                            Optional.empty(),
                            Optional.ofNullable(digests.get(pair.before())),
                            Optional.ofNullable(digests.get(pair.after()))));
        }
        return new Changes(files, words.size() / 2 <= pairs.size());
    }

    private static Action.ChangeKind kind(Pair pair) {
        if (pair.before().equals(NOTHING)) {
            return Action.ChangeKind.ADD;
        }
        return pair.after().equals(NOTHING) ? Action.ChangeKind.DELETE : Action.ChangeKind.UPDATE;
    }

    /// SHA-256 in hex of contents, by the names that git has for them.
    private Map<String, String> digests(List<Pair> pairs)
            throws PrivateGit.GitException, InterruptedException {
        Set<String> names = new LinkedHashSet<>();
        for (Pair pair : pairs) {
            names.add(pair.before());
            names.add(pair.after());
        }
        names.remove(NOTHING);
        List<String> wanted = new ArrayList<>();
        long total = 0;
        for (String line : text(batch(names, "--batch-check")).split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length == 3 && words[1].equals("blob")) {
                long bytes = Long.parseLong(words[2]);
                if (bytes <= MAX_BLOB_BYTES && total + bytes <= MAX_TOTAL_BYTES) {
                    total += bytes;
                    wanted.add(words[0]);
                }
            }
        }
        return contents(batch(wanted, "--batch"));
    }

    /// Reads `NAME blob SIZE`, a newline, the content and another newline, again and again.
    private static Map<String, String> contents(byte[] batch) {
        Map<String, String> digests = new HashMap<>();
        int at = 0;
        while (at < batch.length) {
            int end = at;
            while (batch[end] != '\n') {
                end++;
            }
            String[] words =
                    new String(batch, at, end - at, StandardCharsets.US_ASCII).split(" ", -1);
            int bytes = Integer.parseInt(words[2]);
            MessageDigest digest = sha256();
            digest.update(batch, end + 1, bytes);
            digests.put(words[0], HexFormat.of().formatHex(digest.digest()));
            at = end + 1 + bytes + 1;
        }
        return digests;
    }

    private byte[] batch(Iterable<String> names, String form)
            throws PrivateGit.GitException, InterruptedException {
        StringBuilder input = new StringBuilder();
        names.forEach(name -> input.append(name).append('\n'));
        if (input.isEmpty()) {
            return new byte[0];
        }
        return git.run(
                workspace,
                index,
                input.toString().getBytes(StandardCharsets.US_ASCII),
                "cat-file",
                form);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
