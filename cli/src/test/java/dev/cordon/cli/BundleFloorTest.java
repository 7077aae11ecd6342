package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class BundleFloorTest {
    @Test
    void theHighestVersionOfTheOrganisationCounts() {
        String source =
                "/etc/cordon/requirements.toml, bundle example version 9, bundle example version 12"
                        + " group \"a\", bundle other version 40";

        assertEquals(12, BundleFloor.version(source, "example"));
        assertEquals(40, BundleFloor.version(source, "other"));
        assertEquals(0, BundleFloor.version(source, "exam"));
        assertEquals(0, BundleFloor.version("", "example"));
    }
}
