package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Confinement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JvmSlotTest {
    private static final long GIB = 1L << 30;

    private static Confinement.Limits memory(long bytes) {
        return new Confinement.Limits(0, bytes, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void oneCommandGetsHalfOfItsLimitAsHeap() {
        assertEquals(new JvmSlot(2048, 8), JvmSlot.of(memory(4 * GIB), 1, 64 * GIB, 8));
    }

    @Test
    void commandsShareTheMachineAndItsProcessors() {
        assertEquals(new JvmSlot(1536, 2), JvmSlot.of(memory(4 * GIB), 4, 16 * GIB, 8));
        assertEquals(new JvmSlot(1536, 1), JvmSlot.of(memory(4 * GIB), 4, 16 * GIB, 2));
    }

    @Test
    void aHeapIsNeverTooSmallToStartNorLargerThanABuildNeeds() {
        assertEquals(256, JvmSlot.of(memory(100 << 20), 50, GIB, 2).heapMegabytes());
        assertEquals(4096, JvmSlot.of(memory(0), 1, 512 * GIB, 64).heapMegabytes());
        assertTrue(JvmSlot.here(memory(0), 1).heapMegabytes() >= 256);
    }

    @Test
    void mavenAndGradleAreTold() {
        Map<String, String> variables = new JvmSlot(1024, 2).environment();

        assertEquals("-Xmx1024m -XX:ActiveProcessorCount=2", variables.get("MAVEN_OPTS"));
        assertEquals(
                "-Xmx1024m -XX:ActiveProcessorCount=2 -Dorg.gradle.daemon=false"
                        + " -Dorg.gradle.workers.max=2 -Dorg.gradle.jvmargs=-Xmx1024m",
                variables.get("GRADLE_OPTS"));
        assertEquals(List.of("MAVEN_OPTS", "GRADLE_OPTS"), List.copyOf(variables.keySet()));
    }
}
