package dev.cordon.cli;

/// The version of Cordon.
final class Version {
    /// Kept equal to the version in the root pom by a test.
    static final String TEXT = "0.1.0-SNAPSHOT";

    private Version() {}
}
