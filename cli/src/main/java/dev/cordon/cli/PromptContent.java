package dev.cordon.cli;

import dev.cordon.engine.ImageReader;
import dev.cordon.engine.Tool;
import dev.cordon.protocol.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Puts images and text together into what the user says.
final class PromptContent {
    private static final int MAX_IMAGE_BYTES = 16 * 1024 * 1024;

    private final Host host;

    PromptContent(Host host) {
        this.host = host;
    }

    /// @throws UsageException if there is no prompt, or an image cannot be read
    List<Content> of(ExecOptions options) {
        List<Content> content = new ArrayList<>();
        int number = 1;
        for (Path file : options.images()) {
            content.add(
                    new Content.Text(
                            "<image name=[Image #" + number++ + "] path=\"" + file + "\">"));
            content.add(image(host.directory().resolve(file).normalize()));
            content.add(new Content.Text("</image>"));
        }
        content.add(new Content.Text(new Prompt(host).read(options.prompt())));
        return content;
    }

    private static Content.Image image(Path path) {
        try {
            if (Files.size(path) > MAX_IMAGE_BYTES) {
                throw new UsageException(
                        "-i " + path + " is larger than " + MAX_IMAGE_BYTES + " bytes");
            }
            return ImageReader.read(Files.readAllBytes(path), path.toString());
        } catch (IOException e) {
            throw new UsageException("-i " + path + " cannot be read: " + ExecFiles.reason(e));
        } catch (Tool.ToolException e) {
            throw new UsageException("-i " + e.getMessage());
        }
    }
}
