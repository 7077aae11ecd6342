package dev.cordon.repair;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the jars that a project's tests need among those that were fetched before: the nearest
/// mention of a library wins, as Maven does it.
final class Libraries {
    private static final int MAX_LIBRARIES = 800;

    private final LocalRepository repository;
    private final Map<String, Path> jars = new LinkedHashMap<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();

    Libraries(LocalRepository repository) {
        this.repository = repository;
    }

    private record Wanted(Coordinates library, Set<String> excluded) {}

    /// Adds the dependencies and what they depend on.
    ///
    /// @param managed versions that win, by `group:artifact`
    void add(List<Pom.Dependency> dependencies, Map<String, String> managed) {
        Deque<Wanted> queue = new ArrayDeque<>();
        for (Pom.Dependency dependency : dependencies) {
            queue.add(new Wanted(dependency.library(), Set.copyOf(dependency.excluded())));
        }
        boolean direct = true;
        int directLeft = queue.size();
        while (!queue.isEmpty() && versions.size() < MAX_LIBRARIES) {
            Wanted wanted = queue.remove();
            Coordinates library = wanted.library();
            direct = directLeft-- > 0;
            if (versions.containsKey(library.key())) {
                continue;
            }
            String version =
                    direct && !library.version().isEmpty()
                            ? library.version()
                            : managed.getOrDefault(library.key(), library.version());
            take(new Coordinates(library.group(), library.artifact(), version), wanted, queue);
        }
    }

    private void take(Coordinates library, Wanted wanted, Deque<Wanted> queue) {
        versions.put(library.key(), library.version());
        Optional<Path> jar = repository.jar(library);
        Optional<Pom> pom = repository.pom(library).flatMap(p -> Pom.read(p, repository));
        jar.ifPresent(path -> jars.put(library.key(), path));
        if (jar.isEmpty() && pom.isEmpty()) {
            missing.add(library.key() + ":" + library.version());
        }
        if (pom.isEmpty()) {
            return;
        }
        for (Pom.Dependency next : pom.get().dependencies()) {
            boolean needed = next.scope().equals("compile") || next.scope().equals("runtime");
            if (needed
                    && !next.optional()
                    && !wanted.excluded().contains(next.library().key())
                    && !wanted.excluded().contains("*:*")) {
                Set<String> excluded = new HashSet<>(wanted.excluded());
                excluded.addAll(next.excluded());
                queue.add(new Wanted(next.library(), excluded));
            }
        }
    }

    /// The launcher that fits the JUnit engine: build tools add it on their own.
    void addLauncher() {
        String engine = versions.get("org.junit.platform:junit-platform-engine");
        if (engine != null && !jars.containsKey("org.junit.platform:junit-platform-launcher")) {
            add(
                    List.of(
                            plain(
                                    new Coordinates(
                                            "org.junit.platform",
                                            "junit-platform-launcher",
                                            engine))),
                    Map.of());
        }
        String api = versions.get("org.junit.jupiter:junit-jupiter-api");
        if (api != null && !jars.containsKey("org.junit.jupiter:junit-jupiter-engine")) {
            add(
                    List.of(
                            plain(
                                    new Coordinates(
                                            "org.junit.jupiter", "junit-jupiter-engine", api))),
                    Map.of());
        }
    }

    static Pom.Dependency plain(Coordinates library) {
        return new Pom.Dependency(library, "compile", false, List.of());
    }

    List<Path> jars() {
        return List.copyOf(jars.values());
    }

    /// Libraries that were never fetched.
    List<String> missing() {
        return List.copyOf(missing);
    }
}
