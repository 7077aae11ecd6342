package dev.cordon.engine;

import dev.cordon.protocol.Content;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;

/// Decodes a picture and encodes it again, so that what reaches a model is pixels and nothing else:
/// no metadata, no scripts, no second file behind the first.
public final class ImageReader {
    /// More would need more memory than a picture is worth.
    static final long MAX_PIXELS = 40_000_000;

    static {
        System.setProperty("java.awt.headless", "true");
    }

    private ImageReader() {}

    /// The picture as PNG.
    ///
    /// @param name what to call it
    /// @throws Tool.ToolException if the bytes are no picture of a known kind, or too large a one
    public static Content.Image read(byte[] bytes, String name) {
        try (ImageInputStream in =
                ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<javax.imageio.ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw unsupported(name);
            }
            javax.imageio.ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MAX_PIXELS) {
                    throw new Tool.ToolException(
                            "unable to process image "
                                    + name
                                    + ": it has "
                                    + pixels
                                    + " pixels, at most "
                                    + MAX_PIXELS
                                    + " are shown");
                }
                return png(reader.read(0), name);
            } finally {
                reader.dispose();
            }
        } catch (Tool.ToolException e) {
            throw e;
        } catch (IOException | RuntimeException _) {
            // Decoders throw whatever a damaged picture makes them stumble over.
            throw unsupported(name);
        }
    }

    private static Content.Image png(BufferedImage image, String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", out)) {
            throw unsupported(name);
        }
        return new Content.Image(
                "image/png", Base64.getEncoder().encodeToString(out.toByteArray()), name);
    }

    private static Tool.ToolException unsupported(String name) {
        return new Tool.ToolException(
                "unable to process image "
                        + name
                        + ": unsupported or damaged; PNG, JPEG, GIF and BMP can be shown");
    }
}
