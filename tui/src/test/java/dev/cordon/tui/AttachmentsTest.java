package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Content;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachmentsTest {
    @TempDir private Path folder;

    @Test
    void aDroppedFileIsFoundHoweverTheTerminalQuotesIt() throws IOException {
        Path file = Files.writeString(folder.resolve("my file.png"), "");
        Optional<Path> found = Optional.of(file);
        assertEquals(found, Attachments.dropped("'" + file + "'", folder));
        assertEquals(found, Attachments.dropped("\"" + file + "\" ", folder));
        assertEquals(found, Attachments.dropped(file.toString().replace(" ", "\\ ") + " ", folder));
        assertEquals(
                found,
                Attachments.dropped(
                        file.toUri().toString().replace("file:///", "file:///"), folder));
    }

    @Test
    void textThatIsNoFileIsText() {
        for (String text :
                List.of(
                        "hello",
                        "/no/such/file",
                        "/etc\n/passwd",
                        "'",
                        "file://host/x y",
                        "/\0",
                        "",
                        "file://%zz")) {
            assertEquals(Optional.empty(), Attachments.dropped(text, folder), text);
        }
    }

    @Test
    void aPictureIsSentWhereItsMarkStillStands() throws IOException {
        Attachments attachments = new Attachments();
        Content.Image image = Attachments.read(picture(), "/a/cat].png");
        String mark = attachments.add(image).orElseThrow();
        assertEquals("[Image #1 cat).png]", mark);
        assertEquals(
                List.of(
                        new Content.Text("<image name=[Image #1 cat).png]>"),
                        image,
                        new Content.Text("</image>"),
                        new Content.Text("look: [Image #1 cat).png]")),
                attachments.content("look: " + mark));
        assertEquals(List.of(new Content.Text("look")), attachments.content("look"));
        attachments.clear();
        assertEquals(1, attachments.content(mark).size());
    }

    @Test
    void aMessageThatIsTakenBackHasItsPicturesAgain() throws IOException {
        Attachments attachments = new Attachments();
        String one = attachments.add(Attachments.read(picture(), "a.png")).orElseThrow();
        String two = attachments.add(Attachments.read(picture(), "b.png")).orElseThrow();
        List<Content> sent = attachments.content("compare " + one + " and " + two + "\nplease");
        Attachments later = new Attachments();
        assertEquals("compare [Image #1 a.png] and [Image #2 b.png]\nplease", later.restore(sent));
        assertEquals(sent, later.content("compare " + one + " and " + two + "\nplease"));
        assertEquals(
                "[Image #3 c.png]", later.add(Attachments.read(picture(), "c.png")).orElseThrow());
    }

    @Test
    void bytesThatAreNoPictureAreRefusedWithASentence() {
        IOException problem =
                assertThrows(IOException.class, () -> Attachments.read(new byte[] {1, 2}, "x.png"));
        assertTrue(String.valueOf(problem.getMessage()).contains("x.png"));
    }

    @Test
    void picturesAreBounded() throws IOException {
        Attachments attachments = new Attachments();
        Content.Image image = Attachments.read(picture(), "x.png");
        int taken = 0;
        while (taken < 100 && attachments.add(image).isPresent()) {
            taken++;
        }
        assertEquals(20, taken);
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }
}
