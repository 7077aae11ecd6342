package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What Cordon's own file actions may do: the same as a command in the same confinement.
final class FileRules {
    private final MountPlan plan;
    private final Surroundings around;
    private final NamePatterns patterns;
    private final Confinement confinement;

    /// @throws SandboxException if the workspace does not exist
    FileRules(Confinement confinement) {
        this.confinement = confinement;
        this.around = Surroundings.glance(confinement);
        this.patterns = NamePatterns.of(confinement);
        // Where changes go is another question than whether they may be made.
        this.plan =
                MountPlan.of(
                        confinement.withView(Confinement.View.DIRECT), around, Map.of(), Map.of());
    }

    /// Where a path leads: every link in it followed as far as it exists.
    ///
    /// @throws IOException if a link in it leads nowhere or round in circles
    static Path resolve(Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return path.toRealPath();
        }
        Path parent = path.getParent();
        Path name = path.getFileName();
        if (parent == null || name == null) {
            return path;
        }
        return resolve(parent).resolve(name);
    }

    /// Why the file at this real path cannot be read; empty if it can.
    Optional<Result.Refused> reading(Path real) {
        if (confinement.mode() == Confinement.Mode.DANGER_FULL_ACCESS) {
            return Optional.empty();
        }
        Path name = real.getFileName();
        boolean secret =
                name != null && patterns.isHidden(name.toString()) && root(real).isPresent();
        if (!secret && plan.access(real) != MountPlan.Access.NONE) {
            return Optional.empty();
        }
        return Optional.of(
                refused(
                        secret ? "sandbox.hidden_names" : "sandbox.hidden",
                        real
                                + " is hidden from this session. To read it, ask for read access"
                                + " to this path"));
    }

    /// Why the file at this real path cannot be changed; empty if it can.
    Optional<Result.Refused> writing(Path real) {
        if (confinement.mode() == Confinement.Mode.DANGER_FULL_ACCESS) {
            return Optional.empty();
        }
        if (confinement.mode() == Confinement.Mode.READ_ONLY) {
            return Optional.of(
                    refused(
                            "sandbox.read_only",
                            "the sandbox is read-only, so "
                                    + real
                                    + " was not changed. Use the mode workspace-write, or ask for"
                                    + " write access to this path"));
        }
        Optional<Path> root = root(real);
        if (root.isEmpty() || plan.access(real) != MountPlan.Access.WRITE) {
            return Optional.of(
                    refused(
                            "sandbox.writable_roots",
                            real
                                    + " is outside the writable folders ("
                                    + names(around.writable())
                                    + "). Ask for write access to this path"));
        }
        Path part = patterns.protectedPart(root.get(), real);
        if (part != null && around.writable().stream().noneMatch(opensDoor(part, real))) {
            return Optional.of(
                    refused(
                            "sandbox.protected_names",
                            real
                                    + " is protected, because programs outside the sandbox obey"
                                    + " what stands there. Ask for write access to exactly this"
                                    + " path"));
        }
        return reading(real);
    }

    private static java.util.function.Predicate<Path> opensDoor(Path part, Path real) {
        return door -> door.startsWith(part) && real.startsWith(door);
    }

    /// The writable root, or the workspace, that holds a path.
    private Optional<Path> root(Path real) {
        for (Path root : around.writable()) {
            if (real.startsWith(root)) {
                return Optional.of(root);
            }
        }
        return real.startsWith(around.workspace())
                ? Optional.of(around.workspace())
                : Optional.empty();
    }

    private static String names(List<Path> paths) {
        StringBuilder text = new StringBuilder();
        for (Path path : paths) {
            text.append(text.isEmpty() ? "" : ", ").append(path);
        }
        return text.isEmpty() ? "none" : text.toString();
    }

    static Result.Refused refused(String rule, String message) {
        return new Result.Refused(rule, Origin.BUILT_IN, "sandbox", message);
    }
}
