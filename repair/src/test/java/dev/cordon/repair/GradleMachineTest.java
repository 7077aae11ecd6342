package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GradleMachineTest {
    @TempDir private Path folder;

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void program(String name) throws IOException {
        assertTrue(file(name, "#!/bin/sh\n").toFile().setExecutable(true));
    }

    private void java(String name, String version) throws IOException {
        program("jvm/" + name + "/bin/javac");
        file("jvm/" + name + "/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private void installed(String version) throws IOException {
        program("opt/bin/gradle");
        file("opt/lib/gradle-base-services-groovy-" + version + ".jar", "");
        file("opt/lib/gradle-base-services-" + version + ".jar", "");
    }

    private void wrapper(String distribution) throws IOException {
        file(
                "project/gradle/wrapper/gradle-wrapper.properties",
                "distributionBase=GRADLE_USER_HOME\n"
                        + "distributionUrl=https\\://example.org/distributions/"
                        + distribution
                        + ".zip\n");
    }

    private String chosen() {
        GradleMachine machine =
                new GradleMachine(
                        folder.resolve("home"),
                        List.of(folder.resolve("none"), folder.resolve("opt/bin")),
                        List.of(
                                folder.resolve("jvm/old"),
                                folder.resolve("jvm/middle"),
                                folder.resolve("jvm/new")));
        return switch (machine.gradle(folder.resolve("project"))) {
            case GradleChoice.Runs runs -> runs.command().replace(folder.toString(), "");
            case GradleChoice.Missing missing -> missing.reason();
        };
    }

    private static String command(String java, String gradle) {
        return "JAVA_HOME=/jvm/"
                + java
                + " JAVA_TOOL_OPTIONS=-XX:-UseContainerSupport "
                + gradle
                + " --offline --no-daemon --console=plain -q test";
    }

    private void threeJavas() throws IOException {
        java("old", "1.8.0_402");
        java("middle", "17.0.15");
        java("new", "25.0.3");
    }

    @Test
    void theNewestJavaThatTheGradleRunsOnIsTaken() throws IOException {
        threeJavas();
        for (String[] pair :
                new String[][] {
                    {"4.4.1", "old"}, {"7.3", "middle"}, {"8.14.3", "middle"}, {"9.1.0", "new"}
                }) {
            installed(pair[0]);
            assertEquals(command(pair[1], "/opt/bin/gradle"), chosen(), pair[0]);
            Files.delete(folder.resolve("opt/lib/gradle-base-services-" + pair[0] + ".jar"));
        }
    }

    @Test
    void whatTheWrapperFetchedGoesBeforeTheGradleOnThePath() throws IOException {
        threeJavas();
        installed("4.4.1");
        wrapper("gradle-8.5-bin");
        String own = "home/.gradle/wrapper/dists/gradle-8.5-bin/5t9huq95/gradle-8.5/bin/gradle";
        program(own);

        assertEquals(command("middle", "/" + own), chosen());
    }

    @Test
    void theGradleOnThePathStandsInForAWrapperThatNeverRan() throws IOException {
        threeJavas();
        installed("8.5");
        wrapper("gradle-8.5-bin");

        assertEquals(command("middle", "/opt/bin/gradle"), chosen());
    }

    @Test
    void saysInOneSentenceWhatIsMissing() throws IOException {
        assertEquals("no `gradle` is on the PATH", chosen());
        wrapper("gradle-8.5-all");
        assertEquals(
                "the wrapper's gradle-8.5-all was never fetched and no `gradle` is on the PATH;"
                        + " run ./gradlew once with a network",
                chosen());
        installed("8.5");
        assertEquals("Gradle 8.5 needs a JDK 8 to 21, and this machine has none", chosen());
        java("new", "25.0.3");
        assertEquals("Gradle 8.5 needs a JDK 8 to 21, and this machine has only 25", chosen());
    }

    @Test
    void aGradleNineDoesNotRunOnOldJava() throws IOException {
        java("old", "1.8.0_402");
        installed("9.0.0");

        assertEquals("Gradle 9.0.0 needs a JDK 17 to 24, and this machine has only 8", chosen());
    }

    @Test
    void aBrokenInstallationIsNoGradle() throws IOException {
        threeJavas();
        program("opt/bin/gradle");
        file("project/gradle/wrapper/gradle-wrapper.properties", "distributionUrl=\nx\n\\");

        assertEquals("no `gradle` is on the PATH", chosen());
    }
}
