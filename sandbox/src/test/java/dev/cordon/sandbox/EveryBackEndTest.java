package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds whichever back end a machine has: everything that a command started dies with the
/// command, with the session and with a killed Cordon; and less than the whole promise is said.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the back ends that it tries exist on Linux only")
final class EveryBackEndTest {
    /// Ignores what it can, and leaves its group, its session and its parents.
    private static final String STAYS =
            "(trap '' TERM HUP INT; setsid bash -c '(exec -a WORD sleep 60) & (exec -a WORD sleep 60) & wait'"
                    + " >/dev/null 2>&1 </dev/null &)";

    @TempDir Path folder;
    private Path workspace;

    @BeforeEach
    void workspace() throws Exception {
        workspace = Files.createDirectory(folder.toRealPath().resolve("workspace"));
    }

    static SandboxOptions options(Path folder, SandboxOptions.Choice choice) {
        SandboxOptions options =
                new SandboxOptions(
                        folder.resolve("state"),
                        folder.resolve("spill"),
                        _ -> Optional.empty(),
                        choice,
                        Map.of());
        return choice == SandboxOptions.Choice.EXTERNAL ? options.behind("a test") : options;
    }

    private static Confinement confinement(Path workspace, SandboxOptions.Choice choice) {
        Confinement plain = Confinements.writing(workspace);
        return choice == SandboxOptions.Choice.LANDLOCK
                ? EscapePlaces.permitting(plain, Set.of(Confinement.Permit.DEGRADED_BACKEND))
                : plain;
    }

    private static void assumed(SandboxOptions.Choice choice) {
        Assumptions.assumeTrue(
                choice != SandboxOptions.Choice.BWRAP
                        || Files.isExecutable(Path.of("/usr/bin/bwrap")),
                "bubblewrap is not installed here (apt-get install bubblewrap)");
    }

    private Result.CommandOutput perform(
            Sandbox sandbox, SandboxOptions.Choice choice, String script, long yieldMillis)
            throws InterruptedException {
        return (Result.CommandOutput)
                sandbox.perform(
                        Confinements.shell(workspace, script, yieldMillis),
                        confinement(workspace, choice),
                        Sandbox.OutputListener.NONE);
    }

    private static String word(SandboxOptions.Choice choice) {
        return "stays-" + choice + "-" + System.nanoTime();
    }

    @ParameterizedTest
    @EnumSource(
            value = SandboxOptions.Choice.class,
            names = {"HELPER", "BWRAP", "LANDLOCK", "EXTERNAL"})
    void whatACommandLeavesBehindDiesWithIt(SandboxOptions.Choice choice) throws Exception {
        assumed(choice);
        String word = word(choice);
        try (Sandbox sandbox = Sandboxes.open(options(folder, choice))) {
            perform(sandbox, choice, STAYS.replace("WORD", word) + "; echo up", 30_000);

            assertTrue(CommandLifeTest.within(10, () -> !CommandLifeTest.lives(word)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SandboxOptions.Choice.class,
            names = {"HELPER", "BWRAP", "LANDLOCK", "EXTERNAL"})
    void everythingDiesWithTheSession(SandboxOptions.Choice choice) throws Exception {
        assumed(choice);
        String word = word(choice);
        try (Sandbox sandbox = Sandboxes.open(options(folder, choice))) {
            perform(sandbox, choice, STAYS.replace("WORD", word) + "; sleep 60", 1);
            assertTrue(CommandLifeTest.within(20, () -> CommandLifeTest.lives(word)));
        }
        assertTrue(CommandLifeTest.within(10, () -> !CommandLifeTest.lives(word)));
    }

    @ParameterizedTest
    @EnumSource(
            value = SandboxOptions.Choice.class,
            names = {"HELPER", "BWRAP", "LANDLOCK", "EXTERNAL"})
    void everythingDiesWithAKilledCordon(SandboxOptions.Choice choice) throws Exception {
        assumed(choice);
        String word = word(choice);
        Process jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Hostage.class.getName(),
                                folder.toString(),
                                workspace.toString(),
                                choice.name(),
                                STAYS.replace("WORD", word) + "; echo up; sleep 60")
                        .inheritIO()
                        .redirectOutput(ProcessBuilder.Redirect.PIPE)
                        .start();
        assertEquals("up", jvm.inputReader().readLine());
        assertTrue(CommandLifeTest.within(20, () -> CommandLifeTest.lives(word)));

        jvm.destroyForcibly().waitFor();

        assertTrue(CommandLifeTest.within(10, () -> !CommandLifeTest.lives(word)));
    }

    @ParameterizedTest
    @EnumSource(
            value = SandboxOptions.Choice.class,
            names = {"HELPER", "BWRAP", "LANDLOCK", "EXTERNAL"})
    void lessThanTheWholePromiseIsSaidWithEveryCommand(SandboxOptions.Choice choice)
            throws Exception {
        assumed(choice);
        try (Sandbox sandbox = Sandboxes.open(options(folder, choice))) {
            String notes = perform(sandbox, choice, "true", 30_000).notes().toString();

            switch (sandbox.backend().strength()) {
                case FULL -> assertEquals("[]", notes);
                case DEGRADED -> assertTrue(notes.contains("degraded back end landlock"), notes);
                case EXTERNAL ->
                        assertTrue(notes.contains("declared a test, around Cordon"), notes);
                case NONE -> assertFalse(true, "every back end is something");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SandboxOptions.Choice.class,
            names = {"BWRAP", "LANDLOCK", "EXTERNAL"})
    void whatCannotKeepChangesApartRefusesToInASentence(SandboxOptions.Choice choice)
            throws Exception {
        assumed(choice);
        try (Sandbox sandbox = Sandboxes.open(options(folder, choice))) {
            SandboxException refused =
                    org.junit.jupiter.api.Assertions.assertThrows(
                            SandboxException.class,
                            () ->
                                    sandbox.perform(
                                            Confinements.shell(workspace, "touch made", 30_000),
                                            confinement(workspace, choice)
                                                    .withView(Confinement.View.OVERLAY),
                                            Sandbox.OutputListener.NONE));

            assertEquals(SandboxError.NO_BACKEND, refused.code());
            assertTrue(String.valueOf(refused.getMessage()).contains("cannot keep changes apart"));
            assertFalse(Files.exists(workspace.resolve("made")));
        }
    }

    /// A JVM to be killed.
    static final class Hostage {
        public static void main(String[] arguments) throws Exception {
            Path workspace = Path.of(arguments[1]);
            SandboxOptions.Choice choice = SandboxOptions.Choice.valueOf(arguments[2]);
            CountDownLatch said = new CountDownLatch(1);
            try (Sandbox sandbox = Sandboxes.open(options(Path.of(arguments[0]), choice))) {
                sandbox.perform(
                        Confinements.shell(workspace, arguments[3], 60_000),
                        confinement(workspace, choice),
                        text -> {
                            if (text.contains("up") && said.getCount() > 0) {
                                said.countDown();
                                System.out.println("up");
                            }
                        });
                said.await(1, TimeUnit.SECONDS);
            }
        }
    }
}
