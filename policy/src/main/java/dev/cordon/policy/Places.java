package dev.cordon.policy;

import dev.cordon.protocol.DefaultPlaces;
import dev.cordon.protocol.ToolCaches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Places of the file system that are special to commands.
///
/// @param home the user's home folder, hidden as a whole but for the readable places in it
/// @param writableRoots folders that can change besides the workspace
/// @param hidden paths that cannot be read
/// @param readable places below hidden ones that can be read, for example caches of build tools
/// @param hiddenNames names of files hidden at any depth of a writable root
/// @param protectedNames names or relative paths that cannot change at any depth of a writable root
public record Places(
        Path home,
        List<Path> writableRoots,
        List<Path> hidden,
        List<Path> readable,
        List<String> hiddenNames,
        List<String> protectedNames) {
    public Places {
        writableRoots = List.copyOf(writableRoots);
        hidden = List.copyOf(hidden);
        readable = List.copyOf(readable);
        hiddenNames = List.copyOf(hiddenNames);
        protectedNames = List.copyOf(protectedNames);
    }

    private static final List<String> SYSTEM_SECRETS =
            List.of(
                    "/root",
                    "/home",
                    "/etc/shadow",
                    "/etc/shadow-",
                    "/etc/gshadow",
                    "/etc/gshadow-",
                    "/etc/sudoers",
                    "/etc/sudoers.d",
                    "/etc/ssl/private",
                    "/var/log",
                    "/var/spool",
                    "/boot",
                    "/lost+found");

    /// What holds when nobody says anything.
    public static Places builtIn(Path home) {
        List<Path> hidden = new ArrayList<>(List.of(home));
        for (String path : SYSTEM_SECRETS) {
            if (!hidden.contains(Path.of(path))) {
                hidden.add(Path.of(path));
            }
        }
        // Where the home folder is the workspace, only these of it stay hidden.
        for (String secret : DefaultPlaces.HIDDEN_IN_HOME) {
            hidden.add(home.resolve(secret));
        }
        List<Path> readable = new ArrayList<>();
        for (String cache : ToolCaches.READABLE) {
            readable.add(home.resolve(cache));
        }
        return new Places(
                home,
                List.of(),
                hidden,
                readable,
                DefaultPlaces.HIDDEN_NAMES,
                DefaultPlaces.PROTECTED_NAMES);
    }

    /// The same with more places that can be read.
    Places alsoReadable(List<Path> more) {
        List<Path> all = new ArrayList<>(readable);
        all.addAll(more);
        return new Places(home, writableRoots, hidden, all, hiddenNames, protectedNames);
    }

    /// The folders that can change in a workspace.
    List<Path> roots(Path workspace) {
        List<Path> roots = new ArrayList<>(List.of(workspace));
        for (Path root : writableRoots) {
            if (!roots.contains(root)) {
                roots.add(root);
            }
        }
        return roots;
    }

    /// Whether reading the path needs a yes. The longest of the places that hold it decides.
    boolean isHidden(Path path, Path workspace) {
        List<Path> roots = roots(workspace);
        if (PolicySettings.within(path, roots)) {
            return hiddenName(path, roots);
        }
        int hiddenDepth = depth(path, hidden);
        return hiddenDepth >= 0 && hiddenDepth >= depth(path, readable);
    }

    private boolean hiddenName(Path path, List<Path> roots) {
        Path below = below(path, roots);
        for (Path part : below) {
            String name = part.toString();
            boolean shown = DefaultPlaces.SHOWN_NAMES.contains(name.toLowerCase(Locale.ROOT));
            if (!shown && matchesAny(name, hiddenNames)) {
                return true;
            }
        }
        return depth(path, hidden) > longest(path, roots);
    }

    private static int longest(Path path, List<Path> roots) {
        return depth(path, roots);
    }

    private static int depth(Path path, List<Path> places) {
        int depth = -1;
        for (Path place : places) {
            if (path.startsWith(place)) {
                depth = Math.max(depth, place.getNameCount());
            }
        }
        return depth;
    }

    /// Whether the path lies at or below a protected name of a root. Case is ignored, since the
    /// file system may ignore it.
    boolean isProtected(Path path, List<Path> roots) {
        if (!PolicySettings.within(path, roots)) {
            return false;
        }
        Path below = below(path, roots);
        for (String name : protectedNames) {
            Path wanted = Path.of(name.toLowerCase(Locale.ROOT));
            if (contains(below, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(Path below, Path wanted) {
        int length = wanted.getNameCount();
        for (int start = 0; start + length <= below.getNameCount(); start++) {
            String part = below.subpath(start, start + length).toString().toLowerCase(Locale.ROOT);
            if (part.equals(wanted.toString())) {
                return true;
            }
        }
        return false;
    }

    private static Path below(Path path, List<Path> roots) {
        Path longest = Path.of("/");
        for (Path root : roots) {
            if (path.startsWith(root) && root.getNameCount() > longest.getNameCount()) {
                longest = root;
            }
        }
        return longest.relativize(path);
    }

    private static boolean matchesAny(String name, List<String> patterns) {
        for (String pattern : patterns) {
            if (Glob.matches(pattern, name)) {
                return true;
            }
        }
        return false;
    }
}
