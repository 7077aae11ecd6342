package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionLogTest {
    private static final SessionId ID = SessionId.fresh();
    private static final TurnId FIRST = TurnId.fresh();
    private static final TurnId SECOND = TurnId.fresh();

    @TempDir Path home;

    @Test
    void isPrivateAndNamedByTimeAndId() throws IOException {
        Path file = write(List.of(Sessions.started(ID, "/srv/shop")));
        assertEquals(
                home.resolve("sessions/2026/11/21/2026-11-21T09-30-00-" + ID.value() + ".jsonl"),
                file);
        assertEquals("rw-------", mode(file));
        for (Path folder = file.getParent(); !folder.equals(home); folder = folder.getParent()) {
            assertEquals("rwx------", mode(folder));
        }
        assertEquals(Optional.of(ID), SessionFiles.idOf(file));
    }

    /// A running session is listed, shown and attached to while it writes.
    @Test
    void aLineThatIsBeingWrittenIsTornAndNoDamage() throws IOException {
        byte[] whole = "{\"a\":1}\n{\"b\"".getBytes(StandardCharsets.UTF_8);
        byte[] rest = ":2}\n".getBytes(StandardCharsets.UTF_8);
        List<byte[]> reads = new ArrayList<>(List.of(whole, new byte[0], rest));
        SessionReader.LineSplitter lines =
                new SessionReader.LineSplitter(
                        new InputStream() {
                            @Override
                            public int read() {
                                throw new IllegalStateException("read in blocks");
                            }

                            @Override
                            public int read(byte[] into, int from, int length) {
                                byte[] next = reads.removeFirst();
                                System.arraycopy(next, 0, into, from, next.length);
                                return next.length == 0 ? -1 : next.length;
                            }
                        });
        assertEquals("{\"a\":1}", new String(lines.next(), StandardCharsets.UTF_8));
        assertTrue(lines.ended());
        assertEquals("{\"b\"", new String(lines.next(), StandardCharsets.UTF_8));
        assertFalse(lines.ended());
        assertEquals(0, lines.next().length, "what was added later belongs to the line before");
    }

    @Test
    void everythingComesBackAsItWasAndTheSessionGoesOn() {
        List<Event> events = new ArrayList<>();
        events.add(Sessions.started(ID, "/srv/shop"));
        events.add(Sessions.turn(FIRST));
        events.add(Sessions.user("fix it"));
        events.addAll(Sessions.round(1, "FAILED\n"));
        events.add(Sessions.says("done"));
        events.add(Sessions.ended(FIRST));
        events.add(new Event.SessionRenamed("the cart"));
        Path file = write(events);

        SessionLog.Resumed resumed = SessionLog.resume(file);
        resumed.log().append(new Envelope(events.size(), Sessions.TIME, new Event.SessionClosed()));
        resumed.log().close();

        SessionContent before = resumed.content();
        assertEquals(items(events), before.history());
        assertEquals(Optional.of("the cart"), before.name());
        assertEquals(events.size(), before.nextSequence());
        assertEquals(List.of(), before.problems());
        assertFalse(before.closed());
        SessionContent after = SessionReader.read(file);
        assertTrue(after.closed());
        assertEquals(items(events), after.history());
    }

    @Test
    void aFileCutAtAnyByteLosesOnlyTheTornLine() throws IOException {
        List<Event> events = new ArrayList<>();
        events.add(Sessions.started(ID, "/srv/shop"));
        events.add(Sessions.turn(FIRST));
        events.add(Sessions.user("naïve 你好 \uD83D\uDE00"));
        events.addAll(Sessions.round(1, "one\ntwo\n"));
        events.add(Sessions.ended(FIRST));
        Path file = write(events);
        byte[] whole = Files.readAllBytes(file);
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < whole.length; i++) {
            if (whole[i] == '\n') {
                ends.add(i + 1);
            }
        }
        for (int length = ends.getFirst(); length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            int cut = length;
            // A line whose end alone is missing is whole.
            int lines = (int) ends.stream().filter(end -> end - 1 <= cut).count();
            SessionLog.Resumed resumed = SessionLog.resume(file);
            resumed.log().append(new Envelope(lines, Sessions.TIME, Sessions.user("on")));
            resumed.log().close();
            boolean torn = lines == 0 || (length > ends.get(lines - 1));
            assertEquals(lines, resumed.content().nextSequence(), "cut at " + length);
            assertEquals(torn ? 1 : 0, resumed.content().problems().size(), "cut at " + length);
            List<Event> kept = new ArrayList<>(events.subList(0, lines));
            kept.add(Sessions.user("on"));
            SessionContent again = SessionReader.read(file);
            assertEquals(items(kept), again.history(), "cut at " + length);
            assertEquals(List.of(), again.problems(), "cut at " + length);
        }
    }

    @Test
    void zerosAfterAPowerCutAreATornLine() throws IOException {
        Path file = write(List.of(Sessions.started(ID, "/srv/shop"), Sessions.user("a")));
        long good = Files.size(file);
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(file), (int) good + 4096);
        Files.write(file, bytes);
        SessionContent content = SessionReader.read(file);
        assertEquals(good, content.goodBytes());
        assertEquals(1, content.problems().size());
    }

    @Test
    void aBrokenLineInTheMiddleIsRefusedWithItsNumber() throws IOException {
        Path file =
                write(
                        List.of(
                                Sessions.started(ID, "/srv/shop"),
                                Sessions.user("a"),
                                Sessions.user("b")));
        List<String> lines = Files.readAllLines(file);
        for (String broken : List.of("{\"x\":", "null", lines.get(0), lines.get(2))) {
            Files.write(file, List.of(lines.get(0), broken, lines.get(2)));
            String message =
                    assertThrows(SessionLogException.class, () -> SessionReader.read(file))
                            .getMessage();
            assertTrue(message.contains("is damaged at line 2: "), message);
            assertTrue(message.contains("cordon sessions repair " + ID.value()), message);
        }
    }

    @Test
    void aBrokenLineThatIsOnlyReadLastIsRefusedToo() throws IOException {
        List<Event> events = new ArrayList<>(List.of(Sessions.started(ID, "/srv/shop")));
        events.addAll(Sessions.round(1, "x"));
        Path file = write(events);
        Files.writeString(
                file, Files.readString(file).replace("\"request\":{", "\"request\":{\u0000"));
        String message =
                assertThrows(SessionLogException.class, () -> SessionReader.read(file))
                        .getMessage();
        assertTrue(message.contains("is damaged at its last usage_reported: "), message);
    }

    @Test
    void aFileWithoutItsFirstLineHoldsNoSession() throws IOException {
        Path file = write(List.of(Sessions.started(ID, "/srv/shop")));
        Files.write(file, new byte[0]);
        assertThrows(SessionLogException.class, () -> SessionReader.read(file));
        Files.writeString(file, "{\"schema_ver");
        assertThrows(SessionLogException.class, () -> SessionLog.resume(file));
        assertEquals("", SessionLock.holder(file), "the lock is given back");
    }

    @Test
    void aSecondWriterIsRefusedWithTheFirstOnesProcess() throws IOException {
        Path file = SessionFiles.fileOf(home, ID, Sessions.TIME);
        SessionLog log = SessionLog.create(home, ID, Sessions.TIME);
        log.append(new Envelope(0, Sessions.TIME, Sessions.started(ID, "/srv/shop")));
        String pid = Long.toString(ProcessHandle.current().pid());
        assertEquals(pid, SessionLock.holder(file));
        String message =
                assertThrows(SessionLogException.class, () -> SessionLog.resume(file)).getMessage();
        assertTrue(message.contains("is open in process " + pid), message);
        log.close();
        assertEquals("", SessionLock.holder(file));
        SessionLog.resume(file).log().close();
    }

    @Test
    void aLockOfADeadProcessIsTakenOver() throws IOException {
        Path file = write(List.of(Sessions.started(ID, "/srv/shop")));
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        for (String dead : List.of("999999999.1@" + host, "1.1@" + host, "rubbish")) {
            Files.createSymbolicLink(lock, Path.of(dead));
            SessionLog.resume(file).log().close();
            assertFalse(Files.exists(lock, java.nio.file.LinkOption.NOFOLLOW_LINKS));
        }
        Files.createSymbolicLink(lock, Path.of("1.1@elsewhere"));
        String message =
                assertThrows(SessionLogException.class, () -> SessionLog.resume(file)).getMessage();
        assertTrue(message.contains("on the machine elsewhere"), message);
    }

    @Test
    void anInterruptedThreadStillWrites() {
        SessionLog log = SessionLog.create(home, ID, Sessions.TIME);
        Thread.currentThread().interrupt();
        try {
            log.append(new Envelope(0, Sessions.TIME, Sessions.started(ID, "/srv/shop")));
            log.append(new Envelope(1, Sessions.TIME, Sessions.user("a")));
            log.sync();
        } finally {
            assertTrue(Thread.interrupted());
        }
        log.close();
        assertEquals(1, SessionReader.read(log.file().orElseThrow()).history().size());
    }

    @Test
    void aLongEventStandsInAFileOfItsOwnAndComesBack() throws IOException {
        String huge = "x\u0000é\n".repeat(200_000);
        List<Event> events =
                List.of(
                        Sessions.started(ID, "/srv/shop"),
                        Sessions.user(huge),
                        Sessions.user("after"));
        Path file = write(events);
        assertTrue(Files.size(file) < 2_000, "the line only refers to it");
        assertEquals(items(events), SessionReader.read(file).history());
        Path spilled = SessionFiles.spillFolder(file).resolve("1.json");
        assertEquals("rw-------", mode(spilled));
        Files.writeString(spilled, "{}");
        assertThrows(SessionLogException.class, () -> SessionReader.read(file));
    }

    @Test
    void aReferenceOutOfTheFolderIsNotFollowed() throws IOException {
        Path file = write(List.of(Sessions.started(ID, "/srv/shop"), Sessions.user("a")));
        Files.writeString(home.resolve("secret"), "{}");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add(
                "{\"schema_version\":1,\"sequence\":2,\"time\":\"2026-11-21T09:30:00.250Z\","
                        + "\"event\":{\"type\":\"item_added\",\"spilled\":{\"file\":"
                        + "\"../../../../../secret\",\"bytes\":2,\"sha256\":\"\"}}}");
        lines.add(lines.get(1).replace("\"sequence\":1", "\"sequence\":3"));
        Files.write(file, lines);
        String message =
                assertThrows(SessionLogException.class, () -> SessionReader.read(file))
                        .getMessage();
        assertTrue(message.contains("is no file of this session"), message);
    }

    @Test
    void compactingAndGoingBackGiveTheHistoryTheyGave() {
        List<Item> compacted = List.of(new Item.Context(Item.Role.USER, "summary", List.of("s")));
        List<Event> events =
                List.of(
                        Sessions.started(ID, "/srv/shop"),
                        Sessions.turn(FIRST),
                        new Event.CheckpointTaken(1, FIRST, "c1"),
                        Sessions.user("one"),
                        Sessions.says("eins"),
                        Sessions.ended(FIRST),
                        Sessions.turn(SECOND),
                        new Event.CheckpointTaken(2, SECOND, "c2"),
                        Sessions.user("two"),
                        new Event.Compacted(compacted, "local", 10, 5),
                        Sessions.says("zwei"),
                        Sessions.ended(SECOND),
                        new Event.CheckpointTaken(3, SECOND, "c3"),
                        new Event.Rewound(2, Op.RewindWhat.BOTH, 3));
        SessionContent back = SessionReader.read(write(events));
        assertEquals(items(events.subList(0, 6)), back.history());
        assertEquals(List.of(), back.checkpoints().getFirst().history());

        List<Event> undone = new ArrayList<>(events);
        undone.add(new Event.CheckpointTaken(4, SECOND, "c4"));
        undone.add(new Event.Rewound(3, Op.RewindWhat.CHAT, 4));
        List<Item> wanted = new ArrayList<>(compacted);
        wanted.addAll(items(List.of(Sessions.says("zwei"))));
        assertEquals(wanted, SessionReader.read(write(undone)).history());
    }

    @Test
    void queuedPromptsAreKept() {
        List<Content> a = List.of(new Content.Text("a"));
        List<Content> b = List.of(new Content.Text("b"));
        List<Event> events =
                List.of(
                        Sessions.started(ID, "/srv/shop"),
                        new Event.Queued(0, a),
                        new Event.Queued(1, b),
                        new Event.Unqueued(0));
        assertEquals(List.of(b), SessionReader.read(write(events)).queued());
    }

    @Test
    void aRoundCostsAtMostTwoKilobytesBeyondItsOutput() throws IOException {
        List<Event> events = new ArrayList<>(List.of(Sessions.started(ID, "/srv/shop")));
        long before = Files.size(write(events));
        for (int i = 0; i < 100; i++) {
            events.addAll(Sessions.round(i, ""));
        }
        long each = (Files.size(write(events)) - before) / 100;
        assertTrue(each <= 2048, each + " bytes a round");
    }

    @Test
    void aHomeThatCannotBeWrittenIsSaidSo() throws IOException {
        Path notAFolder = Files.writeString(home.resolve("file"), "");
        String message =
                assertThrows(
                                SessionLogException.class,
                                () -> SessionLog.create(notAFolder, ID, Sessions.TIME))
                        .getMessage();
        assertTrue(message.contains("cannot be made"), message);
        assertTrue(message.contains("CORDON_HOME"), message);
    }

    @Test
    void aFullDiskLosesNothingThatWasLogged() throws IOException {
        Path file = write(List.of(Sessions.started(ID, "/srv/shop")));
        // Every write to this device fails as on a full disk.
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        SessionLog full = SessionLog.open(file, 0);
        String message =
                assertThrows(
                                SessionLogException.class,
                                () ->
                                        full.append(
                                                new Envelope(1, Sessions.TIME, Sessions.user("a"))))
                        .getMessage();
        assertTrue(message.contains("cannot be written: No space left on device"), message);
        Files.delete(file);
    }

    private Path write(List<Event> events) {
        Path file = SessionFiles.fileOf(home, ID, Sessions.TIME);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try (SessionLog log = SessionLog.create(home, ID, Sessions.TIME)) {
            Sessions.numbered(events).forEach(log::append);
        }
        return file;
    }

    private static List<Item> items(List<Event> events) {
        return events.stream()
                .flatMap(event ->
                        event instanceof Event.ItemAdded(Item item)
                                ? Stream.of(item)
                                : Stream.empty())
                .toList();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
