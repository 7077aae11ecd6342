package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "Landlock exists on Linux only")
final class LandlockTest {
    private final Architecture machine = Architecture.current().orElseThrow();

    @Test
    void knowsTheRightsAndTheSizeOfEveryInterface() {
        List<String> found = new ArrayList<>();
        for (int abi = 1; abi <= 7; abi++) {
            found.add(
                    abi
                            + " "
                            + Long.toHexString(Landlock.allRights(abi))
                            + " "
                            + Landlock.attributeBytes(abi));
        }

        assertEquals(
                List.of(
                        "1 1fff 8",
                        "2 3fff 8",
                        "3 7fff 8",
                        "4 7fff 16",
                        "5 ffff 16",
                        "6 ffff 24",
                        "7 ffff 24"),
                found);
    }

    @Test
    void aConfinedThreadWritesOnlyWhereARuleSaysAndItsChildrenToo(@TempDir Path folder)
            throws Exception {
        Path open = Files.createDirectory(folder.resolve("open"));
        Path shut = Files.createDirectory(folder.resolve("shut"));
        Path file = Files.writeString(folder.resolve("file"), "old");
        int abi = Landlock.abi();
        List<Landlock.Rule> rules =
                List.of(
                        new Landlock.Rule(Path.of("/"), Landlock.READ),
                        new Landlock.Rule(open, Landlock.writeRights(abi)),
                        new Landlock.Rule(file, Landlock.writeRights(abi)),
                        new Landlock.Rule(Path.of("/dev/null"), Landlock.writeRights(abi)));
        // Everything the confined thread needs is loaded before.
        new ProcessBuilder("true").start().waitFor();

        List<String> seen =
                onAThreadOfItsOwn(() -> {
                    Landlock.restrictThread(machine, abi, rules);
                    return List.of(
                            write(open.resolve("a")),
                            write(shut.resolve("a")),
                            write(file),
                            shell("echo x > " + open.resolve("b")),
                            shell("echo x > " + shut.resolve("b") + " 2>/dev/null"),
                            shell("mv " + open.resolve("b") + " " + shut + " 2>/dev/null"));
                });

        assertEquals(List.of("written", "AccessDeniedException", "written", "0", "2", "1"), seen);
        assertEquals("written", write(shut.resolve("after")), "other threads stay free");
    }

    @Test
    void aRuleOnALinkIsRefused(@TempDir Path folder) throws Exception {
        Path link =
                Files.createSymbolicLink(
                        folder.resolve("link"), Files.createDirectory(folder.resolve("target")));
        List<Landlock.Rule> rules = List.of(new Landlock.Rule(link, Landlock.READ));

        SandboxException refused =
                assertThrows(
                        SandboxException.class,
                        () -> Landlock.restrictThread(machine, Landlock.abi(), rules));

        assertEquals(SandboxError.PROTECTED_PATH_IS_LINK, refused.code());
    }

    @Test
    void aVirtualThreadIsNeverConfined() throws InterruptedException {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                Landlock.restrictThread(machine, 1, List.of());
                            } catch (IllegalStateException e) {
                                seen.set(e);
                            }
                        });
        thread.join();

        assertEquals(
                "the carrier of a virtual thread would stay confined", seen.get().getMessage());
    }

    private static String write(Path file) {
        try {
            Files.writeString(file, "x");
            return "written";
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static String shell(String script) {
        try {
            return String.valueOf(new ProcessBuilder("sh", "-c", script).start().waitFor());
        } catch (IOException | InterruptedException e) {
            return e.toString();
        }
    }

    private static List<String> onAThreadOfItsOwn(java.util.function.Supplier<List<String>> work)
            throws InterruptedException {
        AtomicReference<List<String>> result = new AtomicReference<>(List.of("failed"));
        Thread thread = Thread.ofPlatform().start(() -> result.set(work.get()));
        thread.join();
        return result.get();
    }
}
