package dev.cordon.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// `./cordon` and `./check` on machines that lack something, and what a start builds. The scripts
/// are the real ones; Maven is a script that only notes that it was called.
class FirstStartTest {
    private static final String MAVEN =
            """
            #!/bin/sh
            echo called >>"${0%/*}/calls"
            mkdir -p dist/bin
            printf '#!/bin/sh\\necho "ran $*"\\n' >dist/bin/cordon
            chmod +x dist/bin/cordon
            echo '[INFO] Building Cordon: protocol 0.1.0 [2/12]'
            touch dist/.built
            """;

    @TempDir Path folder;

    private record Run(int code, String out, String err) {}

    /// The scripts in a folder of their own, with a Maven that does nothing.
    private Path checkout() throws IOException {
        Path checkout = Files.createDirectories(folder.resolve("checkout"));
        Files.createDirectories(checkout.resolve(".mvn"));
        for (String name : List.of("cordon", "check", "mvnw", ".mvn/jdk25.sh", "pom.xml")) {
            Files.copy(House.root().resolve(name), checkout.resolve(name));
            executable(checkout.resolve(name));
        }
        Files.createDirectories(checkout.resolve("picocli"));
        Files.writeString(checkout.resolve("picocli/pom.xml"), "<project/>");
        Files.createDirectories(checkout.resolve("distribution"));
        for (String module : House.MODULES) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            Files.writeString(checkout.resolve(module).resolve("src/main/A.java"), "class A {}");
        }
        return checkout;
    }

    private static void executable(Path file) {
        assertTrue(file.toFile().setExecutable(true));
    }

    private Run run(Path directory, List<String> command) throws Exception {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("HOME", folder.resolve("home").toString());
        builder.environment().put("CORDON_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MVNW_REPOURL", folder.resolve("repository").toUri().toString());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "not done within 60 seconds");
        return new Run(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private static int calls(Path checkout) throws IOException {
        Path calls = checkout.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    @Test
    void aSecondStartBuildsNothingAndAChangeInAnyModuleDoes() throws Exception {
        Path checkout = checkout();
        Files.writeString(checkout.resolve("mvnw"), MAVEN);

        Run first = run(folder, List.of(checkout + "/cordon", "exec", "go"));
        assertEquals(new Run(0, "ran exec go\n", first.err()), first);
        assertTrue(first.err().contains("cordon: building (the first time"), first.err());
        assertTrue(
                first.err().contains("cordon: Building Cordon: protocol 0.1.0 [2/12]\n"),
                first.err());
        assertEquals(
                new Run(0, "ran again\n", ""), run(folder, List.of(checkout + "/cordon", "again")));
        assertEquals(1, calls(checkout));

        List<String> changed = new ArrayList<>(List.of("pom.xml", "picocli/pom.xml"));
        House.MODULES.forEach(module -> changed.add(module + "/src/main/A.java"));
        int built = 1;
        for (String file : changed) {
            Files.setLastModifiedTime(
                    checkout.resolve(file), FileTime.from(Instant.now().plusSeconds(3600)));
            run(folder, List.of(checkout + "/cordon", "x"));
            assertEquals(++built, calls(checkout), "nothing was built after a change of " + file);
            Files.setLastModifiedTime(
                    checkout.resolve(file), FileTime.from(Instant.now().minusSeconds(3600)));
        }
    }

    @Test
    void aBuildThatFailsIsSaidAndNothingStarts() throws Exception {
        Path checkout = checkout();
        Files.writeString(
                checkout.resolve("mvnw"), "#!/bin/sh\necho '[ERROR] no network'\nexit 1\n");

        Run run = run(folder, List.of(checkout + "/cordon", "exec", "go"));

        assertEquals(2, run.code());
        assertEquals("", run.out());
        assertTrue(run.err().contains("[ERROR] no network"), run.err());
        assertTrue(run.err().contains("the build failed; see "), run.err());
    }

    static boolean bubblewrap() throws IOException, InterruptedException {
        try {
            return new ProcessBuilder("bwrap", "--ro-bind", "/", "/", "true").start().waitFor()
                    == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /// A view of this machine without any JDK.
    private List<String> withoutJdk(String... command) {
        List<String> all =
                new ArrayList<>(
                        List.of("bwrap", "--bind", "/", "/", "--dev", "/dev", "--proc", "/proc"));
        for (String hidden : List.of("/usr/lib/jvm", System.getProperty("java.home"))) {
            if (Files.isDirectory(Path.of(hidden))) {
                all.addAll(List.of("--tmpfs", hidden));
            }
        }
        all.addAll(List.of(command));
        return all;
    }

    @Test
    @EnabledIf(value = "bubblewrap", disabledReason = "bubblewrap does not work on this machine")
    void withoutAJdkBothCommandsSayInOneSentenceHowToGetOne() throws Exception {
        Path checkout = checkout();
        for (String script : List.of("cordon", "check")) {
            Run run = run(checkout, withoutJdk(checkout.resolve(script).toString()));

            assertTrue(run.code() == 1 || run.code() == 2, "exit code " + run.code());
            List<String> said = run.err().lines().filter(l -> !l.startsWith("check: ")).toList();
            assertEquals(1, said.size(), run.err());
            for (String part :
                    List.of("no JDK 25 found in", "install one (for example", "CORDON_JAVA_HOME")) {
                assertTrue(said.getFirst().contains(part), said.getFirst());
            }
        }
    }

    @Test
    @EnabledIf(value = "bubblewrap", disabledReason = "bubblewrap does not work on this machine")
    void withoutMavenAnArchiveThatIsNotMavenIsNotRun() throws Exception {
        Path checkout = checkout();
        String name = "org/apache/maven/apache-maven/3.9.11/apache-maven-3.9.11-bin.tar.gz";
        Path archive = folder.resolve("repository").resolve(name);
        Files.createDirectories(archive.getParent());
        Files.writeString(archive, "something else");

        Run run = run(checkout, withoutMaven(checkout.resolve("mvnw").toString(), "-v"));

        assertEquals(1, run.code(), run.err());
        assertTrue(run.err().contains("there is no mvn on PATH; getting Maven 3.9.11"), run.err());
        assertTrue(run.err().contains("the SHA-512 of"), run.err());
        assertFalse(Files.exists(folder.resolve("home/.m2/wrapper/apache-maven-3.9.11")));
    }

    @Test
    @EnabledIf(value = "bubblewrap", disabledReason = "bubblewrap does not work on this machine")
    void withoutMavenAndWithoutARepositoryItIsSaidWhatToDo() throws Exception {
        Path checkout = checkout();

        Run run = run(checkout, withoutMaven(checkout.resolve("mvnw").toString(), "-v"));

        assertEquals(1, run.code(), run.err());
        assertTrue(run.err().contains("set MVNW_REPOURL to a Maven repository"), run.err());
    }

    /// A view of this machine without Maven and without a network.
    private static List<String> withoutMaven(String... command) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "bwrap",
                                "--unshare-net",
                                "--bind",
                                "/",
                                "/",
                                "--dev",
                                "/dev",
                                "--proc",
                                "/proc"));
        for (String place : List.of("/usr/bin/mvn", "/bin/mvn")) {
            Path maven = Path.of(place);
            if (Files.exists(maven)) {
                all.addAll(List.of("--ro-bind", "/dev/null", maven.toRealPath().toString()));
            }
        }
        all.addAll(List.of(command));
        return all;
    }
}
