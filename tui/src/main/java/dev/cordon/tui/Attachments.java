package dev.cordon.tui;

import dev.cordon.engine.ImageReader;
import dev.cordon.engine.Tool;
import dev.cordon.protocol.Content;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Pictures of the next message: each stands in the composer as `[Image #1 name.png]` and is sent
/// as pixels.
final class Attachments {
    static final int MAX_IMAGE_BYTES = 16 * 1024 * 1024;

    private static final int MAX_IMAGES = 20;
    private static final String BEFORE = "<image name=";
    private static final String AFTER = "</image>";
    private static final List<String> SUFFIXES = List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp");

    private final Map<String, Content.Image> images = new LinkedHashMap<>();
    private int number;

    /// The file that a terminal pasted because it was dropped there: a path, quoted or with
    /// backslashes, or a `file:` address. Empty if the text is anything else.
    static Optional<Path> dropped(String pasted, Path workspace) {
        String text = pasted.strip();
        if (text.isEmpty() || text.indexOf('\n') >= 0 || text.length() > 4096) {
            return Optional.empty();
        }
        try {
            Path path;
            if (text.startsWith("file://")) {
                path = Path.of(new URI(text));
            } else if (text.startsWith("/") || text.startsWith("'") || text.startsWith("\"")) {
                path = Path.of(unquoted(text));
            } else {
                return Optional.empty();
            }
            return path.isAbsolute() && Files.exists(path)
                    ? Optional.of(path.normalize())
                    : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException _) {
            // InvalidPathException is one: text that only looked like a path.
            return Optional.empty();
        }
    }

    private static String unquoted(String text) {
        char quote = text.charAt(0);
        boolean quoted =
                (quote == '\'' || quote == '"')
                        && text.length() > 1
                        && text.charAt(text.length() - 1) == quote;
        if (quoted) {
            return text.substring(1, text.length() - 1);
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean escape = text.charAt(i) == '\\' && i + 1 < text.length();
            i += escape ? 1 : 0;
            out.append(text.charAt(i));
        }
        return out.toString();
    }

    static boolean isImage(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(name::endsWith);
    }

    /// Reads a picture. Takes a moment; call it beside the UI.
    ///
    /// @throws IOException with a sentence if it is none, or too large
    static Content.Image read(Path file) throws IOException {
        if (Files.size(file) > MAX_IMAGE_BYTES) {
            throw new IOException(file + " is larger than " + MAX_IMAGE_BYTES + " bytes");
        }
        return read(Files.readAllBytes(file), file.toString());
    }

    /// Makes a picture of bytes, for example from the clipboard.
    ///
    /// @throws IOException with a sentence if they are none
    static Content.Image read(byte[] bytes, String name) throws IOException {
        try {
            return ImageReader.read(bytes, name);
        } catch (Tool.ToolException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Takes a picture up; gives the mark for the composer, or nothing if there are too many.
    Optional<String> add(Content.Image image) {
        if (images.size() == MAX_IMAGES) {
            return Optional.empty();
        }
        number++;
        String name = image.name().substring(image.name().lastIndexOf('/') + 1);
        String mark = "[Image #" + number + " " + Visible.line(name).replace(']', ')') + "]";
        images.put(mark, image);
        return Optional.of(mark);
    }

    /// The message with the pictures whose marks still stand in it.
    List<Content> content(String text) {
        List<Content> content = new ArrayList<>();
        images.forEach((mark, image) -> {
            if (text.contains(mark)) {
                content.add(new Content.Text(BEFORE + mark + ">"));
                content.add(image);
                content.add(new Content.Text(AFTER));
            }
        });
        content.add(new Content.Text(text));
        return content;
    }

    /// What people read of a message: its words, with the marks of its pictures.
    static String words(List<Content> message) {
        StringBuilder text = new StringBuilder();
        for (Content part : message) {
            if (part instanceof Content.Text(String words) && !around(words)) {
                text.append(text.isEmpty() ? "" : "\n").append(words);
            }
        }
        return text.toString();
    }

    private static boolean around(String words) {
        return words.equals(AFTER) || (words.startsWith(BEFORE) && words.endsWith(">"));
    }

    /// Takes up the pictures of a message that {@link #content} made.
    ///
    /// @return its text, with the marks of the pictures
    String restore(List<Content> message) {
        clear();
        String mark = "";
        for (Content part : message) {
            if (part instanceof Content.Text(String words)) {
                boolean before = around(words) && !words.equals(AFTER);
                mark = before ? words.substring(BEFORE.length(), words.length() - 1) : "";
            } else if (part instanceof Content.Image image && !mark.isEmpty()) {
                images.put(mark, image);
                number++;
            }
        }
        return words(message);
    }

    /// The message was sent or thrown away.
    void clear() {
        images.clear();
        number = 0;
    }
}
