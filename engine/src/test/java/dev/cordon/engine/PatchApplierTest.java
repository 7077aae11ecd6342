package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class PatchApplierTest {
    @TempDir Path folder;
    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectory(folder.toRealPath().resolve("tree"));
    }

    /// The published scenarios of the command that models were trained on.
    @TestFactory
    Stream<DynamicTest> thePublishedScenariosGiveTheExpectedTree() throws IOException {
        String outside = System.getenv("CORDON_OUTSIDE");
        Path root = Path.of(System.getProperty("cordon.root", "..")).toAbsolutePath();
        Path scenarios =
                (outside == null ? root.resolveSibling("shared/outside") : Path.of(outside))
                        .resolve("apply-patch/scenarios");
        assumeTrue(Files.isDirectory(scenarios), "the published scenarios are not on this machine");
        return Files.list(scenarios)
                .filter(Files::isDirectory)
                .sorted()
                .map(s -> DynamicTest.dynamicTest(name(s), () -> scenario(s)));
    }

    private void scenario(Path scenario) throws IOException {
        Path work = Files.createDirectory(tree.resolve(name(scenario)));
        if (Files.isDirectory(scenario.resolve("input"))) {
            copy(scenario.resolve("input"), work);
        }
        try {
            PatchApplier.apply(Files.readString(scenario.resolve("patch.txt")), work);
        } catch (PatchException expected) {
            assertFalse(expected.getMessage().isEmpty());
        }
        Path expected = scenario.resolve("expected");
        assertEquals(Files.isDirectory(expected) ? content(expected) : Map.of(), content(work));
    }

    @Test
    void whatWasDoneBeforeAFailureStaysAndIsNamed() throws IOException {
        String message = refusal("*** Add File: new", "+x", "*** Update File: missing", "-a", "+b");
        assertEquals(
                "Failed to read file to update missing: there is no such file\n"
                        + "These files were changed before the failure:\nA new",
                message);
        assertEquals(Map.of("new", "x\n"), content(tree));
    }

    @Test
    void aPatchThatCannotBeReadChangesNothing() throws IOException {
        refusal("*** Add File: new", "+x", "*** Update File: a");
        assertEquals(Map.of(), content(tree));
    }

    @Test
    void aMoveKeepsTheModeAndAMoveToItselfKeepsTheFile() throws Exception {
        Path script = write("run.sh", "a\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        apply("*** Update File: run.sh", "*** Move to: bin/run", "-a", "+b");
        apply("*** Update File: bin/run", "*** Move to: ./bin/run", "-b", "+c");
        assertEquals(Map.of("bin/run", "c\n"), content(tree));
        assertEquals(
                "rwxr-x---",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(tree.resolve("bin/run"))));
    }

    @Test
    void aLinkInsideTheTreeIsWrittenThrough() throws Exception {
        write("real", "a\n");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("real"));
        apply("*** Update File: link", "-a", "+b");
        assertEquals("b\n", Files.readString(tree.resolve("real")));
        assertTrue(Files.isSymbolicLink(tree.resolve("link")));
    }

    @Test
    void aLinkThatLeadsOutOfTheTreeIsNotFollowed() throws IOException {
        Path outside = Files.writeString(tree.resolveSibling("outside"), "a\n");
        Files.createSymbolicLink(tree.resolve("link"), outside);
        Files.createSymbolicLink(tree.resolve("up"), Path.of(".."));
        Files.createSymbolicLink(tree.resolve("hanging"), Path.of("../nowhere"));
        for (String operation :
                new String[] {
                    "*** Update File: link\n-a\n+b",
                    "*** Add File: link\n+b",
                    "*** Update File: up/outside\n-a\n+b",
                    "*** Add File: up/new\n+b",
                    "*** Add File: up/new/deep\n+b",
                    "*** Delete File: up/outside",
                    "*** Add File: hanging\n+b",
                    "*** Add File: hanging/deep\n+b",
                }) {
            String message = refusal(operation);
            assertTrue(message.contains("leads") || message.contains("folder"), message);
        }
        assertEquals("a\n", Files.readString(outside));
        assertFalse(Files.exists(tree.resolveSibling("new")));
        assertFalse(Files.exists(tree.resolveSibling("nowhere")));
    }

    @Test
    void deletingALinkRemovesTheLink() throws Exception {
        write("real", "a\n");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("real"));
        apply("*** Delete File: link");
        assertEquals(Map.of("real", "a\n"), content(tree));
    }

    @Test
    void aFolderIsNoFile() throws IOException {
        Files.createDirectory(tree.resolve("d"));
        assertEquals(
                "Failed to read file to update d: it is a directory",
                refusal("*** Update File: d", "-a", "+b"));
        assertEquals("Failed to delete file d: it is a directory", refusal("*** Delete File: d"));
        assertEquals("Failed to write file d: it is a directory", refusal("*** Add File: d", "+x"));
        write("f", "a\n");
        assertEquals(
                "Failed to write file d: it is a directory",
                refusal("*** Update File: f", "*** Move to: d", "-a", "+b"));
        assertEquals("a\n", Files.readString(tree.resolve("f")), "the source is still there");
    }

    @Test
    void bytesThatAreNoTextAreLeftAlone() throws IOException {
        Files.write(tree.resolve("b"), new byte[] {'a', '\n', (byte) 0xff, '\n'});
        assertEquals(
                "Failed to read file to update b: it is not UTF-8",
                refusal("*** Update File: b", "-a", "+b"));
    }

    @Test
    void noTemporaryFileIsLeft() throws Exception {
        write("a", "a\n");
        apply("*** Update File: a", "-a", "+b");
        refusal("*** Update File: a", "-zz", "+b");
        assertEquals(Map.of("a", "b\n"), content(tree));
    }

    private String apply(String... lines) throws PatchException {
        return PatchApplier.apply(
                "*** Begin Patch\n" + String.join("\n", lines) + "\n*** End Patch\n", tree);
    }

    private String refusal(String... lines) {
        return assertThrows(PatchException.class, () -> apply(lines)).getMessage();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(tree.resolve(name), content);
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static Map<String, String> content(Path root) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                content.put(root.relativize(path).toString(), Files.readString(path));
            }
        }
        return content;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.filter(p -> !p.equals(from)).toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
