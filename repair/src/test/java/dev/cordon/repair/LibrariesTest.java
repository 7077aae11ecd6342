package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which jars are found for a project, from its file and those of its libraries.
final class LibrariesTest {
    @TempDir private Path home;
    private LocalRepository repository = new LocalRepository(Path.of("/"), Path.of("/"));

    @BeforeEach
    void open() {
        repository = LocalRepository.ofHome(home);
    }

    private void library(String artifact, String version, String body) throws IOException {
        Path folder = home.resolve(".m2/repository/g").resolve(artifact).resolve(version);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(artifact + "-" + version + ".jar"), "");
        Files.writeString(
                folder.resolve(artifact + "-" + version + ".pom"), pom(artifact, version, body));
    }

    private static String pom(String artifact, String version, String body) {
        return "<project><groupId>g</groupId><artifactId>%s</artifactId><version>%s</version>%s</project>"
                .formatted(artifact, version, body);
    }

    private static String needs(String artifact, String version, String more) {
        return "<dependency><groupId>g</groupId><artifactId>%s</artifactId><version>%s</version>%s</dependency>"
                .formatted(artifact, version, more);
    }

    private static String all(String... dependencies) {
        return "<dependencies>" + String.join("", dependencies) + "</dependencies>";
    }

    private List<String> jars(String body) throws IOException {
        Libraries libraries = libraries(body);
        return libraries.jars().stream().map(p -> p.getFileName().toString()).toList();
    }

    private Libraries libraries(String body) throws IOException {
        Path file = home.resolve("project/pom.xml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, pom("own", "1", body));
        Pom pom = Pom.read(file, repository).orElseThrow();
        Libraries libraries = new Libraries(repository);
        libraries.add(pom.dependencies(), pom.managed());
        return libraries;
    }

    @Test
    void theNearestMentionOfALibraryWins() throws IOException {
        library("a", "1", all(needs("c", "1", "")));
        library("b", "1", all(needs("d", "1", "")));
        library("d", "1", all(needs("c", "2", "")));
        library("c", "1", "");
        library("c", "2", "");

        assertEquals(
                List.of("a-1.jar", "b-1.jar", "c-1.jar", "d-1.jar"),
                jars(all(needs("a", "1", ""), needs("b", "1", ""))));
    }

    @Test
    void aManagedVersionWinsOverThatOfALibrary() throws IOException {
        library("a", "1", all(needs("c", "1", "")));
        library("c", "1", "");
        library("c", "3", "");

        assertEquals(
                List.of("a-1.jar", "c-3.jar"),
                jars(
                        "<dependencyManagement>"
                                + all(needs("c", "3", ""))
                                + "</dependencyManagement>"
                                + all(needs("a", "1", ""))));
    }

    @Test
    void testsOptionalsAndExclusionsOfLibrariesAreLeftOut() throws IOException {
        library(
                "a",
                "1",
                all(
                        needs("t", "1", "<scope>test</scope>"),
                        needs("o", "1", "<optional>true</optional>"),
                        needs("x", "1", ""),
                        needs("r", "1", "<scope>runtime</scope>")));
        for (String name : List.of("t", "o", "x", "r")) {
            library(name, "1", "");
        }

        assertEquals(
                List.of("a-1.jar", "r-1.jar"),
                jars(
                        all(
                                needs(
                                        "a",
                                        "1",
                                        "<exclusions><exclusion><groupId>g</groupId>"
                                                + "<artifactId>x</artifactId></exclusion></exclusions>"))));
    }

    @Test
    void aVersionMayStandInAPropertyOfTheParent() throws IOException {
        Path parent = home.resolve("pom.xml");
        Files.writeString(
                parent, pom("above", "1", "<properties><c.version>7</c.version></properties>"));
        library("c", "7", "");

        assertEquals(
                List.of("c-7.jar"),
                jars(
                        "<parent><groupId>g</groupId><artifactId>above</artifactId>"
                                + "<version>1</version></parent>"
                                + all(needs("c", "${c.version}", ""))));
    }

    @Test
    void anImportedTableOfVersionsIsRead() throws IOException {
        library(
                "bom",
                "1",
                "<dependencyManagement>" + all(needs("c", "5", "")) + "</dependencyManagement>");
        library("c", "5", "");

        assertEquals(
                List.of("c-5.jar"),
                jars(
                        "<dependencyManagement>"
                                + all(needs("bom", "1", "<type>pom</type><scope>import</scope>"))
                                + "</dependencyManagement><dependencies><dependency>"
                                + "<groupId>g</groupId><artifactId>c</artifactId></dependency>"
                                + "</dependencies>"));
    }

    @Test
    void librariesThatNeedEachOtherAreTakenOnce() throws IOException {
        library("a", "1", all(needs("b", "1", "")));
        library("b", "1", all(needs("a", "1", "")));

        assertEquals(List.of("a-1.jar", "b-1.jar"), jars(all(needs("a", "1", ""))));
    }

    @Test
    void whatWasNeverFetchedIsNamed() throws IOException {
        assertEquals(List.of("g:gone:9"), libraries(all(needs("gone", "9", ""))).missing());
    }

    @Test
    void aParentThatIsItsOwnParentEnds() throws IOException {
        Path file = home.resolve("pom.xml");
        Files.writeString(
                file,
                pom(
                        "own",
                        "1",
                        "<parent><groupId>g</groupId><artifactId>own</artifactId><version>1</version>"
                                + "<relativePath>pom.xml</relativePath></parent>"));

        assertEquals("own", Pom.read(file, repository).orElseThrow().self().artifact());
    }

    @Test
    void aProjectFileCannotMakeItReadOtherFiles() throws IOException {
        Path file = home.resolve("pom.xml");
        Files.writeString(
                file,
                "<!DOCTYPE project [<!ENTITY s SYSTEM \"file:///etc/hostname\">]>"
                        + pom("&s;", "1", ""));

        assertEquals(Optional.empty(), Pom.read(file, repository));
    }

    @Test
    void propertiesThatNameEachOtherEnd() {
        assertEquals("${a}", Pom.resolve("${a}", Map.of("a", "${b}", "b", "${a}")));
        assertEquals("x-1", Pom.resolve("x-${v}", Map.of("v", "1")));
        assertEquals("${unknown}", Pom.resolve("${unknown}", Map.of()));
    }

    @Test
    void versionsAreOrderedByTheirNumbers() throws IOException {
        for (String version : List.of("5.10.0", "5.9.3", "6.0", "5.10.0-M1")) {
            library("junit", version, "");
        }

        assertEquals(
                List.of("5.9.3", "5.10.0", "5.10.0-M1", "6.0"), repository.versions("g", "junit"));
    }

    @Test
    void jarsThatGradleFetchedAreFoundToo() throws IOException {
        Path jar = home.resolve(".gradle/caches/modules-2/files-2.1/g/c/1/0a1b/c-1.jar");
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "");

        assertEquals(Optional.of(jar), repository.jar(new Coordinates("g", "c", "1")));
    }
}
