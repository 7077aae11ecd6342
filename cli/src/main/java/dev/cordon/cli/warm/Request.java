package dev.cordon.cli.warm;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A command line that a client wants to be run.
///
/// @param build the build that the client belongs to
/// @param folder where the client was started, absolute
record Request(String build, Path folder, List<String> arguments, Map<String, String> environment) {
    /// These say where something runs and not how. What reads them gets those of the request.
    private static final Set<String> OF_THE_PLACE =
            Set.of(
                    "PWD",
                    "OLDPWD",
                    "SHLVL",
                    "_",
                    "COLUMNS",
                    "LINES",
                    "TERM",
                    "COLORTERM",
                    "WINDOWID",
                    "TMUX",
                    "TMUX_PANE",
                    "STY",
                    "WINDOW",
                    "CORDON_TERMINAL");

    Request {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /// Reads what follows the head of a request: strings that each end with NUL.
    ///
    /// @throws IllegalArgumentException if it is none
    static Request read(byte[] bytes) {
        List<String> strings = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == 0) {
                strings.add(new String(bytes, start, at - start, StandardCharsets.UTF_8));
                start = at + 1;
            }
        }
        if (start != bytes.length || strings.size() < 3) {
            throw new IllegalArgumentException("a request ends in the middle of a string");
        }
        int count = Integer.parseInt(strings.get(2));
        if (count < 0 || count > strings.size() - 3) {
            throw new IllegalArgumentException("a request has fewer arguments than it says");
        }
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : strings.subList(3 + count, strings.size())) {
            int equals = variable.indexOf('=', 1);
            if (equals > 0) {
                // The first of two is the one that getenv(3) finds.
                environment.putIfAbsent(
                        variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return new Request(
                strings.get(0), folder(strings.get(1)), strings.subList(3, 3 + count), environment);
    }

    private static Path folder(String name) {
        try {
            Path folder = Path.of(name);
            if (folder.isAbsolute()) {
                return folder;
            }
        } catch (InvalidPathException _) {
            // Refused below.
        }
        throw new IllegalArgumentException("a request comes from no folder");
    }

    /// The first variable that differs from a process's own. Programs that Cordon starts for itself
    /// get the environment of its process, so a run elsewhere must have the same.
    ///
    /// @return its name and never its value, which may be a secret
    Optional<String> difference(Map<String, String> own) {
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (!OF_THE_PLACE.contains(variable.getKey())
                    && !variable.getValue().equals(own.get(variable.getKey()))) {
                return Optional.of("the environment variable " + variable.getKey() + " differs");
            }
        }
        for (String name : own.keySet()) {
            if (!OF_THE_PLACE.contains(name) && !environment.containsKey(name)) {
                return Optional.of("the environment variable " + name + " is missing there");
            }
        }
        return Optional.empty();
    }
}
