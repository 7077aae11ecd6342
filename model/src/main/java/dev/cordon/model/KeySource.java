package dev.cordon.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the key of a provider comes from.
public sealed interface KeySource {

    /// No key is sent: local servers.
    record None() implements KeySource {}

    /// The first variable that is set, then what `cordon login` kept.
    ///
    /// @param storedAs the name under which `cordon login` keeps it
    /// @param instructions what to tell somebody who has no key; may be empty
    record Environment(List<String> names, String storedAs, String instructions)
            implements KeySource {
        public Environment {
            names = List.copyOf(names);
        }
    }

    /// The key stands in the configuration, which is discouraged.
    record Literal(Secret key) implements KeySource {}

    /// A program prints it.
    ///
    /// @param cwd where it runs; the home folder if absent, never the workspace
    /// @param timeoutMillis how long it may take
    /// @param refreshIntervalMillis how long a key is kept; 0 until a 401
    record Command(
            String command,
            List<String> args,
            Optional<Path> cwd,
            int timeoutMillis,
            long refreshIntervalMillis)
            implements KeySource {
        public Command {
            args = List.copyOf(args);
        }
    }
}
