package dev.cordon.repair;

import dev.cordon.protocol.Json;
import java.nio.file.Path;
import java.util.Optional;

/// What kind of project a folder holds, as the model's side needs it.
final class Look {
    private Look() {}

    static Json.Obj at(Path root, Optional<JavaProject> java, Optional<PythonProject> python) {
        if (java.isPresent()) {
            JavaProject project = java.get();
            String tool =
                    switch (project.tool()) {
                        case MAVEN -> "Maven";
                        case GRADLE -> "Gradle";
                        case NONE -> "plain javac";
                    };
            String junit = project.framework().equals("junit4") ? "JUnit 4" : "the JUnit Platform";
            String gradle =
                    project.notes().stream()
                            .filter(note -> note.startsWith(ProjectFinder.NO_GRADLE))
                            .map(note -> ". " + note)
                            .findFirst()
                            .orElse("");
            return Json.object()
                    .put("kind", "java")
                    .put("words", "Java, built with " + tool + ", tests with " + junit + gradle)
                    .put("test_command", project.testCommand())
                    .put("main_files", project.main().size())
                    .put("test_files", project.tests().size())
                    .build();
        }
        return python.map(PythonProject::look)
                .orElseGet(() ->
                        Json.object()
                                .put("kind", "none")
                                .put("words", "no Java or Python tests")
                                .put("test_command", "")
                                .build());
    }
}
