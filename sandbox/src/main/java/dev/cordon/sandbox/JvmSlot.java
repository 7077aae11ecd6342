package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What build tools of the JVM are told about memory and processors, so that several commands at a
/// time fit beside each other and none meets its limit as a crash instead of a collection.
///
/// A slot is the part of one command. Half of it is the heap of the build tool, the other half is
/// for the JVMs that it starts and for everything beside heaps.
record JvmSlot(long heapMegabytes, int processors) {
    private static final long MIN_HEAP_MEGABYTES = 256;
    private static final long MAX_HEAP_MEGABYTES = 4096;

    /// @param commands how many commands run, this one included
    /// @param machineBytes memory of the machine
    /// @param machineProcessors processors of the machine
    static JvmSlot of(
            Confinement.Limits limits, int commands, long machineBytes, int machineProcessors) {
        int sharers = Math.max(1, commands);
        // A quarter is left to the rest of the machine.
        long slot = machineBytes / 4 * 3 / sharers;
        if (limits.maxMemoryBytes() > 0) {
            slot = Math.min(slot, limits.maxMemoryBytes());
        }
        long heap = (slot >> 20) / 2;
        return new JvmSlot(
                Math.clamp(heap, MIN_HEAP_MEGABYTES, MAX_HEAP_MEGABYTES),
                Math.max(1, machineProcessors / sharers));
    }

    /// The slot of one more command on this machine.
    static JvmSlot here(Confinement.Limits limits, int commands) {
        return of(limits, commands, Machine.BYTES, Runtime.getRuntime().availableProcessors());
    }

    /// The variables that Maven and Gradle read. A Gradle daemon would die with its command, so
    /// none is started.
    Map<String, String> environment() {
        String jvm = "-Xmx" + heapMegabytes + "m -XX:ActiveProcessorCount=" + processors;
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("MAVEN_OPTS", jvm);
        variables.put(
                "GRADLE_OPTS",
                jvm
                        + " -Dorg.gradle.daemon=false -Dorg.gradle.workers.max="
                        + processors
                        + " -Dorg.gradle.jvmargs=-Xmx"
                        + heapMegabytes
                        + "m");
        return variables;
    }

    private static final class Machine {
        static final long BYTES = bytes();

        // proc_meminfo(5): `MemTotal:       24689764 kB` is the first line.
        private static long bytes() {
            try {
                String text =
                        new String(
                                Files.readAllBytes(Path.of("/proc/meminfo")),
                                StandardCharsets.US_ASCII);
                String line = text.substring(0, text.indexOf('\n'));
                String number = line.substring(line.indexOf(':') + 1, line.lastIndexOf(' '));
                return Long.parseLong(number.strip()) * 1024;
            } catch (IOException | RuntimeException _) {
                return 4L << 30;
            }
        }
    }
}
