package dev.cordon.cli;

import dev.cordon.engine.SessionKeeper;
import dev.cordon.engine.SessionRepair;
import dev.cordon.engine.SessionStore;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands of `cordon sessions` that change something.
final class SessionsKeepCommands {
    private SessionsKeepCommands() {}

    private static SessionKeeper keeper(Host host) {
        return new SessionKeeper(host.cordonHome().toAbsolutePath(), Clock.systemUTC());
    }

    private static SessionStore.Entry find(Host host, String session) {
        return SessionsCommand.store(host).findAny(session);
    }

    @Command(
            name = "stop",
            description = "End a session that runs in the background.",
            mixinStandardHelpOptions = true)
    static final class Stop implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "SESSION", description = "Id, its start, or name.")
        private String session = "";

        Stop(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            String id = find(host, session).id();
            if (HostLink.own(host).ask(HostMessages.about("stop", id)).isEmpty()) {
                throw new UsageException("nothing runs in the background");
            }
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "rename",
            description = "Give a session a name.",
            mixinStandardHelpOptions = true)
    static final class Rename implements Callable<Integer> {
        private final Host host;

        @Parameters(index = "0", paramLabel = "SESSION", description = "Id, its start, or name.")
        private String session = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "The new name.")
        private String name = "";

        Rename(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            keeper(host).rename(find(host, session), name);
            return ExitCode.DONE.code();
        }
    }

    @Command(name = "archive", description = "Put a session away.", mixinStandardHelpOptions = true)
    static final class Archive implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "SESSION", description = "Id, its start, or name.")
        private String session = "";

        Archive(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            host.say("Archived: " + keeper(host).archive(find(host, session)));
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "unarchive",
            description = "Bring an archived session back.",
            mixinStandardHelpOptions = true)
    static final class Unarchive implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "SESSION", description = "Id, its start, or name.")
        private String session = "";

        Unarchive(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            host.say("Back: " + keeper(host).unarchive(find(host, session)));
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "delete",
            description = "Delete an archived session and its checkpoints for good.",
            mixinStandardHelpOptions = true)
    static final class Delete implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "SESSION", description = "Id, its start, or name.")
        private String session = "";

        @Option(names = "--force", description = "One that is not archived too.")
        private boolean force;

        Delete(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws InterruptedException {
            SessionStore.Entry entry = find(host, session);
            keeper(host).delete(entry, force ? SessionKeeper.Force.YES : SessionKeeper.Force.NO);
            host.say("Deleted: " + entry.id());
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "repair",
            description = "Mend the file of a damaged session; the damaged one is kept.",
            mixinStandardHelpOptions = true)
    static final class Repair implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "SESSION", description = "Id, its start, or name.")
        private String session = "";

        Repair(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            SessionRepair.Repaired repaired = SessionRepair.repair(find(host, session).file());
            repaired.notes().forEach(note -> host.say(Printable.line(note, 200)));
            host.say(
                    repaired.original()
                            .map(original -> "Mended. The damaged file is " + original + ".")
                            .orElse("The session is not damaged."));
            return ExitCode.DONE.code();
        }
    }
}
