package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.nio.file.Path;
import java.util.Optional;

/// Which folder is the home of a command.
final class Homes {
    private Homes() {}

    /// `HOME` of the confinement where that is absolute, else the user's.
    static Optional<Path> of(Confinement confinement) {
        String named = confinement.environment().getOrDefault("HOME", "");
        String home = named.startsWith("/") ? named : System.getProperty("user.home", "");
        return home.startsWith("/") ? Optional.of(Path.of(home).normalize()) : Optional.empty();
    }
}
