package dev.cordon.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where Cordon's own Git runs.
interface GitRunner {
    /// How long a command may take.
    int TIMEOUT_SECONDS = 120;

    /// How much of its output is kept.
    int MAX_KEPT_BYTES = 4 * 1024 * 1024;

    /// Runs a command to its end.
    ///
    /// @param environment the whole environment
    /// @throws IOException with a sentence if it could not be run, or took too long
    Finished run(List<String> command, Map<String, String> environment, Path cwd)
            throws IOException, InterruptedException;

    /// What came of it.
    ///
    /// @param output both streams in order, at most {@link #MAX_KEPT_BYTES}
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Finished(int exitCode, byte[] output, long totalBytes, long wallMillis) {
        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }
    }

    /// Keeps the begin of an output.
    final class Kept {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long total;

        synchronized void add(byte[] buffer, int offset, int length) {
            bytes.write(buffer, offset, Math.min(length, MAX_KEPT_BYTES - bytes.size()));
            total += length;
        }

        synchronized Finished finished(int exitCode, long wallMillis) {
            return new Finished(exitCode, bytes.toByteArray(), total, wallMillis);
        }
    }
}
