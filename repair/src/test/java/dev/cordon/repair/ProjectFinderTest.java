package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProjectFinderTest {
    private static final String JUPITER = "import org.junit.jupiter.api.Test; class T {}";
    private static final String OLD = "import org.junit.Test; class T {}";

    @TempDir private Path folder;

    private Path root() {
        return folder.resolve("project");
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Optional<JavaProject> find() {
        return new ProjectFinder(
                        root(),
                        LocalRepository.ofHome(folder.resolve("home")),
                        new ShippedRunners(folder.resolve("dist/test-runners")),
                        new GradleMachine(folder.resolve("home"), List.of(), List.of()))
                .find();
    }

    private void ship() throws IOException {
        for (String jar :
                List.of(
                        "junit-4.13.2",
                        "hamcrest-core-1.3",
                        "junit-jupiter-api-6.1.3",
                        "junit-jupiter-engine-6.1.3",
                        "junit-platform-launcher-6.1.3",
                        "opentest4j-1.3.0")) {
            file("dist/test-runners/" + jar + ".jar", "");
        }
    }

    private static List<String> names(List<Path> paths) {
        return paths.stream().map(p -> p.getFileName().toString()).toList();
    }

    @Test
    void aFolderWithAPomIsBuiltWithMaven() throws IOException {
        file(
                "project/pom.xml",
                "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version>"
                        + "<properties><maven.compiler.release>21</maven.compiler.release></properties>"
                        + "</project>");
        file("project/src/main/java/A.java", "class A {}");
        file("project/src/main/resources/a.txt", "");
        file("project/src/test/java/ATest.java", JUPITER);
        file("project/target/generated/B.java", "class B {}");
        ship();

        JavaProject project = find().orElseThrow();

        assertEquals(JavaProject.BuildTool.MAVEN, project.tool());
        assertEquals(List.of(Path.of("src/main/java/A.java")), project.main());
        assertEquals(List.of(Path.of("src/test/java/ATest.java")), project.tests());
        assertEquals(List.of(root().resolve("src/main/resources")), project.resources());
        assertEquals(OptionalInt.of(21), project.release());
        assertEquals("mvn -o -B -ntp -q -Dstyle.color=never test", project.testCommand());
    }

    @Test
    void aFolderWithAGradleFileIsBuiltWithGradleOrANoteSaysWhyNot() throws IOException {
        file("project/build.gradle.kts", "plugins { java }");
        file("project/src/test/java/ATest.java", JUPITER);
        ship();

        JavaProject project = find().orElseThrow();

        assertEquals(JavaProject.BuildTool.GRADLE, project.tool());
        assertEquals("", project.testCommand());
        assertEquals(
                "Gradle itself does not run the tests: no `gradle` is on the PATH",
                project.notes().getFirst());
    }

    @Test
    void withoutABuildToolTestsAreKnownByWhatTheyImport() throws IOException {
        file("project/Stack.java", "class Stack {}");
        file("project/StackTest.java", OLD);
        file("project/lib/junit-4.12.jar", "");

        JavaProject project = find().orElseThrow();

        assertEquals(List.of(Path.of("Stack.java")), project.main());
        assertEquals(List.of(Path.of("StackTest.java")), project.tests());
        assertEquals(List.of("junit-4.12.jar"), names(project.libraries()));
        assertEquals("junit4", project.framework());
        assertEquals("", project.testCommand());
        assertEquals(List.of(), project.notes());
    }

    @Test
    void theRunnersOfTheDistributionStandInWhereNoneWasFetched() throws IOException {
        file("project/ATest.java", JUPITER);
        ship();

        JavaProject project = find().orElseThrow();

        assertEquals(
                List.of(
                        "junit-jupiter-api-6.1.3.jar",
                        "junit-jupiter-engine-6.1.3.jar",
                        "junit-platform-launcher-6.1.3.jar",
                        "opentest4j-1.3.0.jar"),
                names(project.libraries()));
        assertEquals("platform", project.framework());
        assertTrue(
                project.notes().getFirst().contains("junit-jupiter-api-6.1.3"), project.toString());
    }

    @Test
    void ofTwoRunnersOnlyTheWholeOneIsOnTheClassPath() throws IOException {
        file(
                "project/pom.xml",
                "<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version>"
                        + "<dependencies><dependency><groupId>org.junit.jupiter</groupId>"
                        + "<artifactId>junit-jupiter-api</artifactId><version>5.9.0</version>"
                        + "</dependency></dependencies></project>");
        file("project/src/test/java/ATest.java", JUPITER);
        String fetched = "home/.m2/repository/org/junit/jupiter/junit-jupiter-api/5.9.0/";
        file(fetched + "junit-jupiter-api-5.9.0.jar", "");
        ship();

        assertEquals(
                List.of(),
                names(find().orElseThrow().libraries()).stream()
                        .filter(name -> name.contains("5.9.0"))
                        .toList());
    }

    @Test
    void whereNoRunnerIsAtHandTheNoteSaysWhatToDo() throws IOException {
        file("project/ATest.java", JUPITER);

        List<String> notes = find().orElseThrow().notes();

        assertTrue(notes.getFirst().contains("put its jars into lib/"), notes.toString());
    }

    @Test
    void aFolderWithoutTestsIsNoProject() throws IOException {
        file("project/A.java", "class A {}");

        assertEquals(Optional.empty(), find());
    }

    @Test
    void aSourceThatIsNotUtf8IsReadNevertheless() throws IOException {
        file("project/ATest.java", JUPITER);
        Files.write(root().resolve("A.java"), new byte[] {'/', '/', (byte) 0xe9, '\n'});

        assertEquals(List.of(Path.of("A.java")), find().orElseThrow().main());
    }
}
