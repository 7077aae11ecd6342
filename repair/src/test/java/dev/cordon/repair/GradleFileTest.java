package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GradleFileTest {
    @TempDir private Path root;

    private List<String> libraries(String name, String text) throws IOException {
        Files.writeString(root.resolve(name), text);
        return GradleFile.dependencies(root).keySet().iterator().next().stream()
                .map(d -> d.library().key() + ":" + d.library().version())
                .toList();
    }

    @Test
    void namesTheLibrariesOfTheShortForm() throws IOException {
        assertEquals(
                List.of(
                        "com.google.guava:guava:33.0-jre",
                        "junit:junit:4.13.2",
                        "org.junit.jupiter:junit-jupiter:5.10.2"),
                libraries(
                        "build.gradle",
                        """
                        plugins {
                            id 'java'
                            id 'com.example.plugin:x:1' version '2'
                        }
                        repositories { mavenCentral() }
                        dependencies {
                            // testImplementation 'old:old:1'
                            implementation 'com.google.guava:guava:33.0-jre'
                            testImplementation "junit:junit:4.13.2"
                            testImplementation('org.junit.jupiter:junit-jupiter:5.10.2')
                        }
                        test { useJUnitPlatform() }
                        """));
    }

    @Test
    void takesTheVersionFromAPlatform() throws IOException {
        assertEquals(
                List.of(
                        "org.junit.jupiter:junit-jupiter:5.11.0",
                        "org.junit.platform:junit-platform-launcher:1.11.0"),
                libraries(
                        "build.gradle.kts",
                        """
                        dependencies {
                            testImplementation(platform("org.junit:junit-bom:5.11.0"))
                            testImplementation("org.junit.jupiter:junit-jupiter")
                            testRuntimeOnly("org.junit.platform:junit-platform-launcher")
                        }
                        """));
    }

    @Test
    void readsTheLongForm() throws IOException {
        assertEquals(
                List.of("junit:junit:4.12"),
                libraries(
                        "build.gradle",
                        "dependencies {\n    testCompile group: 'junit', name: 'junit', version:"
                                + " '4.12'\n}\n"));
    }

    @Test
    void filesWithoutDependenciesHaveNone() throws IOException {
        assertEquals(List.of(), libraries("build.gradle", "println 'a:b'\ntask x { }\n'''\n"));
    }
}
