package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// Reads and changes files in Java under the rules of a confinement.
final class FileEffects {
    private static final int MAX_READ_BYTES = 16 << 20;

    private FileEffects() {}

    static Result perform(Action action, Confinement confinement) {
        return perform(action, confinement, FileTree.HOST);
    }

    /// Reads in a tree; only a patch goes to the host's files themselves.
    static Result perform(Action action, Confinement confinement, FileTree tree) {
        FileRules rules = new FileRules(confinement);
        return switch (action) {
            case Action.ReadFile read -> read(read, rules, tree);
            case Action.ListFiles list -> FileSearch.list(list, rules, tree);
            case Action.SearchFiles search -> FileSearch.search(search, rules, tree);
            case Action.ApplyPatch patch -> new PatchEffect(rules).apply(patch.changes());
            default -> new Result.Failed("not an action on files: " + action.getClass());
        };
    }

    private static Result read(Action.ReadFile action, FileRules rules, FileTree tree) {
        try {
            Path shown = tree.resolve(action.path());
            Optional<Result.Refused> refused = rules.reading(shown);
            if (refused.isPresent()) {
                return refused.get();
            }
            Path real = tree.existing(shown);
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                return new Result.Failed(
                        action.path()
                                + (attributes.isDirectory()
                                        ? " is a folder; list it instead"
                                        : " is no regular file and was not opened"));
            }
            try (SeekableByteChannel channel =
                    Files.newByteChannel(
                            real, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
                long size = channel.size();
                long offset = Math.clamp(action.offset(), 0, size);
                int wanted =
                        (int)
                                Math.min(
                                        size - offset,
                                        Math.clamp(action.maxBytes(), 0, MAX_READ_BYTES));
                ByteBuffer bytes = ByteBuffer.allocate(wanted);
                channel.position(offset);
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                    // until it is full or the file ends
                }
                byte[] got = Arrays.copyOf(bytes.array(), bytes.position());
                return new Result.FileContent(
                        action.path(), Base64.getEncoder().encodeToString(got), offset, size);
            }
        } catch (NoSuchFileException _) {
            return new Result.Failed(action.path() + " does not exist");
        } catch (IOException e) {
            return new Result.Failed("cannot read " + action.path() + ": " + e.getMessage());
        }
    }
}
