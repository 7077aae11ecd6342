package dev.cordon.tui;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What stands in the composer, kept so that a crash does not lose it: one file a process in
/// `HOME/drafts`, gone when the process ends in order.
final class Drafts {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int MAX_CHARS = 1024 * 1024;

    private final Path folder;
    private final String project;
    private final Path own;
    private final LongPredicate alive;
    private final Supplier<UnaryOperator<String>> secrets;
    private final AtomicReference<@Nullable String> waiting = new AtomicReference<>();
    private @Nullable Thread writer;
    private volatile @Nullable UnaryOperator<String> redact;
    private boolean closed;

    /// @param home where Cordon keeps its own files
    /// @param process the number of this process
    /// @param alive whether a process of a number runs
    /// @param secrets makes what takes secrets out; asked before the first draft is kept
    Drafts(
            Path home,
            Path workspace,
            long process,
            LongPredicate alive,
            Supplier<UnaryOperator<String>> secrets) {
        this.folder = home.resolve("drafts");
        this.project = Integer.toHexString(workspace.toString().hashCode()) + "-";
        this.own = folder.resolve(project + process);
        this.alive = alive;
        this.secrets = secrets;
    }

    /// The newest draft of this project that a process left which runs no more. It is given once.
    Optional<String> recover() {
        Optional<Path> newest = Optional.empty();
        FileTime time = FileTime.fromMillis(0);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, project + "*")) {
            for (Path file : files) {
                FileTime written = Files.getLastModifiedTime(file);
                if (left(file) && written.compareTo(time) > 0) {
                    newest = Optional.of(file);
                    time = written;
                }
            }
            if (newest.isEmpty()) {
                return Optional.empty();
            }
            String text = Files.readString(newest.get());
            Files.delete(newest.get());
            return text.isBlank() ? Optional.empty() : Optional.of(text);
        } catch (IOException _) {
            // Nothing to take up; the next key makes a new one.
            return Optional.empty();
        }
    }

    private boolean left(Path file) {
        String name = file.getFileName().toString();
        try {
            return !alive.test(Long.parseLong(name.substring(project.length())));
        } catch (NumberFormatException _) {
            return false;
        }
    }

    /// The composer holds this now. Returns at once; it is written a moment later.
    synchronized void changed(String text) {
        if (closed || text.length() > MAX_CHARS) {
            return;
        }
        waiting.set(text);
        if (writer == null) {
            writer = Thread.ofVirtual().name("draft").start(this::writeLater);
        }
    }

    private void writeLater() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        // Not under the lock, for which the composer may wait: the rules are loaded here.
        var _ = redact();
        write();
    }

    private UnaryOperator<String> redact() {
        UnaryOperator<String> known = redact;
        if (known == null) {
            known = secrets.get();
            redact = known;
        }
        return known;
    }

    /// Writes what waits.
    synchronized void write() {
        writer = null;
        String text = waiting.getAndSet(null);
        if (text == null || closed) {
            return;
        }
        try {
            if (text.isEmpty()) {
                Files.deleteIfExists(own);
            } else {
                PrivateText.replace(own, redact().apply(text));
            }
        } catch (IOException _) {
            // A draft that cannot be kept must not stop the writing of it.
            waiting.set(null);
        }
    }

    /// The process ends in order: nothing is left to take up.
    synchronized void close() {
        closed = true;
        if (writer != null) {
            writer.interrupt();
        }
        try {
            Files.deleteIfExists(own);
        } catch (IOException _) {
            // It will be offered as a draft once.
            waiting.set(null);
        }
    }
}
