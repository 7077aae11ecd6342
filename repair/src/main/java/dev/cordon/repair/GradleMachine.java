package dev.cordon.repair;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds a Gradle that is already on the machine and a Java that it runs on. Nothing is fetched:
/// the wrapper would, so that what the wrapper fetched earlier is started directly.
///
/// @param home of the user, where wrappers keep what they fetched
/// @param path folders in which programs are looked for
/// @param javaHomes folders of Java installations
record GradleMachine(Path home, List<Path> path, List<Path> javaHomes) {
    private static final String DISTRIBUTION = "distributionUrl=";

    GradleMachine {
        path = List.copyOf(path);
        javaHomes = List.copyOf(javaHomes);
    }

    /// The first Gradle that runs on each Java.
    ///
    /// @see <a href="https://docs.gradle.org/current/userguide/compatibility.html">Gradle's
    ///   compatibility matrix, column "Support for running Gradle"</a>
    private enum Since {
        JAVA_8(8, "2.0"),
        JAVA_9(9, "4.3"),
        JAVA_10(10, "4.7"),
        JAVA_11(11, "5.0"),
        JAVA_12(12, "5.4"),
        JAVA_13(13, "6.0"),
        JAVA_14(14, "6.3"),
        JAVA_15(15, "6.7"),
        JAVA_16(16, "7.0"),
        JAVA_17(17, "7.3"),
        JAVA_18(18, "7.5"),
        JAVA_19(19, "7.6"),
        JAVA_20(20, "8.3"),
        JAVA_21(21, "8.5"),
        JAVA_22(22, "8.8"),
        JAVA_23(23, "8.10"),
        JAVA_24(24, "8.14"),
        JAVA_25(25, "9.1");

        private final int java;
        private final String gradle;

        Since(int java, String gradle) {
            this.java = java;
            this.gradle = gradle;
        }
    }

    /// A Gradle on this machine.
    ///
    /// @param newestJava that it runs on
    record Installed(Path program, String version, int newestJava) {}

    /// A Java on this machine.
    record Java(Path home, int release) {}

    /// This machine.
    static GradleMachine here(Path home) {
        List<Path> path = new ArrayList<>();
        for (String folder :
                System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1)) {
            if (folder.startsWith("/")) {
                path.add(Path.of(folder));
            }
        }
        List<Path> javaHomes = new ArrayList<>();
        String own = System.getenv("JAVA_HOME");
        if (own != null && own.startsWith("/")) {
            javaHomes.add(Path.of(own));
        }
        javaHomes.addAll(list(Path.of("/usr/lib/jvm")));
        javaHomes.addAll(list(home.resolve(".sdkman/candidates/java")));
        return new GradleMachine(home, path, javaHomes);
    }

    /// How the tests of a project can be run.
    GradleChoice gradle(Path root) {
        Optional<String> wanted = wanted(root);
        Optional<Installed> found = wanted.flatMap(this::fetchedByWrapper).or(this::onPath);
        if (found.isEmpty()) {
            return new GradleChoice.Missing(
                    wanted.map(name ->
                                    "the wrapper's "
                                            + name
                                            + " was never fetched and no `gradle` is on the PATH;"
                                            + " run ./gradlew once with a network")
                            .orElse("no `gradle` is on the PATH"));
        }
        Installed gradle = found.get();
        int oldest = compare(gradle.version(), "9.0") >= 0 ? 17 : 8;
        Optional<Java> java =
                javas().stream()
                        .filter(j -> j.release() >= oldest && j.release() <= gradle.newestJava())
                        .max(Comparator.comparingInt(Java::release));
        if (java.isEmpty()) {
            return new GradleChoice.Missing(
                    "Gradle %s needs a JDK %d to %d, and this machine has %s"
                            .formatted(
                                    gradle.version(),
                                    oldest,
                                    gradle.newestJava(),
                                    releases().isEmpty() ? "none" : "only " + releases()));
        }
        return new GradleChoice.Runs(command(gradle, java.get()));
    }

    /// The daemon would outlive the command, and so would a second one with other options. Without
    /// its container support JDK 17 does not trip over the control groups of a sandboxed process.
    private static String command(Installed gradle, Java java) {
        return "JAVA_HOME="
                + EmbeddedModel.quote(java.home().toString())
                + " JAVA_TOOL_OPTIONS=-XX:-UseContainerSupport "
                + EmbeddedModel.quote(gradle.program().toString())
                + " --offline --no-daemon --console=plain -q test";
    }

    /// The name of the distribution that the project's wrapper uses, for example `gradle-8.5-bin`.
    private static Optional<String> wanted(Path root) {
        Path file = root.resolve("gradle/wrapper/gradle-wrapper.properties");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        for (String line : ProjectFinder.read(file).lines().toList()) {
            String text = line.strip();
            if (text.startsWith(DISTRIBUTION) && text.endsWith(".zip")) {
                int slash = Math.max(text.lastIndexOf('/'), DISTRIBUTION.length() - 1);
                return Optional.of(text.substring(slash + 1, text.length() - ".zip".length()));
            }
        }
        return Optional.empty();
    }

    private Optional<Installed> fetchedByWrapper(String distribution) {
        String version = distribution.replace("gradle-", "");
        int end = version.lastIndexOf('-');
        String plain = end > 0 ? version.substring(0, end) : version;
        Path folder = home.resolve(".gradle/wrapper/dists").resolve(distribution);
        for (Path hash : list(folder)) {
            Path program = hash.resolve("gradle-" + plain).resolve("bin/gradle");
            if (Files.isExecutable(program)) {
                return Optional.of(new Installed(program, plain, newestJava(plain)));
            }
        }
        return Optional.empty();
    }

    private Optional<Installed> onPath() {
        for (Path folder : path) {
            Path program = folder.resolve("gradle");
            if (Files.isExecutable(program)) {
                Optional<Installed> installed = installed(program);
                if (installed.isPresent()) {
                    return installed;
                }
            }
        }
        return Optional.empty();
    }

    /// Reads the version from the names of Gradle's own jars: starting Gradle to ask takes seconds.
    private static Optional<Installed> installed(Path program) {
        try {
            Path own = program.toRealPath().resolve("../../lib").normalize();
            for (Path jar : list(own)) {
                String name = String.valueOf(jar.getFileName());
                String start = "gradle-base-services-";
                if (name.startsWith(start)
                        && name.endsWith(".jar")
                        && Character.isDigit(name.charAt(start.length()))) {
                    String version = name.substring(start.length(), name.length() - 4);
                    // Debian carries 4.4.1 with changes that let it run on newer Java.
                    boolean debian = version.equals("4.4.1") && own.startsWith("/usr/share/gradle");
                    return Optional.of(
                            new Installed(program, version, debian ? 17 : newestJava(version)));
                }
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static int newestJava(String gradle) {
        int newest = 8;
        for (Since since : Since.values()) {
            if (compare(gradle, since.gradle) >= 0) {
                newest = since.java;
            }
        }
        return newest;
    }

    private static int compare(String one, String other) {
        return LocalRepository.compare(one, other);
    }

    private List<Java> javas() {
        List<Java> found = new ArrayList<>();
        for (Path folder : javaHomes) {
            if (Files.isExecutable(folder.resolve("bin/javac"))) {
                release(folder).ifPresent(release -> found.add(new Java(folder, release)));
            }
        }
        return found;
    }

    private String releases() {
        return String.join(
                ", ",
                javas().stream()
                        .map(java -> String.valueOf(java.release()))
                        .distinct()
                        .sorted()
                        .toList());
    }

    /// `JAVA_VERSION="17.0.15"`, or `"1.8.0_402"`, in the file `release` of an installation.
    private static Optional<Integer> release(Path folder) {
        Path file = folder.resolve("release");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        for (String line : ProjectFinder.read(file).lines().toList()) {
            if (line.toUpperCase(Locale.ROOT).startsWith("JAVA_VERSION=")) {
                String version = line.substring("JAVA_VERSION=".length()).replace("\"", "");
                String plain = version.startsWith("1.") ? version.substring(2) : version;
                int end = 0;
                while (end < plain.length() && Character.isDigit(plain.charAt(end))) {
                    end++;
                }
                return end == 0 || end > 4
                        ? Optional.empty()
                        : Optional.of(Integer.parseInt(plain.substring(0, end)));
            }
        }
        return Optional.empty();
    }

    private static List<Path> list(Path folder) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(found::add);
            } catch (IOException _) {
                return List.of();
            }
        }
        found.sort(null);
        return found;
    }
}
