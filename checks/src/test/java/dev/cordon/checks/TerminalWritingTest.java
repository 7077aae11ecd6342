package dev.cordon.checks;

import static dev.cordon.checks.StreamingModel.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Writing a message in a real terminal.
class TerminalWritingTest extends TerminalScene {
    private Path picture(String name) throws IOException {
        Path file = Files.createDirectories(workspace()).resolve(name);
        ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        return file;
    }

    private void paste(Tmux tmux, String text) throws IOException {
        Path file = folder.resolve("paste.txt");
        Files.writeString(file, text);
        tmux.paste(file);
    }

    @Test
    void aFileIsFoundByAFewLettersAndWhatGitIgnoresIsNot() throws Exception {
        Path source = Files.createDirectories(workspace().resolve("src/main/java/shop"));
        Files.writeString(source.resolve("BasketTotal.java"), "");
        Files.writeString(source.resolve("Basket.java"), "");
        Path target = Files.createDirectories(workspace().resolve("target"));
        Files.writeString(target.resolve("Basket.class"), "");
        Files.writeString(workspace().resolve(".gitignore"), "target/\n");
        Tmux tmux = start(model(says("unused")));
        ready(tmux);
        tmux.type("see @bask");
        tmux.awaitText("❯ @src/main/java/shop/Basket.java");
        golden(tmux, "files");
        tmux.press("Down", "Tab");
        tmux.awaitText("❯ see @src/main/java/shop/BasketTotal.java");
    }

    @Test
    void aSkillIsNamedByADollarAndGivenToTheModel() throws Exception {
        Path skill = Files.createDirectories(home().resolve("skills/release"));
        Files.writeString(
                skill.resolve("SKILL.md"),
                "---\nname: release\ndescription: makes a release\n---\nTag it with care.\n");
        StreamingModel model = model(says("Released."));
        Tmux tmux = start(model);
        ready(tmux);
        tmux.type("do $rel");
        tmux.awaitText("makes a release");
        golden(tmux, "skills");
        tmux.press("Tab");
        tmux.awaitText("❯ do $release");
        tmux.press("Enter");
        tmux.awaitText("Released.");
        assertTrue(model.requests().getLast().contains("Tag it with care."));
    }

    @Test
    void aDroppedPictureIsSentAndADroppedFileIsNamed() throws Exception {
        StreamingModel model = model(says("A black square."));
        Path picture = picture("black square.png");
        Files.writeString(workspace().resolve("notes.txt"), "x");
        Tmux tmux = start(model, Map.of(), program() + " -m gpt-5.5");
        tmux.await(screen -> screen.contains("gpt-5.5 ·"));
        paste(tmux, "'" + picture + "'");
        tmux.awaitText("[Image #1 black square.png]");
        paste(tmux, workspace().resolve("notes.txt").toString());
        tmux.awaitText("notes.txt");
        golden(tmux, "dropped");
        tmux.type("what is it");
        tmux.press("Enter");
        tmux.awaitText("A black square.");
        golden(tmux, "dropped-sent");
        String request = model.requests().getLast();
        assertTrue(request.contains("data:image/png;base64,"), request);
    }

    @Test
    void controlVTakesThePictureOfTheClipboard() throws Exception {
        Path picture = picture("clip.png");
        script("xclip", "cat '" + picture + "'");
        StreamingModel model = model(says("I see it."));
        Tmux tmux =
                start(
                        model,
                        Map.of("DISPLAY", ":0", "WAYLAND_DISPLAY", ""),
                        "env PATH="
                                + folder.resolve("bin")
                                + ":$PATH "
                                + program()
                                + " -m gpt-5.5");
        tmux.await(screen -> screen.contains("gpt-5.5 ·"));
        tmux.press("C-v");
        tmux.awaitText("[Image #1 clipboard.png]");
        tmux.type("look");
        tmux.press("Enter");
        tmux.awaitText("I see it.");
        assertTrue(model.requests().getLast().contains("data:image/png;base64,"));
    }

    @Test
    void controlGOpensTheEditorAndTakesWhatItLeaves() throws Exception {
        Path editor =
                script(
                        "editor",
                        "cat \"$1\" >"
                                + folder.resolve("given")
                                + "\n"
                                + "printf 'in the editor> '; read line\n"
                                + "printf 'edited: %s\\nsecond line\\n' \"$line\" >\"$1\"");
        Tmux tmux = start(model(says("unused")), Map.of("VISUAL", editor.toString()), program());
        ready(tmux);
        tmux.type("half a thought");
        tmux.awaitText("half a thought");
        tmux.press("C-g");
        tmux.awaitText("in the editor>");
        tmux.type("by hand");
        tmux.press("Enter");
        tmux.await(s -> s.contains("❯ edited: by hand") && s.contains("  second line"));
        assertEquals("half a thought", Files.readString(folder.resolve("given")));
        tmux.type("!");
        tmux.awaitText("second line!");
    }

    @Test
    void whatIsWrittenSurvivesAKill() throws Exception {
        StreamingModel model = model(says("unused"));
        Tmux tmux = start(model, Map.of(), "sh -c '" + program() + "; sleep 600'");
        ready(tmux);
        tmux.type("a long thought that must not be lost");
        tmux.awaitText("must not be lost");
        Path drafts = home().resolve("drafts");
        tmux.await(_ -> Files.isDirectory(drafts) && !House.files(drafts, "").isEmpty());
        ProcessHandle.of(tmux.process())
                .orElseThrow()
                .descendants()
                .filter(p -> p.info().command().orElse("").endsWith("java"))
                .forEach(ProcessHandle::destroyForcibly);
        tmux.await(_ ->
                ProcessHandle.of(tmux.process())
                        .orElseThrow()
                        .descendants()
                        .noneMatch(p -> p.info().command().orElse("").endsWith("java")));
        Tmux next = terminal(Map.of(), program(), COLUMNS, ROWS);
        ready(next);
        next.awaitText("❯ a long thought that must not be lost");
        golden(next, "draft");
    }

    @Test
    void earlierMessagesAreSearched() throws Exception {
        Tmux tmux = start(model(says("First."), says("Second."), says("Third.")));
        ready(tmux);
        ask(tmux, "fix the parser", "First.");
        ask(tmux, "write the docs", "Second.");
        tmux.press("Up");
        tmux.awaitText("❯ write the docs\n");
        tmux.press("C-c");
        tmux.press("C-r");
        tmux.awaitText("Which message again?");
        tmux.type("pars");
        tmux.await(s -> s.contains("1 of 1"));
        golden(tmux, "history");
        tmux.press("Enter");
        tmux.awaitText("❯ fix the parser\n");
        ask(tmux, " again", "Third.");
    }

    @Test
    void anExclamationMarkRunsACommandAndTheModelSeesIt() throws Exception {
        StreamingModel model = model(says("Two."));
        Tmux tmux = start(model);
        ready(tmux);
        tmux.type("!echo one; echo $((1+1)); exit 4");
        tmux.press("Enter");
        tmux.awaitText("exit 4");
        golden(tmux, "shell");
        ask(tmux, "what came of it?", "Two.");
        assertTrue(model.requests().getLast().contains("<user_shell_command>"));
        tmux.press("C-t");
        tmux.awaitText("Transcript");
        golden(tmux, "transcript");
        tmux.press("q");
        ready(tmux);
    }

    @Test
    void aPasteOfAMegabyteIsFoldedAndSentWhole() throws Exception {
        StreamingModel model = model(says("Much."));
        Tmux tmux = start(model);
        ready(tmux);
        StringBuilder text = new StringBuilder("begin\n");
        while (text.length() < 1024 * 1024) {
            text.append("line ").append(text.length()).append(" \u001b[31m漢字\n");
        }
        text.append("end of it");
        paste(tmux, text.toString());
        tmux.awaitText("[Pasted text #1, ");
        tmux.type("!");
        tmux.awaitText("lines]!");
        assertEquals(0, model.requests().size());
        ask(tmux, " ok", "Much.");
        String request = model.requests().getLast();
        assertTrue(request.length() > 1024 * 1024);
        assertTrue(request.contains("end of it"));
        assertFalse(request.contains("\u001b"));
    }

    @Test
    void aLineGrowsIsEditedAndBrokenWithTheUsualKeys() throws Exception {
        StreamingModel model = model(says("Good."));
        Tmux tmux = start(model);
        ready(tmux);
        tmux.type("first word");
        tmux.press("C-j");
        tmux.type("second \\");
        tmux.press("Enter");
        tmux.type("third");
        tmux.press("Up", "C-a");
        tmux.type("the ");
        tmux.press("C-e", "C-w");
        tmux.type("2nd");
        tmux.press("Up", "C-k");
        golden(tmux, "editing");
        tmux.press("Enter");
        tmux.awaitText("Good.");
    }
}
