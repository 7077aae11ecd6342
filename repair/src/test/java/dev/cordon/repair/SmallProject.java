package dev.cordon.repair;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// A plain project of one class and its tests, searched with the JUnit of this build and without a
/// sandbox.
record SmallProject(Path root) {
    void write(String subject, String test) throws IOException {
        Files.writeString(root.resolve("Subject.java"), subject);
        Files.writeString(root.resolve("SubjectTest.java"), test);
    }

    Finding search(SearchLimits limits) throws InterruptedException {
        JavaProject project =
                new JavaProject(
                        root,
                        JavaProject.BuildTool.NONE,
                        List.of(Path.of("Subject.java")),
                        List.of(Path.of("SubjectTest.java")),
                        List.of(),
                        jars(),
                        "platform",
                        OptionalInt.empty(),
                        "",
                        List.of());
        return new JavaSearch(project, limits, _ -> {}).run(true);
    }

    static List<Path> jars() {
        List<Path> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            String name = Path.of(entry).getFileName().toString();
            if (name.startsWith("junit")
                    || name.startsWith("opentest4j")
                    || name.startsWith("apiguardian")) {
                jars.add(Path.of(entry));
            }
        }
        return jars;
    }
}
