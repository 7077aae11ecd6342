package dev.cordon.cli;

import dev.cordon.tui.SessionOpener;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/// Runs sessions for clients that may go away: listens on a unix socket, shows each session to
/// whoever attaches, and ends when its last session has ended or nobody came for a while.
///
/// ```text
/// connection ──open───► a session ──► attached ──► operations ▸ ◂ events
///            ──attach─► one that runs ──► attached ──► the same
///            ──list, stop, mcp──► one answer
/// ```
///
/// The kernel says who is at the other end of a connection: anybody but this user is shut out.
final class HostServer implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;

    private final Bounds bounds;
    private final Opener opener;
    private final HostFolder folder;
    private final UserPrincipal owner;
    private final FileChannel lock;
    private final ServerSocketChannel server;
    private final Map<String, HostedSession> sessions = new LinkedHashMap<>();
    private int connections;
    private int opening;
    private long emptySinceNanos = System.nanoTime();
    private boolean closing;

    /// How much, and for how long.
    ///
    /// @param empty how long a host without a session waits for one
    /// @param quiet how long a session lives that nobody looks at and that does nothing
    /// @param background the same for one that has processes in the background
    /// @param hello how long a client may take to say what it wants
    record Bounds(
            int maxSessions,
            int maxConnections,
            Duration empty,
            Duration quiet,
            Duration background,
            Duration hello) {
        static final Bounds DEFAULT =
                new Bounds(
                        32,
                        128,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(24),
                        Duration.ofSeconds(10));
    }

    /// Makes the sessions.
    @FunctionalInterface
    interface Opener {
        SessionOpener.Opened open(HostMessages.Opening wanted, SessionOpener.Watcher watcher);
    }

    private HostServer(
            HostFolder folder,
            UserPrincipal owner,
            FileChannel lock,
            ServerSocketChannel server,
            Opener opener,
            Bounds bounds) {
        this.folder = folder;
        this.owner = owner;
        this.lock = lock;
        this.server = server;
        this.opener = opener;
        this.bounds = bounds;
    }

    /// Listens.
    ///
    /// @return empty if another host does
    /// @throws UsageException if the folder is not this user's alone
    static Optional<HostServer> listen(HostFolder folder, Opener opener, Bounds bounds)
            throws IOException {
        UserPrincipal owner = folder.prepare();
        FileChannel lock = locked(folder);
        if (lock == null) {
            return Optional.empty();
        }
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            // Whoever made it is dead, or the lock would be held.
            Files.deleteIfExists(folder.socket());
            folder.removeProofs();
            server.bind(folder.address());
            Files.setPosixFilePermissions(
                    folder.socket(), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            server.close();
            lock.close();
            throw e;
        }
        return Optional.of(new HostServer(folder, owner, lock, server, opener, bounds));
    }

    private static @Nullable FileChannel locked(HostFolder folder) throws IOException {
        FileChannel lock =
                FileChannel.open(
                        folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() != null) {
                return lock;
            }
        } catch (OverlappingFileLockException _) {
            // Another host of this process.
        }
        lock.close();
        return null;
    }

    /// Serves until the last session has ended and nobody wants another.
    void serve() {
        Thread.ofVirtual().name("host-idle").start(this::watch);
        try {
            while (true) {
                try {
                    admit(server.accept());
                } catch (ClosedChannelException _) {
                    break;
                } catch (IOException _) {
                    // No descriptor is left, for example. One connection failed; others may not.
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    private void admit(SocketChannel channel) throws IOException {
        boolean known = isOwner(channel);
        synchronized (this) {
            if (!known || closing || connections >= bounds.maxConnections()) {
                channel.close();
                return;
            }
            connections++;
        }
        Thread.ofVirtual()
                .name("host-client")
                .start(() -> {
                    try (HostChannel client = new HostChannel(channel)) {
                        new HostConnection(this, client).run(bounds.hello());
                    } finally {
                        synchronized (this) {
                            connections--;
                            emptySinceNanos = System.nanoTime();
                            notifyAll();
                        }
                    }
                });
    }

    /// Whether a client that was given this nonce may write where the configuration stands.
    boolean isProven(String nonce) {
        return folder.isProven(nonce, owner);
    }

    /// Whether the process at the other end is of the user whose sessions these are.
    private boolean isOwner(SocketChannel channel) {
        try {
            return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(owner);
        } catch (IOException _) {
            return false;
        }
    }

    /// Opens a session.
    ///
    /// @throws RuntimeException with a sentence for the user
    HostedSession open(HostMessages.Opening wanted) {
        synchronized (this) {
            if (closing || sessions.size() + opening >= bounds.maxSessions()) {
                throw new UsageException(
                        closing
                                ? "the session host is ending; try again"
                                : "the session host has "
                                        + bounds.maxSessions()
                                        + " sessions already; end one with cordon sessions stop");
            }
            opening++;
        }
        try {
            HostedSession session = new HostedSession(this::wake);
            SessionOpener.Opened opened = opener.open(wanted, session);
            session.opened(opened.session().id(), workspace(wanted), opened);
            synchronized (this) {
                sessions.put(session.name(), session);
            }
            return session;
        } finally {
            synchronized (this) {
                opening--;
                notifyAll();
            }
        }
    }

    private static Path workspace(HostMessages.Opening wanted) {
        return new UiSessions(wanted.host(), UiCommand.options(wanted.arguments())).workspace();
    }

    /// The session of this id.
    ///
    /// @throws UsageException if it does not run here
    synchronized HostedSession find(String id) {
        HostedSession session = sessions.get(id);
        if (session == null || session.isEnded()) {
            throw new UsageException(
                    "the session "
                            + id
                            + " does not run in the background; cordon resume "
                            + id
                            + " takes it up");
        }
        return session;
    }

    synchronized List<HostedSession> sessions() {
        return List.copyOf(sessions.values());
    }

    /// Ends a session and waits for it.
    void end(HostedSession session, String why) {
        try {
            session.end(why);
        } finally {
            synchronized (this) {
                sessions.remove(session.name());
                emptySinceNanos = System.nanoTime();
                notifyAll();
            }
        }
    }

    /// A session that cannot be closed in good order must not keep the host.
    private void endQuietly(HostedSession session, String why) {
        try {
            end(session, why);
        } catch (RuntimeException e) {
            System.err.println("the session " + session.name() + " ended badly: " + e);
        }
    }

    private synchronized void wake() {
        notifyAll();
    }

    /// Ends what is over, and the host when nothing is left.
    private void watch() {
        try {
            while (true) {
                List<HostedSession> over = new ArrayList<>();
                synchronized (this) {
                    long wait = look(System.nanoTime(), over);
                    if (closing) {
                        break;
                    }
                    if (over.isEmpty()) {
                        // Never a busy loop, whatever the bounds are.
                        wait(Math.max(10, wait / 1_000_000));
                        continue;
                    }
                }
                for (HostedSession session : over) {
                    endQuietly(
                            session,
                            session.isEnded()
                                    ? "The session was ended."
                                    : "The session was idle for long and was ended.");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /// @param over gets the sessions to be ended
    /// @return nanoseconds until something can change by itself
    private long look(long now, List<HostedSession> over) {
        long wait = bounds.quiet().toNanos();
        for (HostedSession session : sessions.values()) {
            long limit = (session.hasProcesses() ? bounds.background() : bounds.quiet()).toNanos();
            long left = limit - session.quietNanos(now);
            if (session.isEnded() || left <= 0) {
                over.add(session);
            }
            wait = Math.min(wait, left);
        }
        if (sessions.isEmpty() && opening == 0 && connections == 0) {
            long left = bounds.empty().toNanos() - (now - emptySinceNanos);
            closing |= left <= 0;
            wait = Math.min(wait, left);
        }
        return wait;
    }

    /// Ends every session, and the host.
    @Override
    public void close() {
        List<HostedSession> left;
        synchronized (this) {
            closing = true;
            left = sessions();
            sessions.clear();
            notifyAll();
        }
        left.forEach(session -> endQuietly(session, "The session host was ended."));
        try (lock;
                server) {
            // Before the lock is given back: afterwards it may be another's.
            if (server.isOpen()) {
                Files.deleteIfExists(folder.socket());
            }
        } catch (IOException _) {
            // The next host removes what is left.
        }
    }
}
