package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Event;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionKeepingTest {
    private static final SessionId A = new SessionId("0199c0de-7a10-7c3e-9d55-2f60a1b2c3d4");
    private static final SessionId B = new SessionId("0199c0df-7a10-7c3e-9d55-2f60a1b2c3d4");

    @TempDir Path home;

    @Test
    void wordsAreFoundInWhatWasSaidCalledAndAnswered() throws IOException {
        session(A, Sessions.user("Mend the CartTest"), Sessions.says("Grüße, 购物车 works"));
        session(
                B,
                Sessions.round(1, "NullPointerException at Cart.java:7\n").toArray(Event[]::new));
        assertEquals(List.of("0 USER " + A.value()), found("carttest mend"));
        assertEquals(List.of("0 ASSISTANT " + A.value()), found("购物车"));
        assertEquals(List.of("0 OUTPUT " + B.value()), found("nullpointer"));
        assertEquals(List.of("0 CALL " + B.value()), found("mvnw"));
        assertEquals(List.of("0 OUTPUT " + B.value()), found("at :7"), "short words count too");
        assertEquals(List.of(), found("carttest nullpointer"));
        assertEquals(List.of(), found("\" OR 1 --"), "nothing of it is a query");
        assertEquals(List.of(), found("  "));
        assertEquals("rw-------", mode(SessionIndex.file(home)));
    }

    @Test
    void theIndexFollowsTheFilesAndMayBeDeletedOrBroken() throws IOException {
        Path a = session(A, Sessions.user("alpha"));
        assertEquals(1, found("alpha").size());
        session(B, Sessions.user("alpha too"));
        assertEquals(2, found("alpha").size());
        Files.delete(a);
        assertEquals(List.of("0 USER " + B.value()), found("alpha"));
        Files.delete(SessionIndex.file(home));
        assertEquals(List.of("0 USER " + B.value()), found("alpha"));
        Files.writeString(
                SessionIndex.file(home), "this is no database, it was overwritten ".repeat(99));
        SessionSearch.Found found = new SessionSearch(home).search("alpha", 9);
        assertEquals(1, found.hits().size());
        assertEquals(Optional.empty(), found.note(), "it was made again");
    }

    @Test
    void withoutAPlaceForTheIndexEveryFileIsRead() throws IOException {
        session(A, Sessions.user("alpha"));
        Files.createDirectories(SessionIndex.file(home).resolve("in-the-way"));
        SessionSearch.Found found = new SessionSearch(home).search("ALPHA", 9);
        assertEquals(1, found.hits().size());
        assertTrue(found.note().orElseThrow().contains("every file was read"), found::toString);
    }

    @Test
    void aNameThatCouldBeSomethingElseIsRefused() throws IOException {
        Path file = session(A, Sessions.user("a"));
        SessionStore.Entry a = new SessionStore(home).findAny(A.value());
        SessionKeeper keeper = new SessionKeeper(home, Clock.systemUTC());
        for (String name :
                List.of(
                        "",
                        " ",
                        "x ",
                        "-f",
                        "--force",
                        "0199c0de",
                        A.value(),
                        "dead-beef",
                        "a\nb",
                        "\u001b[2J",
                        "x".repeat(101))) {
            assertThrows(SessionLogException.class, () -> keeper.rename(a, name), name);
        }
        assertEquals(2, Files.readAllLines(file).size(), "nothing was written");
        keeper.rename(a, "../../etc/passwd");
        assertEquals(file, new SessionStore(home).find("../../etc/passwd"));
        session(B, Sessions.user("b"));
        SessionStore.Entry b = new SessionStore(home).findAny(B.value());
        assertThrows(SessionLogException.class, () -> keeper.rename(b, "../../etc/passwd"));
    }

    @Test
    void whatIsLookedForIsNeverAPath() throws IOException {
        Path file = session(A, Sessions.user("a"));
        SessionStore store = new SessionStore(home);
        for (String wanted :
                List.of("", "..", "/", file.toString(), "sessions", "*", "0199", "%", "\u0000")) {
            if (!wanted.equals("0199")) {
                assertThrows(UnknownSessionException.class, () -> store.find(wanted), wanted);
            }
        }
        assertEquals(file, store.find("0199"));
    }

    @Test
    void anArchivedSessionComesBackWithItsLongEvents() throws Exception {
        String huge = "x".repeat(400_000);
        Path file = session(A, Sessions.user(huge));
        SessionKeeper keeper = new SessionKeeper(home, Clock.systemUTC());
        SessionStore store = new SessionStore(home);
        Path archived = keeper.archive(store.findAny(A.value()));
        assertEquals(List.of(), store.list());
        assertFalse(Files.exists(file));
        assertEquals("rwx------", mode(archived.getParent()));
        assertTrue(
                assertThrows(UnknownSessionException.class, () -> store.find(A.value()))
                        .getMessage()
                        .contains("cordon sessions unarchive " + A.value()));
        assertThrows(SessionLogException.class, () -> keeper.archive(store.findAny(A.value())));
        assertEquals(file, keeper.unarchive(store.findAny(A.value())));
        assertEquals(1, SessionReader.read(file).history().size());
    }

    @Test
    void onlyAnArchivedSessionIsDeletedWithoutForce() throws Exception {
        session(A, Sessions.user("x".repeat(400_000)));
        SessionKeeper keeper = new SessionKeeper(home, Clock.systemUTC());
        SessionStore store = new SessionStore(home);
        assertTrue(
                assertThrows(
                                SessionLogException.class,
                                () ->
                                        keeper.delete(
                                                store.findAny(A.value()), SessionKeeper.Force.NO))
                        .getMessage()
                        .contains("--force"));
        Path archived = keeper.archive(store.findAny(A.value()));
        keeper.delete(store.findAny(A.value()), SessionKeeper.Force.NO);
        try (var left = Files.list(archived.getParent())) {
            assertEquals(List.of(), left.filter(p -> p.toString().contains(A.value())).toList());
        }
    }

    @Test
    void aSecondProcessIsRefusedWithThePidOfTheFirst() throws Exception {
        Path file = session(A, Sessions.user("a"));
        Process first =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HeldSession.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(first.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("open", out.readLine());
            SessionStore.Entry entry = new SessionStore(home).findAny(A.value());
            SessionKeeper keeper = new SessionKeeper(home, Clock.systemUTC());
            String pid = Long.toString(first.pid());
            assertEquals(pid, SessionSummary.of(entry).process());
            for (org.junit.jupiter.api.function.Executable attempt :
                    List.<org.junit.jupiter.api.function.Executable>of(
                            () -> SessionLog.resume(file),
                            () -> keeper.rename(entry, "mine"),
                            () -> keeper.archive(entry),
                            () -> keeper.delete(entry, SessionKeeper.Force.YES),
                            () -> SessionRepair.repair(file))) {
                String message = assertThrows(SessionLogException.class, attempt).getMessage();
                assertTrue(message.contains("is open in process " + pid), message);
            }
        } finally {
            first.destroyForcibly().waitFor();
        }
        SessionLog.resume(file).log().close();
    }

    @Test
    void aDamagedFileIsMendedAndKept() throws IOException {
        Path file = session(A, Sessions.user("a"), Sessions.user("b"), Sessions.user("c"));
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(2, "{\"schema_version\":1,\"sequence\":2,\"ti\u0000\u0000");
        Files.write(file, lines);
        byte[] damaged = Files.readAllBytes(file);
        assertThrows(SessionLogException.class, () -> SessionReader.read(file));
        SessionRepair.Repaired repaired = SessionRepair.repair(file);
        assertEquals(2, repaired.notes().size(), repaired::toString);
        Path original = repaired.original().orElseThrow();
        assertEquals(new String(damaged, StandardCharsets.UTF_8), Files.readString(original));
        assertEquals("rw-------", mode(original));
        assertEquals("rw-------", mode(file));
        assertEquals(2, SessionReader.read(file).history().size());
        assertEquals(4, SessionReader.read(file).nextSequence());
        assertEquals(Optional.empty(), SessionRepair.repair(file).original(), "nothing is left");
    }

    @Test
    void aFileWithoutItsFirstLineIsMendedFromItsName() throws IOException {
        Path file = session(A, Sessions.user("a"), Sessions.user("b"));
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(0, "rubbish");
        Files.write(file, lines);
        SessionRepair.repair(file);
        assertEquals(A, SessionReader.read(file).started().session());
        assertEquals(2, SessionReader.read(file).history().size());
    }

    @Test
    void anExportNeedsNoFileBesideIt() throws IOException {
        Path file = session(A, Sessions.user("x".repeat(400_000)), Sessions.says("``` done"));
        List<String> lines = new ArrayList<>();
        SessionExport.jsonLines(file, lines::add);
        Path copy = home.resolve("copy-" + A.value() + ".jsonl");
        Files.write(copy, lines);
        assertEquals(SessionReader.read(file).history(), SessionReader.read(copy).history());
        List<String> document = new ArrayList<>();
        SessionExport.markdown(
                SessionSummary.of(new SessionStore(home).findAny(A.value())), 5, document::add);
        assertTrue(document.contains("# Session " + A.value()), document::toString);
        assertTrue(document.contains("``` done"));
    }

    @Test
    void aForkEndsWithTheTurnThatWasNamed() throws IOException {
        TurnId one = TurnId.fresh();
        TurnId two = TurnId.fresh();
        Path file =
                session(
                        A,
                        Sessions.turn(one),
                        Sessions.user("one"),
                        Sessions.says("eins"),
                        Sessions.ended(one),
                        Sessions.turn(two),
                        Sessions.user("two"),
                        Sessions.ended(two));
        SessionContent content = SessionReader.read(file);
        assertEquals(0, Restored.fork(content, 0).history().size());
        assertEquals(2, Restored.fork(content, 1).history().size());
        assertEquals(3, Restored.fork(content, 2).history().size());
        assertEquals(Optional.of(A), Restored.fork(content, 1).forkedFrom());
        assertThrows(IllegalArgumentException.class, () -> Restored.fork(content, -1));
    }

    private List<String> found(String words) {
        SessionSearch.Found found = new SessionSearch(home).search(words, 9);
        assertEquals(Optional.empty(), found.note());
        return found.hits().stream()
                .map(hit -> hit.turn() + " " + hit.speaker() + " " + hit.session())
                .toList();
    }

    private Path session(SessionId id, Event... more) throws IOException {
        List<Event> events = new ArrayList<>(List.of(Sessions.started(id, "/srv/a")));
        events.addAll(List.of(more));
        try (SessionLog log = SessionLog.create(home, id, Sessions.TIME)) {
            Sessions.numbered(events).forEach(log::append);
        }
        return SessionFiles.fileOf(home, id, Sessions.TIME);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
