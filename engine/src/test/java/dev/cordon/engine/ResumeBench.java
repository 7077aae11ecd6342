package dev.cordon.engine;

import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Measures the first reading of a session in a process.
///
/// `ResumeBench write HOME ROUNDS` makes a session and prints its file; `ResumeBench read FILE` in
/// a fresh process with the flags of the launcher prints the milliseconds of the first reading.
final class ResumeBench {
    private ResumeBench() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        if (arguments[0].equals("write")) {
            out.println(write(Path.of(arguments[1]), Integer.parseInt(arguments[2])));
            return;
        }
        long ranBefore = threadNanos();
        long start = System.nanoTime();
        SessionContent content = SessionReader.read(Path.of(arguments[1]));
        Restored restored = Restored.of(content);
        long end = System.nanoTime();
        long ran = threadNanos() - ranBefore;
        out.println(
                (end - start) / 1000 / 1000.0
                        + " ms, of them "
                        + ran / 1000 / 1000.0
                        + " ms on a processor, "
                        + restored.history().size()
                        + " items");
    }

    /// How long this thread ran on a processor, which a busy machine changes less than the time.
    private static long threadNanos() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/schedstat"));
        return Long.parseLong(stat.substring(0, stat.indexOf(' ')));
    }

    private static Path write(Path home, int rounds) {
        List<Event> events = new ArrayList<>();
        SessionId id = SessionId.fresh();
        TurnId turn = TurnId.fresh();
        events.add(Sessions.started(id, "/srv/shop"));
        events.add(Sessions.turn(turn));
        events.add(new Event.CheckpointTaken(1, turn, "0123456789012345678901234567890123456789"));
        events.add(Sessions.user("Make the tests pass."));
        for (int i = 0; i < rounds; i++) {
            String output =
                    "[INFO] Tests run: " + i + ", \"Failures\": 1\n\tat Cart.java:" + i + "\n";
            events.addAll(Sessions.round(i, output.repeat(1 + i % 40)));
        }
        events.add(Sessions.says("Done."));
        events.add(Sessions.ended(turn));
        events.add(new Event.SessionClosed());
        try (SessionLog log = SessionLog.create(home, id, Sessions.TIME)) {
            for (Envelope envelope : Sessions.numbered(events)) {
                log.append(envelope);
            }
        }
        return SessionFiles.fileOf(home, id, Sessions.TIME);
    }
}
