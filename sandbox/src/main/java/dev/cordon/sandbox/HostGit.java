package dev.cordon.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Git outside the sandbox: for the workspace's own repository, whose settings no command can
/// change.
final class HostGit implements GitRunner {
    @Override
    public Finished run(List<String> command, Map<String, String> environment, Path cwd)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(cwd.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        Kept kept = new Kept();
        Thread reader = Thread.ofVirtual().start(() -> read(process.getInputStream(), kept));
        try {
            boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                throw new IOException("it took longer than " + TIMEOUT_SECONDS + " s.");
            }
            reader.join();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return kept.finished(
                process.exitValue(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private static void read(InputStream in, Kept kept) {
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                kept.add(buffer, 0, count);
            }
        } catch (IOException _) {
            kept.add(buffer, 0, 0); // it was killed; what came is what there is
        }
    }
}
