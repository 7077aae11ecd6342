package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyPatchCommandTest {
    private static final String ADD = "*** Begin Patch\n*** Add File: a.txt\n+one\n*** End Patch\n";

    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aPatchAsArgumentEndsWithZeroAndNamesItsFiles() throws IOException {
        assertEquals(0, run(InputStream.nullInputStream(), "apply-patch", ADD));
        assertEquals("Success. Updated the following files:\nA a.txt\n", out.toString());
        assertEquals("one\n", Files.readString(folder.resolve("a.txt")));
        assertEquals("", err.toString());
    }

    @Test
    void aPatchOnStandardInputIsReadWithAndWithoutADash() {
        assertEquals(0, run(text(ADD), "apply-patch"));
        assertEquals(0, run(text(ADD.replace("a.txt", "b.txt")), "apply-patch", "-"));
        assertTrue(Files.exists(folder.resolve("b.txt")));
    }

    @Test
    void aPatchThatDoesNotFitEndsWithOneAndSaysWhatStays() throws IOException {
        String patch =
                "*** Begin Patch\n*** Add File: a.txt\n+one\n*** Update File: b.txt\n@@\n-x\n+y\n"
                        + "*** End Patch\n";
        assertEquals(1, run(text(patch), "apply-patch"));
        assertEquals("", out.toString());
        assertTrue(err.toString().contains("b.txt"), err.toString());
        assertTrue(err.toString().contains("changed before the failure:\nA a.txt"), err.toString());
        assertTrue(Files.exists(folder.resolve("a.txt")));
    }

    @Test
    void whatIsNoPatchEndsWithOneAndChangesNothing() throws IOException {
        for (String wrong : List.of("", "hello", "*** Begin Patch\n", "\u0000", "*** End Patch")) {
            assertEquals(1, run(text(wrong), "apply-patch"), wrong);
            assertEquals("", out.toString());
        }
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void wrongUseEndsWithTwo() {
        assertEquals(2, run(text(""), "apply-patch", "--frobnicate"));
        assertEquals(2, run(text(""), "apply-patch", ADD, ADD));
    }

    @Test
    void anInputThatCannotBeReadEndsWithOne() {
        InputStream broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("the pipe broke");
                    }
                };
        assertEquals(1, run(broken, "apply-patch"));
        assertTrue(err.toString().contains("the pipe broke"), err.toString());
    }

    @Test
    void aPatchedFileKeepsItsModeAndOwner() throws IOException {
        Path script = Files.writeString(folder.resolve("run.sh"), "echo a\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x--x"));
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(script, "unix:uid"));
        if (root) {
            Files.setAttribute(script, "unix:uid", 4711);
            Files.setAttribute(script, "unix:gid", 4712);
        }
        Object owner = Files.getAttribute(script, "unix:uid");
        Object group = Files.getAttribute(script, "unix:gid");
        String patch =
                "*** Begin Patch\n*** Update File: run.sh\n@@\n-echo a\n+echo b\n*** End Patch\n";
        assertEquals(0, run(text(patch), "apply-patch"), err::toString);
        assertEquals("echo b\n", Files.readString(script));
        assertEquals(owner, Files.getAttribute(script, "unix:uid"));
        assertEquals(group, Files.getAttribute(script, "unix:gid"));
        assertEquals(
                "rwxr-x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(script)));
    }

    private int run(InputStream in, String... arguments) {
        out.reset();
        err.reset();
        Host host =
                new Host(
                        Map.of("HOME", folder.toString()),
                        folder,
                        folder,
                        in,
                        ProtocolOutput.to(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return Main.run(host, List.of(arguments));
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
