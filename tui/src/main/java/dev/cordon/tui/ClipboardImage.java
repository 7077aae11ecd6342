package dev.cordon.tui;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Gets a picture from the clipboard of the desktop, by the program that the desktop has for that.
final class ClipboardImage {
    private static final int TIMEOUT_SECONDS = 3;

    private ClipboardImage() {}

    /// The program that prints the clipboard as PNG.
    static List<String> command(Map<String, String> environment) {
        if (!environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty()) {
            return List.of("wl-paste", "--type", "image/png");
        }
        if (!environment.getOrDefault("DISPLAY", "").isEmpty()) {
            return List.of("xclip", "-selection", "clipboard", "-t", "image/png", "-o");
        }
        return List.of("pngpaste", "-");
    }

    /// Runs it. Takes a moment; call it beside the UI.
    ///
    /// @throws IOException with a sentence if there is no picture
    static byte[] read(List<String> command) throws IOException {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            throw new IOException(
                    "the clipboard cannot be read: "
                            + command.getFirst()
                            + " is not installed; drop the file or paste its path",
                    e);
        }
        try {
            process.getOutputStream().close();
            byte[] bytes = process.getInputStream().readNBytes(Attachments.MAX_IMAGE_BYTES + 1);
            boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (!ended || bytes.length == 0 || bytes.length > Attachments.MAX_IMAGE_BYTES) {
                throw new IOException("there is no picture in the clipboard, or too large a one");
            }
            return bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("reading the clipboard was stopped", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
