package dev.cordon.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Applies a patch for the user who typed `cordon apply-patch`: operation by operation, straight to
/// the files.
///
/// When an operation fails, those before it stay, and the message says so. A link is followed, as
/// any editor does, unless it leads from the tree below the working folder out of it.
public final class PatchApplier {
    /// The largest file that is patched, in bytes.
    public static final int MAX_FILE_BYTES = 64 * 1024 * 1024;

    private final Path cwd;
    private final PatchSummary done = new PatchSummary();

    private PatchApplier(Path cwd) {
        this.cwd = cwd;
    }

    /// Applies a patch.
    ///
    /// @param cwd where relative paths start; absolute and normalised
    /// @return `Success. …` and a line for each file
    /// @throws PatchException if the patch cannot be read, then nothing was changed, or an
    ///   operation failed, then the message names what was changed before it
    public static String apply(String text, Path cwd) throws PatchException {
        Patch patch = PatchParser.parse(text);
        if (patch.operations().isEmpty()) {
            throw new PatchException("No files were modified.");
        }
        PatchApplier applier = new PatchApplier(cwd);
        for (Patch.Operation operation : patch.operations()) {
            applier.applyOne(operation);
        }
        return applier.done.toString();
    }

    private void applyOne(Patch.Operation operation) throws PatchException {
        try {
            switch (operation) {
                case Patch.Operation.Add(String name, String content) -> write(name, content, null);
                case Patch.Operation.Delete(String name) -> delete(name);
                case Patch.Operation.Update update -> update(update);
            }
        } catch (PatchException e) {
            if (done.lines().isEmpty()) {
                throw e;
            }
            throw new PatchException(
                    e.getMessage()
                            + "\nThese files were changed before the failure:\n"
                            + String.join("\n", done.lines()));
        }
        done.add(operation);
    }

    private void update(Patch.Operation.Update update) throws PatchException {
        Path path = resolve(update.path());
        String old = read(update.path(), path);
        String content =
                TextPatch.apply(update.path(), old, update.chunks(), TextPatch.Care.FIRST_MATCH)
                        .content();
        String target = update.moveTo().orElse(update.path());
        if (same(resolve(target), path)) {
            write(update.path(), content, null);
            return;
        }
        write(target, content, path);
        delete(update.path());
    }

    private String read(String name, Path path) throws PatchException {
        String failure = "Failed to read file to update " + name + ": ";
        try {
            Path real = real(path, name);
            if (Files.size(real) > MAX_FILE_BYTES) {
                throw new PatchException(
                        failure + "it is larger than " + MAX_FILE_BYTES + " bytes");
            }
            if (!Files.isRegularFile(real)) {
                throw new PatchException(
                        failure
                                + (Files.isDirectory(real)
                                        ? "it is a directory"
                                        : "it is no regular file"));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(real)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new PatchException(failure + "it is not UTF-8");
        } catch (NoSuchFileException e) {
            throw new PatchException(failure + "there is no such file");
        } catch (IOException e) {
            throw new PatchException(failure + e.getMessage());
        }
    }

    /// Writes a file whole: a new one beside it takes its place, so nobody sees half of it.
    ///
    /// @param like whose mode it gets if there is no file yet; null for that of a new file
    private void write(String name, String content, @Nullable Path like) throws PatchException {
        String failure = "Failed to write file " + name + ": ";
        try {
            Path path = resolve(name);
            if (Files.isDirectory(path)) {
                throw new PatchException(failure + "it is a directory");
            }
            createParents(path, name);
            Path real = Files.exists(path) ? real(path, name) : fresh(path, name);
            Path model = Files.exists(real) ? real : like;
            Path temporary =
                    real.resolveSibling("." + real.getFileName() + "." + System.nanoTime());
            try {
                writeTemporary(temporary, content, model);
                Files.move(temporary, real, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new PatchException(failure + reason(e));
        }
    }

    private static void writeTemporary(Path temporary, String content, @Nullable Path model)
            throws IOException {
        try (FileChannel out =
                FileChannel.open(
                        temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            if (model != null) {
                Set<PosixFilePermission> mode = Files.getPosixFilePermissions(model);
                keepOwner(temporary, model);
                // After the owner: a change of owner takes the set-user-id bit away.
                Files.setPosixFilePermissions(temporary, mode);
            }
            out.force(true);
        }
    }

    /// The file stays whose it was where that is permitted: for root, and for a group that the user
    /// is a member of. Otherwise it becomes the user's, as with every editor that replaces a file.
    private static void keepOwner(Path file, Path model) throws IOException {
        PosixFileAttributes wanted = Files.readAttributes(model, PosixFileAttributes.class);
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class);
        PosixFileAttributes now = view.readAttributes();
        try {
            if (!now.group().equals(wanted.group())) {
                view.setGroup(wanted.group());
            }
            if (!now.owner().equals(wanted.owner())) {
                view.setOwner(wanted.owner());
            }
        } catch (FileSystemException _) {
            // Not permitted.
        }
    }

    private void createParents(Path path, String name) throws IOException, PatchException {
        Path parent = path.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            fresh(path, name);
            Files.createDirectories(parent);
        }
    }

    private void delete(String name) throws PatchException {
        Path path = resolve(name);
        String failure = "Failed to delete file " + name;
        try {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new PatchException(failure + ": it is a directory");
            }
            Path parent = path.getParent();
            if (parent != null) {
                real(parent, name);
            }
            Files.delete(path);
        } catch (IOException e) {
            throw new PatchException(failure + ": " + reason(e));
        }
    }

    /// Where a file that exists really is.
    private Path real(Path path, String name) throws IOException, PatchException {
        Path real = path.toRealPath();
        refuseEscape(path, real, name);
        return real;
    }

    /// Where a file that does not exist yet would really be.
    private Path fresh(Path path, String name) throws IOException, PatchException {
        if (Files.isSymbolicLink(path)) {
            throw new PatchException(
                    "Failed to write file " + name + ": it is a link that leads nowhere");
        }
        Path existing = path;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        Path base = existing == null ? path.getRoot() : existing;
        Path real = base.toRealPath();
        refuseEscape(base, real, name);
        return real.resolve(base.relativize(path).toString());
    }

    private void refuseEscape(Path path, Path real, String name)
            throws IOException, PatchException {
        if (path.startsWith(cwd) && !real.startsWith(cwd.toRealPath())) {
            throw new PatchException(
                    "Refused to touch "
                            + name
                            + ": a link on the way leads out of "
                            + cwd
                            + ", to "
                            + real
                            + ". Name that path itself if it is meant.");
        }
    }

    private static boolean same(Path a, Path b) throws PatchException {
        try {
            return a.equals(b) || (Files.exists(a) && Files.isSameFile(a, b));
        } catch (IOException _) {
            return false;
        }
    }

    private Path resolve(String name) throws PatchException {
        try {
            return cwd.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new PatchException("'" + name + "' is not a path: " + e.getReason());
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case FileAlreadyExistsException _ -> "a file stands where a folder must be";
            default -> String.valueOf(e.getMessage());
        };
    }
}
