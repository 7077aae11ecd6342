package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.DefaultPlaces;
import dev.cordon.protocol.ToolCaches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a command may do when nothing is configured. Configuration adds to these lists.
public final class DefaultConfinement {
    private static final Set<String> PASSED =
            Set.of("PATH", "USER", "LOGNAME", "LANG", "TZ", "TERM", "COLORTERM", "JAVA_HOME");

    private DefaultConfinement() {}

    /// The confinement of a session.
    ///
    /// @param workspace absolute
    /// @param more writable roots besides the workspace
    /// @param home absolute
    /// @param environment Cordon's own, of which only a few harmless variables pass
    public static Confinement of(
            Confinement.Mode mode,
            Path workspace,
            List<Path> more,
            Path home,
            Map<String, String> environment,
            Confinement.Network network) {
        List<Path> writable = new ArrayList<>();
        if (mode != Confinement.Mode.READ_ONLY) {
            writable.add(workspace);
            writable.addAll(more);
        }
        LinkedHashSet<Path> readable = new LinkedHashSet<>();
        ToolCaches.READABLE.forEach(name -> readable.add(home.resolve(name)));
        String java = environment.getOrDefault("JAVA_HOME", "");
        if (java.startsWith("/")) {
            readable.add(Path.of(java));
        }
        boolean full = mode == Confinement.Mode.DANGER_FULL_ACCESS;
        return new Confinement(
                mode,
                workspace,
                writable,
                List.copyOf(readable),
                DefaultPlaces.HIDDEN_IN_HOME.stream().map(home::resolve).toList(),
                DefaultPlaces.HIDDEN_NAMES,
                DefaultPlaces.PROTECTED_NAMES,
                full ? Confinement.Network.OPEN : network,
                Confinement.View.DIRECT,
                environment(environment, home, writable),
                Confinement.Limits.DEFAULT,
                Set.of());
    }

    /// The environment of a command: empty, and what every program needs.
    private static Map<String, String> environment(
            Map<String, String> host, Path home, List<Path> writable) {
        Map<String, String> made = new LinkedHashMap<>();
        host.forEach((name, value) -> {
            if (PASSED.contains(name) || name.startsWith("LC_")) {
                made.put(name, value);
            }
        });
        made.put("PATH", path(host.getOrDefault("PATH", ""), writable));
        made.put("HOME", home.toString());
        made.putIfAbsent("LANG", "C.UTF-8");
        made.putIfAbsent("TERM", "dumb");
        made.put("SHELL", "/bin/bash");
        made.put("TMPDIR", "/tmp");
        made.put("PAGER", "cat");
        made.put("GIT_PAGER", "cat");
        made.put("GIT_TERMINAL_PROMPT", "0");
        made.put("GIT_OPTIONAL_LOCKS", "0");
        made.put("CORDON_SANDBOX", "1");
        return made;
    }

    // A relative entry or one in a writable root would let a command decide what the next one runs.
    private static String path(String host, List<Path> writable) {
        StringBuilder kept = new StringBuilder();
        for (String entry : host.split(":", -1)) {
            if (entry.startsWith("/")
                    && entry.indexOf('\0') < 0
                    && writable.stream().noneMatch(Path.of(entry).normalize()::startsWith)) {
                kept.append(kept.isEmpty() ? "" : ":").append(entry);
            }
        }
        return kept.isEmpty() ? "/usr/local/bin:/usr/bin:/bin" : kept.toString();
    }

    /// Reads the word of a mode.
    ///
    /// @throws IllegalArgumentException if there is no such mode; the message names those there are
    public static Confinement.Mode mode(String word) {
        for (Confinement.Mode mode : Confinement.Mode.values()) {
            if (mode.word().equals(word.toLowerCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new IllegalArgumentException(
                "no sandbox mode is named \""
                        + word
                        + "\"; use read-only, workspace-write or danger-full-access");
    }
}
