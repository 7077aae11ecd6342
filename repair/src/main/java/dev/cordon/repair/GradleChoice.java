package dev.cordon.repair;

/// How a Gradle project's tests can be run by Gradle on this machine, or why they cannot.
sealed interface GradleChoice {
    /// @param command shell text; the whole output goes to the reader
    record Runs(String command) implements GradleChoice {}

    /// @param reason one sentence without its full stop: what is missing and how to get it
    record Missing(String reason) implements GradleChoice {}
}
