package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.DefaultPlaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The rules of macOS's `sandbox-exec` for a confinement, as text. The last rule that matches wins.
///
/// Paths are parameters, never part of the text.
///
/// @param text the profile
/// @param parameters `KEY=VALUE`, one for each `-D`
record SeatbeltProfile(String text, List<String> parameters) {
    private static final String MARKS = "\\.[]{}()*+?^$|";

    SeatbeltProfile {
        parameters = List.copyOf(parameters);
    }

    /// Makes the rules.
    ///
    /// @param temporary a private folder that may change
    static SeatbeltProfile of(Confinement confinement, List<Path> hidden, Path temporary) {
        List<String> parameters = new ArrayList<>();
        StringBuilder text = new StringBuilder("(version 1)\n(deny default)\n");
        text.append("(allow process-exec process-fork)\n(allow signal (target same-sandbox))\n");
        text.append(
                "(allow sysctl-read)\n(allow mach-lookup (global-name \"com.apple.system.opendirectoryd.libinfo\"))\n");
        text.append("(allow file-read*)\n");
        text.append("(allow file-write-data (literal \"/dev/null\") (literal \"/dev/zero\"))\n");
        for (Path path : hidden) {
            text.append("(deny file-read* file-write* ")
                    .append(below(path, parameters))
                    .append(")\n");
        }
        // Opened again, because the workspace may lie below a hidden home.
        text.append("(allow file-read* ")
                .append(below(confinement.workspace(), parameters))
                .append(")\n");
        for (Path path : confinement.readable()) {
            text.append("(allow file-read* ").append(below(path, parameters)).append(")\n");
        }
        if (confinement.mode() == Confinement.Mode.WORKSPACE_WRITE) {
            for (Path path : confinement.writable()) {
                text.append("(allow file-read* file-write* ")
                        .append(below(path, parameters))
                        .append(")\n");
            }
        }
        text.append("(allow file-read* file-write* ")
                .append(below(temporary, parameters))
                .append(")\n");
        for (String name : confinement.protectedNames()) {
            text.append("(deny file-write* ").append(named(name)).append(")\n");
        }
        for (String name : confinement.hiddenNames()) {
            text.append("(deny file-read* file-write* ").append(hidden(name)).append(")\n");
        }
        text.append("(deny network*)\n(allow network* (local ip \"localhost:*\"))\n");
        text.append("(allow network-outbound (remote ip \"localhost:*\"))\n");
        return new SeatbeltProfile(text.toString(), parameters);
    }

    private static String below(Path path, List<String> parameters) {
        String key = "P" + parameters.size();
        parameters.add(key + "=" + path);
        return "(subpath (param \"" + key + "\"))";
    }

    private static String hidden(String name) {
        StringBuilder text = new StringBuilder(named(name));
        for (String shown : DefaultPlaces.SHOWN_NAMES) {
            if (Glob.matches(name, shown)) {
                text.append(" (require-not ").append(named(shown)).append(')');
            }
        }
        return text.indexOf("(require-not") < 0 ? text.toString() : "(require-all " + text + ")";
    }

    /// Whatever has this name, at any depth, and what is below it.
    private static String named(String name) {
        return "(regex #\"/" + quoted(name) + "(/|$)\")";
    }

    /// A name as a regular expression; `*` stands for any part of a name. Either case of a letter
    /// matches, since the file system of macOS takes one for the other.
    private static String quoted(String name) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '*') {
                quoted.append("[^/]*");
            } else if (c == '"' || c < ' ') {
                throw new IllegalArgumentException("a protected name has a quote: " + name);
            } else if (Character.toLowerCase(c) != Character.toUpperCase(c)) {
                quoted.append('[').append(Character.toLowerCase(c));
                quoted.append(Character.toUpperCase(c)).append(']');
            } else {
                if (MARKS.indexOf(c) >= 0) {
                    quoted.append('\\');
                }
                quoted.append(c);
            }
        }
        return quoted.toString();
    }
}
