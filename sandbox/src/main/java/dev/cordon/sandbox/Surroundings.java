package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a confinement meets on this host: real paths of what exists, and the protected and hidden
/// names found inside the writable roots.
///
/// @param workspace the workspace, without links in its path
/// @param writable what may change and exists
/// @param readable what is opened again below hidden places and exists, Git's own folders outside
///   the workspace included
/// @param hidden places outside the writable roots that cannot be read
/// @param protectedPaths inside writable roots, existing
/// @param hiddenPaths files with hidden names inside writable roots
/// @param home the home folder, if there is one
/// @param folders which of the folders that a plan may empty exist and are no links
/// @param walked the folders of the writable roots, with the time of their last change
record Surroundings(
        Path workspace,
        List<Path> writable,
        List<Path> readable,
        List<Path> hidden,
        List<Path> protectedPaths,
        List<Path> hiddenPaths,
        Optional<Path> home,
        Set<Path> folders,
        Map<Path, FileTime> walked) {

    private static final List<String> ALWAYS_HIDDEN =
            List.of(
                    "/etc/shadow",
                    "/etc/shadow-",
                    "/etc/gshadow",
                    "/etc/gshadow-",
                    "/etc/sudoers",
                    "/etc/sudoers.d",
                    "/etc/ssl/private",
                    "/etc/cordon/secrets",
                    "/var/log",
                    "/var/spool",
                    "/boot",
                    "/lost+found");

    Surroundings {
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
        hidden = List.copyOf(hidden);
        protectedPaths = List.copyOf(protectedPaths);
        hiddenPaths = List.copyOf(hiddenPaths);
        folders = Set.copyOf(folders);
    }

    /// Looks at the host without walking through the writable roots, for judging single paths.
    static Surroundings glance(Confinement confinement) {
        return look(confinement, Homes.of(confinement), Discovery.EMPTY);
    }

    /// Looks at the host.
    ///
    /// @throws SandboxException if the workspace is missing, if a protected name is a link, or if
    ///   the walk takes too long
    static Surroundings look(Confinement confinement, Optional<Path> home) {
        return look(confinement, home, discover(confinement));
    }

    private static Discovery discover(Confinement confinement) {
        List<Path> roots = new ArrayList<>(reals(confinement.writable()));
        real(confinement.workspace())
                .filter(workspace -> roots.stream().noneMatch(workspace::startsWith))
                .ifPresent(roots::add);
        return Discovery.walk(roots, NamePatterns.of(confinement));
    }

    private static Surroundings look(
            Confinement confinement, Optional<Path> home, Discovery found) {
        Path workspace =
                real(confinement.workspace())
                        .orElseThrow(() ->
                                new SandboxException(
                                        SandboxError.SETUP_FAILED,
                                        "the workspace "
                                                + confinement.workspace()
                                                + " does not exist. Start Cordon in an"
                                                + " existing folder"));
        Optional<Path> realHome =
                home.flatMap(Surroundings::real).filter(path -> path.getNameCount() > 0);
        List<Path> writable = reals(confinement.writable());
        LinkedHashSet<Path> readable = new LinkedHashSet<>(reals(confinement.readable()));
        readable.addAll(found.gitFolders());
        LinkedHashSet<Path> hidden = new LinkedHashSet<>();
        ALWAYS_HIDDEN.forEach(path -> real(Path.of(path)).ifPresent(hidden::add));
        hidden.addAll(reals(confinement.hidden()));
        return new Surroundings(
                workspace,
                writable,
                List.copyOf(readable),
                List.copyOf(hidden),
                found.protectedPaths(),
                found.hiddenPaths(),
                realHome,
                folders(workspace, realHome, hidden),
                found.walked());
    }

    private static Set<Path> folders(Path workspace, Optional<Path> home, Set<Path> hidden) {
        List<Path> candidates =
                new ArrayList<>(
                        List.of(
                                Path.of("/tmp"),
                                Path.of("/var/tmp"),
                                Path.of("/run"),
                                Path.of("/home"),
                                Path.of("/root")));
        home.ifPresent(candidates::add);
        Path parent = workspace.getParent();
        if (parent != null) {
            candidates.add(parent);
        }
        candidates.addAll(hidden);
        Set<Path> existing = new LinkedHashSet<>();
        for (Path path : candidates) {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                existing.add(path);
            }
        }
        return existing;
    }

    private static List<Path> reals(List<Path> paths) {
        LinkedHashSet<Path> found = new LinkedHashSet<>();
        paths.forEach(path -> real(path).ifPresent(found::add));
        return List.copyOf(found);
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
