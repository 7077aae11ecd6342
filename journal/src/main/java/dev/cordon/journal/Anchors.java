package dev.cordon.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Sends checkpoints to the configured anchors and writes down which went where.
///
/// An anchor that fails does not stop the journal; the next checkpoint covers what this one did.
/// The file `anchors` has a line for each try: size, result, anchor.
final class Anchors {
    private static final int TIMEOUT_SECONDS = 20;

    private final JournalFiles files;
    private final List<Anchor> anchors;

    Anchors(JournalFiles files, List<Anchor> anchors) {
        this.files = files;
        this.anchors = anchors;
    }

    void publish(SignedNote note) throws IOException {
        for (Anchor anchor : anchors) {
            String result = sent(anchor, note.text());
            Path log = files.root().resolve("anchors");
            JournalFiles.file(log);
            Files.writeString(
                    log,
                    note.size() + " " + result + " " + anchor.name().replace('\n', ' ') + "\n",
                    StandardOpenOption.APPEND);
        }
    }

    private static String sent(Anchor anchor, String note) {
        try {
            return switch (anchor) {
                case Anchor.ToFile(Path file) -> toFile(file, note);
                case Anchor.ToCommand(List<String> argv) -> toCommand(argv, note);
                case Anchor.ToHttp(URI endpoint) -> toHttp(endpoint, note);
            };
        } catch (IOException e) {
            return "failed:" + e.getClass().getSimpleName();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "failed:interrupted";
        }
    }

    private static String toFile(Path file, String note) throws IOException {
        Files.writeString(
                file,
                note,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.SYNC);
        return "ok";
    }

    private static String toCommand(List<String> argv, String note)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(argv)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(note.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // It ended before it read everything; its exit code says whether that was meant.
        }
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "failed:timeout";
        }
        return process.exitValue() == 0 ? "ok" : "failed:exit-" + process.exitValue();
    }

    private static String toHttp(URI endpoint, String note)
            throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(endpoint)
                            .timeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                            .header("Content-Type", "text/plain; charset=utf-8")
                            .POST(HttpRequest.BodyPublishers.ofString(note))
                            .build();
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? "ok" : "failed:status-" + status;
        }
    }
}
