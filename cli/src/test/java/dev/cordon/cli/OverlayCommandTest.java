package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cordon sandbox --overlay` and `cordon overlay`, with the real boundary.
final class OverlayCommandTest {
    @TempDir Path folder;
    private Path workspace;
    private String out = "";
    private String err = "";

    @BeforeEach
    void workspace() throws IOException {
        folder = folder.toRealPath();
        workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("a.txt"), "one\ntwo\n");
    }

    private int cordon(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        Host host =
                new Host(
                        Map.of(
                                "PATH",
                                "/usr/bin:/bin",
                                "CORDON_HOME",
                                folder.resolve("cordon").toString()),
                        workspace,
                        Path.of(System.getProperty("user.home")),
                        InputStream.nullInputStream(),
                        ProtocolOutput.to(output),
                        new PrintStream(errors, true, StandardCharsets.UTF_8));
        int code = Main.run(host, List.of(arguments));
        out = output.toString(StandardCharsets.UTF_8);
        err = errors.toString(StandardCharsets.UTF_8);
        return code;
    }

    private String text() throws IOException {
        return Files.readString(workspace.resolve("a.txt"));
    }

    @Test
    void whatIsKeptIsShownAsADiffAndMergedLater() throws IOException {
        assertEquals(
                0,
                cordon(
                        "sandbox",
                        "--overlay",
                        "keep",
                        "--layer",
                        "try",
                        "--",
                        "/bin/sh",
                        "-c",
                        "echo three >> a.txt; mkdir .mvn; echo x > .mvn/jvm.config; cat a.txt"));
        assertEquals("one\ntwo\nthree\n", out);
        assertTrue(err.contains("M a.txt\n"), err);
        assertEquals("one\ntwo\n", text());

        assertEquals(0, cordon("overlay", "list"), () -> err);
        assertEquals("try\t3\t[" + workspace + "]\n", out);
        assertEquals(0, cordon("overlay", "show", "try"));
        assertTrue(
                out.contains("--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,3 @@\n one\n two\n+three\n"),
                out);

        assertEquals(1, cordon("overlay", "merge", "try"));
        assertTrue(err.contains("merged  M a.txt\n"), err);
        assertTrue(err.contains("refused A .mvn/jvm.config  [not merged: protected, "), err);
        assertEquals("one\ntwo\nthree\n", text());
        assertFalse(Files.exists(workspace.resolve(".mvn")));

        assertEquals(0, cordon("journal", "show", "--kind", "merge", "--json"), () -> err);
        List<String> entries = out.lines().toList();
        assertEquals(2, entries.size(), out);
        assertTrue(entries.getFirst().contains("\"status\":\"begun\""), out);
        assertTrue(
                entries.getFirst()
                        .contains("\"op\":\"modified\",\"path\":\"" + workspace + "/a.txt\""),
                out);
        assertFalse(entries.getFirst().contains("jvm.config"), out);
        assertTrue(entries.getLast().contains("\"merged\":1,\"refused\":2"), out);

        assertEquals(0, cordon("overlay", "drop", "try"));
        assertEquals(0, cordon("overlay", "list"), () -> err);
        assertEquals("", out);
    }

    @Test
    void aCommandThatFailsIsNotMerged() throws IOException {
        assertEquals(
                3,
                cordon(
                        "sandbox",
                        "--overlay",
                        "merge",
                        "--layer",
                        "bad",
                        "--",
                        "/bin/sh",
                        "-c",
                        "echo x > a.txt; exit 3"));
        assertEquals("one\ntwo\n", text());
        assertTrue(err.contains("kept in the layer bad"), err);
    }

    @Test
    void aCommandThatSucceedsIsMergedAndItsLayerGoes() throws IOException {
        assertEquals(
                0,
                cordon(
                        "sandbox",
                        "--overlay",
                        "merge",
                        "--layer",
                        "good",
                        "--",
                        "/bin/sh",
                        "-c",
                        "echo x > a.txt"));
        assertEquals("x\n", text());
        assertFalse(Files.exists(folder.resolve("cordon/overlays/good")));
    }

    @Test
    void withoutAJournalNothingIsMerged() throws IOException {
        Files.createDirectories(folder.resolve("cordon"));
        Files.writeString(folder.resolve("cordon/journal"), "no folder");

        assertTrue(
                0
                        != cordon(
                                "sandbox",
                                "--overlay",
                                "merge",
                                "--layer",
                                "x",
                                "--",
                                "/bin/sh",
                                "-c",
                                "echo x > a.txt"));

        assertEquals("one\ntwo\n", text());
    }

    @Test
    void droppedChangesAreListedAndGone() throws IOException {
        assertEquals(0, cordon("sandbox", "--overlay", "drop", "--", "/bin/rm", "a.txt"));
        assertEquals("D a.txt\n", err);
        assertEquals("one\ntwo\n", text());
    }

    @Test
    void aNameThatLeadsElsewhereIsNoName() {
        for (String name : List.of("../x", "/etc", ".", "..", "a/b", "", "a b", "x".repeat(65))) {
            assertEquals(2, cordon("overlay", "show", name), name);
        }
        assertEquals(2, cordon("sandbox", "--overlay", "perhaps", "--", "true"));
        assertEquals(2, cordon("sandbox", "--layer", "x", "--", "true"));
    }
}
