package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run of a Python project's tests may use, once the first run is known.
final class PythonBoundsTest {
    @TempDir private Path folder;

    private String said(String expressions) throws Exception {
        try (InputStream in = PythonProject.class.getResourceAsStream("python/bounds.py")) {
            if (in == null) {
                throw new IOException("no resource python/bounds.py");
            }
            Files.write(folder.resolve("bounds.py"), in.readAllBytes());
        }
        Process process;
        try {
            process =
                    new ProcessBuilder(
                                    "python3", "-B", "-c", "from bounds import *\n" + expressions)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException _) {
            assumeTrue(false, "there is no python3 on PATH");
            return "";
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.strip();
    }

    @Test
    void fastTestsLeaveACandidateTwoSecondsAndSlowOnesTwiceTheirOwn() throws Exception {
        assertEquals(
                "2 2 5 10 10 40",
                said("print(*[round(seconds(s)) for s in (0, 0.1, 1, 3, 5, 20)])"));
    }

    @Test
    void aCandidateMayMapAGibibyteMoreThanTheTestsBeforeItAndTwoAtMost() throws Exception {
        assertEquals(
                "1074 2048 2048",
                said("print(*[memory_bytes(p * MIB) // MIB for p in (50, 1024, 3000)])"));
    }

    @Test
    void whatAProcessMappedIsKnown() throws Exception {
        long before = Long.parseLong(said("print(peak_bytes() // MIB)"));
        long after = Long.parseLong(said("x = bytearray(300 * MIB)\nprint(peak_bytes() // MIB)"));

        assertTrue(after - before >= 280, before + " MiB, then " + after + " MiB");
    }
}
