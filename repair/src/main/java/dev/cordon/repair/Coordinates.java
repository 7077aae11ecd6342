package dev.cordon.repair;

/// A library by its Maven coordinates.
record Coordinates(String group, String artifact, String version) {
    String key() {
        return group + ":" + artifact;
    }
}
