package dev.cordon.repair;

/// Hears how far a search is.
@FunctionalInterface
interface Progress {
    /// One line for people.
    void say(String line);
}
