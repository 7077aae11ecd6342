package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

    /// What can be done in a folder, and the rights that it takes, as the kernel's documentation
    /// has them.
    private enum Attempt {
        CREATE(1L << 8 | Landlock.WRITE_FILE),
        MAKE_FOLDER(1L << 7),
        LINK(1L << 12),
        REMOVE(1L << 5),
        REMOVE_FOLDER(1L << 4),
        WRITE(Landlock.WRITE_FILE),
        CUT(Landlock.WRITE_FILE | Landlock.TRUNCATE);

        private final long rights;

        Attempt(long rights) {
            this.rights = rights;
        }

        void prepare(Path folder) throws IOException {
            switch (this) {
                case REMOVE, WRITE, CUT -> Files.writeString(folder.resolve(name()), "old");
                case REMOVE_FOLDER -> Files.createDirectory(folder.resolve(name()));
                case CREATE, MAKE_FOLDER, LINK -> {}
            }
        }

        boolean works(Path folder) {
            Path path = folder.resolve(name());
            try {
                switch (this) {
                    case CREATE -> Files.createFile(path);
                    case MAKE_FOLDER -> Files.createDirectory(path);
                    case LINK -> Files.createSymbolicLink(path, Path.of("nowhere"));
                    case REMOVE, REMOVE_FOLDER -> Files.delete(path);
                    case WRITE -> Files.write(path, new byte[1], StandardOpenOption.WRITE);
                    case CUT -> Files.write(path, new byte[1]);
                }
                return true;
            } catch (IOException _) {
                return false;
            }
        }
    }

    @Test
    void theKernelGrantsWhatRandomRulesGrantAndNothingElse(@TempDir Path folder) throws Exception {
        Random random = new Random(20260103);
        int abi = Landlock.abi();
        long known = Landlock.allRights(abi);
        for (int round = 0; round < 25; round++) {
            List<Path> folders = tree(folder.resolve("r" + round), random);
            List<Landlock.Rule> rules = new ArrayList<>();
            rules.add(new Landlock.Rule(Path.of("/"), Landlock.READ));
            for (Path each : folders) {
                long rights = random.nextLong() & random.nextLong() & Landlock.writeRights(abi);
                if (random.nextInt(3) == 0 && rights != 0) {
                    rules.add(new Landlock.Rule(each, rights));
                }
            }
            List<String> wanted = new ArrayList<>();
            for (Path each : folders) {
                for (Attempt attempt : Attempt.values()) {
                    long granted = 0;
                    for (Landlock.Rule rule : rules) {
                        granted |= each.startsWith(rule.path()) ? rule.rights() : 0;
                    }
                    long lacks = attempt.rights & known & ~granted;
                    wanted.add(each + " " + attempt + " " + (lacks == 0));
                }
            }

            assertEquals(wanted, onAThreadOfItsOwn(() -> tried(abi, rules, folders)));
        }
    }

    private List<String> tried(int abi, List<Landlock.Rule> rules, List<Path> folders) {
        Landlock.restrictThread(machine, abi, rules);
        List<String> found = new ArrayList<>();
        for (Path each : folders) {
            for (Attempt attempt : Attempt.values()) {
                found.add(each + " " + attempt + " " + attempt.works(each));
            }
        }
        return found;
    }

    private static List<Path> tree(Path root, Random random) throws IOException {
        List<Path> folders = new ArrayList<>(List.of(Files.createDirectory(root)));
        while (folders.size() < 8) {
            Path above = folders.get(random.nextInt(folders.size()));
            folders.add(Files.createDirectory(above.resolve("d" + folders.size())));
        }
        for (Path each : folders) {
            for (Attempt attempt : Attempt.values()) {
                attempt.prepare(each);
            }
        }
        return folders;
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
