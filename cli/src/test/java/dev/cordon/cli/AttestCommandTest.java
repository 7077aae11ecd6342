package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.journal.FileJournal;
import dev.cordon.journal.JournalEntries;
import dev.cordon.journal.JournalOptions;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A commit leads to the sessions whose content it has, and to the lines they wrote.
final class AttestCommandTest {
    private static final String SESSION = "01900000-0000-7000-8000-000000000001";
    private static final String OLD = "one\ntwo\nthree\n";
    private static final String NEW = "one\nTWO\nthree\nfour\n";

    @TempDir Path home;
    private Path repository;

    @BeforeEach
    void work() throws Exception {
        repository = Files.createDirectories(home.resolve("shop"));
        git("init", "-q");
        Files.writeString(repository.resolve("a.txt"), OLD);
        Files.writeString(repository.resolve("b.txt"), "b\n");
        commit("first");
        Files.writeString(repository.resolve("a.txt"), NEW);
        Files.writeString(repository.resolve("b.txt"), "by hand\n");
        commit("second");
        JournalEntries entries =
                new JournalEntries(Optional.of(new SessionId(SESSION)), Instant::now);
        try (FileJournal journal =
                FileJournal.open(home.resolve(".cordon/journal"), JournalOptions.standard())) {
            journal.append(
                    entries.modelAnswer(
                            Optional.empty(),
                            "openai",
                            "gpt-5",
                            Usage.UNKNOWN,
                            OptionalLong.empty(),
                            Optional.empty()));
            Action patch =
                    new Action.ApplyPatch(
                            new CallId("p"),
                            Action.Requester.MODEL,
                            List.of(
                                    new Action.FileChange(
                                            repository.resolve("a.txt"),
                                            Action.ChangeKind.UPDATE,
                                            Optional.empty(),
                                            Optional.of(digest(OLD)),
                                            Optional.of(NEW))));
            journal.append(
                    entries.effect(
                            patch,
                            new Result.FilesChanged(
                                    List.of(
                                            new Result.ChangedFile(
                                                    repository.resolve("a.txt"),
                                                    Action.ChangeKind.UPDATE,
                                                    Optional.empty(),
                                                    Optional.of(digest(OLD)),
                                                    Optional.of(digest(NEW))))),
                            OptionalLong.empty()));
            Action test =
                    new Action.RunCommand(
                            new CallId("t"),
                            Action.Requester.MODEL,
                            List.of("/bin/bash", "-c", "./mvnw -q test"),
                            repository,
                            Map.of(),
                            Action.Terminal.PIPES,
                            1000,
                            0,
                            Optional.empty());
            long decision =
                    journal.append(
                                    entries.decision(
                                            test,
                                            new Decision.Allow("mode", Origin.BUILT_IN),
                                            new JournalEntries.Circumstances(
                                                    Optional.empty(),
                                                    Optional.of("d".repeat(64)),
                                                    "alice",
                                                    "human",
                                                    Optional.empty(),
                                                    Optional.empty())))
                            .index();
            journal.append(
                    entries.effect(
                            test,
                            new Result.CommandOutput(
                                    OptionalInt.empty(),
                                    OptionalInt.of(0),
                                    "ok",
                                    2,
                                    Optional.empty(),
                                    5,
                                    List.of()),
                            OptionalLong.of(decision)));
        }
    }

    private static String digest(String text) {
        return Commit.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private void commit(String message) throws Exception {
        git("add", "-A");
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", message);
    }

    private void git(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("git"));
        line.addAll(List.of(arguments));
        ProcessBuilder git = new ProcessBuilder(line).directory(repository.toFile()).inheritIO();
        git.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        assertEquals(0, git.start().waitFor());
    }

    private String run(int exit, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Host host =
                new Host(
                        Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                        repository,
                        home,
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        assertEquals(exit, Main.run(host, List.of(arguments)), err + "\n" + out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aCommitIsBoundToTheSessionThatWroteItsContent() throws Exception {
        String envelope = run(0, "attest", "HEAD");
        Path file = home.resolve("run.json");
        Files.writeString(file, envelope);
        String key = home.resolve(".cordon/journal/key.pub").toString();

        assertEquals(
                "good\n",
                run(0, "attest", "verify", file.toString(), "--key", key, "--commit", "HEAD"));
        run(1, "attest", "verify", file.toString(), "--key", key, "--commit", "HEAD^");
        Json.Obj statement =
                JsonText.readObject(
                        new String(
                                Base64.getDecoder()
                                        .decode(
                                                JsonText.readObject(envelope)
                                                        .requireText("payload")),
                                StandardCharsets.UTF_8));
        Json.Obj predicate = statement.requireObject("predicate");
        assertEquals(SESSION, predicate.requireObject("run").requireText("session"));
        assertEquals("content", predicate.requireObject("source").requireText("matched_by"));
        assertTrue(
                JsonText.write(predicate.array("tests").getFirst())
                        .contains("\"result\":\"PASSED\""));
        assertEquals(List.of("d".repeat(64)), predicate.texts("policy_digests"));
        assertEquals(2, statement.array("subject").size());
    }

    @Test
    void aCommitThatNoSessionHasToDoWithIsNotAttested() {
        run(2, "attest", "HEAD^");
    }

    @Test
    void theLinesOfAModelAreToldFromThoseOfNobodyKnown() {
        Json.Obj trace = JsonText.readObject(run(0, "attest", "trace", "HEAD"));

        assertEquals("0.1.0", trace.requireText("version"));
        List<Json> files = trace.array("files");
        assertEquals(2, files.size());
        String a = JsonText.write(files.getFirst());
        assertTrue(a.contains("\"path\":\"a.txt\""), a);
        assertTrue(a.contains("\"type\":\"ai\",\"model_id\":\"openai/gpt-5\""), a);
        assertTrue(
                a.contains(
                        "\"start_line\":2,\"end_line\":2,\"content_hash\":\"sha256:"
                                + digest("TWO\n")),
                a);
        assertTrue(a.contains("\"start_line\":4,\"end_line\":4"), a);
        assertTrue(a.contains(":" + SESSION + "\""), a);
        String b = JsonText.write(files.getLast());
        assertTrue(b.contains("\"type\":\"unknown\""), b);
    }

    @Test
    void aTraceHasThePublishedFieldsAndNoOthers() throws Exception {
        PublishedTrace.check(JsonText.readObject(run(0, "attest", "trace", "HEAD")));
        PublishedTrace.check(JsonText.readObject(run(0, "attest", "trace", "HEAD^")));

        Files.createDirectories(repository.resolve("a b"));
        Files.writeString(repository.resolve("a b/\u00fc \u2603.txt"), "x\ny\n");
        Files.write(repository.resolve("image.bin"), new byte[] {0, 1, 2, 0});
        Files.writeString(repository.resolve("a.txt"), "one\nTWO\n");
        commit("third");
        Json.Obj trace = JsonText.readObject(run(0, "attest", "trace", "HEAD"));

        PublishedTrace.check(trace);
        // Neither the binary file nor the one that only lost lines has lines of anybody.
        assertEquals(1, trace.array("files").size());
        assertEquals(
                "a b/\u00fc \u2603.txt",
                ((Json.Obj) trace.array("files").getFirst()).requireText("path"));
    }
}
