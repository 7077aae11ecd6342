package dev.cordon.cli;

import dev.cordon.engine.SkillFinder;
import dev.cordon.engine.Skills;
import dev.cordon.policy.Config;
import dev.cordon.protocol.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where the skills of a session are looked for.
final class SkillPlaces {
    private static final int MAX_DEPTH = 128;

    private final Host host;
    private final Workplace place;

    SkillPlaces(Host host, Workplace place) {
        this.host = host;
        this.place = place;
    }

    /// The user's own folders of skills, the strongest first.
    static List<Path> userRoots(Host host) {
        return List.of(
                host.cordonHome().toAbsolutePath().resolve("skills"),
                host.home().toAbsolutePath().resolve(".agents/skills"));
    }

    /// The skills; looked for when they are first asked for.
    Supplier<Skills> once() {
        return new Supplier<>() {
            private @Nullable Skills found;

            @Override
            public synchronized Skills get() {
                if (found == null) {
                    found = find();
                }
                return found;
            }
        };
    }

    Skills find() {
        List<Path> configured = new ArrayList<>();
        Set<Path> disabled = new HashSet<>();
        Config config = place.config();
        for (Json element : config.table("skills").array("config")) {
            if (element instanceof Json.Obj entry && entry.text("path").isPresent()) {
                Path path = path(entry.requireText("path"));
                if (entry.bool("enabled").orElse(true)) {
                    configured.add(path);
                } else {
                    disabled.add(path);
                }
            }
        }
        return SkillFinder.find(
                new SkillFinder.Search(
                        place.trusted() ? projectFolders() : List.of(),
                        userRoots(host),
                        configured,
                        disabled));
    }

    private Path path(String text) {
        return host.home()
                .toAbsolutePath()
                .resolve(text.startsWith("~/") ? text.substring(2) : text)
                .normalize();
    }

    /// From the root of the project down to the workspace.
    private List<Path> projectFolders() {
        List<Path> folders = new ArrayList<>();
        List<String> markers = place.config().texts("project_root_markers");
        List<String> names = markers.isEmpty() ? List.of(".git") : markers;
        for (Path folder = place.workspace();
                folder != null && folders.size() < MAX_DEPTH;
                folder = folder.getParent()) {
            folders.add(folder);
            for (String marker : names) {
                if (Files.exists(folder.resolve(marker))) {
                    Collections.reverse(folders);
                    return folders;
                }
            }
        }
        return List.of(place.workspace());
    }
}
