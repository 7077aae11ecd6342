package dev.cordon.cli;

import dev.cordon.engine.FrontEndApprover;
import dev.cordon.tui.SessionOpener;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.time.Clock;
import java.util.Optional;

/// `cordon --session-host`: the process behind `cordon --detach`. A client starts it when there is
/// none; nobody types it.
final class HostCommand {
    /// The word that makes a process a session host.
    static final String WORD = "--session-host";

    /// What it says when it listens.
    static final String READY = "ready";

    /// What it says when another one does.
    static final String TAKEN = "taken";

    private final Host host;

    HostCommand(Host host) {
        this.host = host;
    }

    /// Serves until nobody needs it.
    ///
    /// @return the exit code
    int run() {
        leaveTerminal();
        try {
            Optional<HostServer> server =
                    HostServer.listen(
                            HostFolder.of(host), HostCommand::open, HostServer.Bounds.DEFAULT);
            host.out().line(server.isPresent() ? READY : TAKEN);
            server.ifPresent(this::serve);
            return ExitCode.DONE.code();
        } catch (IOException e) {
            host.say("cordon: the session host cannot listen: " + e.getMessage());
            return ExitCode.FAILED.code();
        }
    }

    private void serve(HostServer server) {
        Thread hook = Thread.ofPlatform().unstarted(server::close);
        Runtime.getRuntime().addShutdownHook(hook);
        server.serve();
    }

    static SessionOpener.Opened open(HostMessages.Opening wanted, SessionOpener.Watcher watcher) {
        return new UiSessions(wanted.host(), UiCommand.options(wanted.arguments()))
                .open(wanted.start(), new FrontEndApprover(Clock.systemUTC()), watcher);
    }

    /// A session of its own in the sense of setsid(2): the terminal of the client that started this
    /// process sends it no hang-up, no interrupt and no stop.
    @SuppressWarnings("restricted") // there is no Java API for it
    private static void leaveTerminal() {
        Linker linker = Linker.nativeLinker();
        try {
            int ignored =
                    (int)
                            linker.downcallHandle(
                                            linker.defaultLookup().findOrThrow("setsid"),
                                            FunctionDescriptor.of(ValueLayout.JAVA_INT))
                                    .invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("the session host cannot leave the terminal", e);
        }
    }
}
