package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Event;
import dev.cordon.protocol.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionStoreTest {
    private static final SessionId A = new SessionId("0199c0de-7a10-7c3e-9d55-2f60a1b2c3d4");
    private static final SessionId B = new SessionId("0199c0df-7a10-7c3e-9d55-2f60a1b2c3d4");

    @TempDir Path home;

    @Test
    void aSessionIsFoundByIdByItsBeginningAndByName() throws IOException {
        SessionStore store = new SessionStore(home);
        Path a = session(A, "/srv/a", 1, new Event.SessionRenamed("old"));
        Path b =
                session(
                        B,
                        "/srv/b",
                        2,
                        new Event.SessionRenamed("old"),
                        new Event.SessionRenamed("the cart"));
        assertEquals(a, store.find(A.value()));
        assertEquals(b, store.find("0199c0df"));
        assertEquals(b, store.find("the cart"));
        assertEquals(a, store.find("old"), "the name that holds now counts");
        assertEquals(
                "\"0199c0d\" fits 2 sessions; the last two are "
                        + B.value()
                        + " and "
                        + A.value()
                        + ".",
                refusal(store, "0199c0d"));
        assertEquals(
                "There is no session with the id or name \"nobody\". `cordon sessions list` shows"
                        + " them.",
                refusal(store, "nobody"));
    }

    @Test
    void theLastOneIsTheOneWrittenLastInThatFolder() throws IOException {
        SessionStore store = new SessionStore(home);
        assertEquals(Optional.empty(), store.last(Optional.empty()));
        Path a = session(A, "/srv/a", 2);
        Path b = session(B, "/srv/b", 1);
        assertEquals(Optional.of(a), store.last(Optional.empty()));
        assertEquals(Optional.of(b), store.last(Optional.of(Path.of("/srv/b"))));
        assertEquals(Optional.empty(), store.last(Optional.of(Path.of("/srv"))));
    }

    @Test
    void aFileThatIsNoSessionIsPassedOver() throws IOException {
        SessionStore store = new SessionStore(home);
        Path a = session(A, "/srv/a", 1);
        Path broken = session(B, "/srv/b", 2);
        Files.writeString(broken, "rubbish\n");
        Files.writeString(a.resolveSibling("notes.jsonl"), "x");
        assertEquals(2, store.list().size());
        assertEquals(Optional.of(a), store.last(Optional.of(Path.of("/srv/a"))));
    }

    @Test
    void threeHundredRoundsAreReadQuickly() throws IOException {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            events.addAll(Sessions.round(i, "output of a test run\n".repeat(10)));
        }
        Path file = session(A, "/srv/a", 1, events.toArray(Event[]::new));
        long start = System.nanoTime();
        assertEquals(600, SessionReader.read(file).history().size());
        long firstMillis = (System.nanoTime() - start) / 1_000_000;
        // Far above what it takes, so that a busy machine does not fail it.
        assertTrue(firstMillis < 2_000, firstMillis + " ms");
        System.getLogger(SessionStoreTest.class.getName())
                .log(System.Logger.Level.DEBUG, "300 rounds: {0} ms", firstMillis);
    }

    private Path session(SessionId id, String cwd, int seconds, Event... more) throws IOException {
        List<Event> events = new ArrayList<>(List.of(Sessions.started(id, cwd)));
        events.addAll(List.of(more));
        try (SessionLog log = SessionLog.create(home, id, Sessions.TIME)) {
            Sessions.numbered(events).forEach(log::append);
        }
        Path file = SessionFiles.fileOf(home, id, Sessions.TIME);
        Files.setLastModifiedTime(file, FileTime.fromMillis(seconds * 1000L));
        return file;
    }

    private static String refusal(SessionStore store, String wanted) {
        return assertThrows(SessionLogException.class, () -> store.find(wanted)).getMessage();
    }
}
