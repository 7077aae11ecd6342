package dev.cordon.repair;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Finds out what kind of Java project a folder holds.
final class ProjectFinder {
    /// How the note begins that says why Gradle is not used.
    static final String NO_GRADLE = "Gradle itself does not run the tests: ";

    private static final int MAX_FILES = 4000;
    private static final int MAX_FILE_BYTES = 2 * 1024 * 1024;
    private static final Set<String> SKIPPED =
            Set.of("target", "build", "out", "bin", "node_modules", "generated");

    private final Path root;
    private final LocalRepository repository;
    private final ShippedRunners shipped;
    private final GradleMachine machine;
    private final List<String> notes = new ArrayList<>();

    /// @param shipped stands in where the repository has no test runner
    /// @param machine where Gradle and Java are looked for
    ProjectFinder(
            Path root, LocalRepository repository, ShippedRunners shipped, GradleMachine machine) {
        this.machine = machine;
        this.root = root;
        this.repository = repository;
        this.shipped = shipped;
    }

    /// Remarks for the report, for example libraries that are missing.
    List<String> notes() {
        return List.copyOf(notes);
    }

    /// The project; absent if there are no Java tests.
    Optional<JavaProject> find() {
        List<Path> main = new ArrayList<>();
        List<Path> tests = new ArrayList<>();
        for (Path file : javaFiles()) {
            if (isTest(file)) {
                tests.add(file);
            } else {
                main.add(file);
            }
        }
        if (tests.isEmpty()) {
            return Optional.empty();
        }
        JavaProject.BuildTool tool = tool();
        String testCommand = testCommand(tool);
        Libraries libraries = new Libraries(repository);
        OptionalInt release = OptionalInt.empty();
        if (tool == JavaProject.BuildTool.MAVEN) {
            Optional<Pom> pom = Pom.read(root.resolve("pom.xml"), repository);
            pom.ifPresent(p -> libraries.add(p.dependencies(), p.managed()));
            release = pom.map(p -> release(p.properties())).orElse(OptionalInt.empty());
        } else if (tool == JavaProject.BuildTool.GRADLE) {
            GradleFile.dependencies(root).forEach(libraries::add);
        }
        libraries.addLauncher();
        List<Path> jars = new ArrayList<>(libraries.jars());
        jars.addAll(ownJars());
        String framework = framework(tests);
        if (tool == JavaProject.BuildTool.NONE && !hasFramework(jars)) {
            jars.addAll(anyFramework(framework));
        }
        List<String> missing = new ArrayList<>(libraries.missing());
        if (!canRun(jars, framework)) {
            standIn(framework, jars, missing);
        }
        if (!missing.isEmpty()) {
            notes.add("not among the fetched libraries: " + String.join(", ", missing));
        }
        boolean platform = jars.stream().anyMatch(j -> name(j).startsWith("junit-platform"));
        return Optional.of(
                new JavaProject(
                        root,
                        tool,
                        main,
                        tests,
                        resources(),
                        jars,
                        platform ? "platform" : "junit4",
                        release,
                        testCommand,
                        notes));
    }

    private List<Path> javaFiles() {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            String name = String.valueOf(folder.getFileName());
                            boolean skip =
                                    !folder.equals(root)
                                            && (name.startsWith(".") || SKIPPED.contains(name));
                            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            String name = file.getFileName().toString();
                            if (name.endsWith(".java")
                                    && !name.equals("module-info.java")
                                    && attributes.size() < MAX_FILE_BYTES) {
                                found.add(root.relativize(file));
                            }
                            return found.size() < MAX_FILES
                                    ? FileVisitResult.CONTINUE
                                    : FileVisitResult.TERMINATE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(null);
        return found;
    }

    private boolean isTest(Path file) {
        for (Path part : file) {
            String name = part.toString();
            if (name.equals("test") || name.equals("tests")) {
                return true;
            }
        }
        if (file.startsWith("src/main")) {
            return false;
        }
        return read(root.resolve(file)).contains("import org.junit.")
                || read(root.resolve(file)).contains("import static org.junit.");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException _) {
            try {
                return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JavaProject.BuildTool tool() {
        if (Files.isRegularFile(root.resolve("pom.xml"))) {
            return JavaProject.BuildTool.MAVEN;
        }
        if (Files.isRegularFile(root.resolve("build.gradle"))
                || Files.isRegularFile(root.resolve("build.gradle.kts"))) {
            return JavaProject.BuildTool.GRADLE;
        }
        return JavaProject.BuildTool.NONE;
    }

    private String testCommand(JavaProject.BuildTool tool) {
        return switch (tool) {
            case MAVEN ->
                    (Files.isExecutable(root.resolve("mvnw")) ? "./mvnw" : "mvn")
                            + " -o -B -ntp -q -Dstyle.color=never test";
            case GRADLE -> gradleCommand();
            case NONE -> "";
        };
    }

    /// What runs the tests with a Gradle and a Java that fit each other; empty, with a note that
    /// says what is missing, where there are none.
    private String gradleCommand() {
        return switch (machine.gradle(root)) {
            case GradleChoice.Runs runs -> runs.command();
            case GradleChoice.Missing missing -> {
                notes.add(NO_GRADLE + missing.reason());
                yield "";
            }
        };
    }

    private static OptionalInt release(java.util.Map<String, String> properties) {
        for (String key :
                List.of("maven.compiler.release", "maven.compiler.source", "java.version")) {
            String text = Pom.resolve(properties.getOrDefault(key, ""), properties);
            String number = text.startsWith("1.") ? text.substring(2) : text;
            try {
                int release = Integer.parseInt(number);
                if (release >= 8 && release <= Runtime.version().feature()) {
                    return OptionalInt.of(release);
                }
            } catch (NumberFormatException _) {
                // Not a plain number: the compiler's own release is used.
            }
        }
        return OptionalInt.empty();
    }

    private List<Path> resources() {
        List<Path> folders = new ArrayList<>();
        for (String name :
                List.of(
                        "src/main/resources",
                        "src/test/resources",
                        "resources",
                        "test-resources")) {
            if (Files.isDirectory(root.resolve(name))) {
                folders.add(root.resolve(name));
            }
        }
        return folders;
    }

    private List<Path> ownJars() {
        List<Path> jars = new ArrayList<>();
        for (String name : List.of("lib", "libs", "jars")) {
            try (var entries =
                    Files.isDirectory(root.resolve(name))
                            ? Files.list(root.resolve(name))
                            : java.util.stream.Stream.<Path>empty()) {
                entries.filter(p -> name(p).endsWith(".jar")).sorted().forEach(jars::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return jars;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    /// Whether the jars hold all that starts the tests.
    private static boolean canRun(List<Path> jars, String framework) {
        return framework.equals("platform")
                ? has(jars, "junit-platform-launcher") && has(jars, "junit-jupiter-engine")
                : has(jars, "junit-4") || has(jars, "junit-platform-launcher");
    }

    private static boolean has(List<Path> jars, String start) {
        return jars.stream().anyMatch(jar -> name(jar).startsWith(start));
    }

    /// Takes the runner that comes with Cordon in place of the one that is not there.
    private void standIn(String framework, List<Path> jars, List<String> missing) {
        List<Path> runners = shipped.jars(framework);
        if (runners.isEmpty()) {
            notes.add(
                    "no JUnit that could run the tests is on this machine: put its jars into lib/,"
                            + " or run the build once with a network");
            return;
        }
        jars.removeIf(ShippedRunners::isRunner);
        jars.addAll(runners);
        missing.removeIf(library -> library.contains("junit"));
        notes.add(
                "the tests ran with "
                        + ShippedRunners.words(runners)
                        + ", which comes with Cordon, since no build on this machine has fetched"
                        + " the project's own");
    }

    private static boolean hasFramework(List<Path> jars) {
        return jars.stream().anyMatch(j -> name(j).startsWith("junit"));
    }

    private String framework(List<Path> tests) {
        for (Path test : tests) {
            if (read(root.resolve(test)).contains("org.junit.jupiter")) {
                return "platform";
            }
        }
        return "junit4";
    }

    /// The newest JUnit that any other project has fetched.
    private List<Path> anyFramework(String framework) {
        boolean platform = framework.equals("platform");
        String group = platform ? "org.junit.jupiter" : "junit";
        String artifact = platform ? "junit-jupiter" : "junit";
        for (String version : repository.versions(group, artifact).reversed()) {
            Libraries libraries = new Libraries(repository);
            libraries.add(
                    List.of(Libraries.plain(new Coordinates(group, artifact, version))),
                    java.util.Map.of());
            libraries.addLauncher();
            boolean launcher =
                    libraries.jars().stream()
                            .anyMatch(j -> name(j).startsWith("junit-platform-launcher"));
            boolean engine =
                    libraries.jars().stream()
                            .anyMatch(j -> name(j).startsWith("junit-jupiter-engine"));
            if (!platform || (launcher && engine)) {
                return libraries.jars();
            }
        }
        return List.of();
    }
}
