package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.journal.JournalFilter;
import dev.cordon.journal.JournalReader;
import dev.cordon.journal.StoredEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A start that is refused because of its configuration leaves an entry, made without it.
final class RejectedConfigurationTest {
    @TempDir Path home;

    private String exec(int exit, String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of("exec"));
        line.addAll(List.of(options));
        line.add("do it");
        return cordon(exit, line);
    }

    private String cordon(int exit, List<String> line) throws IOException {
        Files.createDirectories(home.resolve("work/.git"));
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Host host =
                new Host(
                        Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                        home.resolve("work"),
                        home,
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(new ByteArrayOutputStream()),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        assertEquals(exit, Main.run(host, line), err::toString);
        return err.toString(StandardCharsets.UTF_8);
    }

    private List<StoredEntry> rejections() throws IOException {
        List<StoredEntry> entries = new ArrayList<>();
        new JournalReader(home.resolve(".cordon/journal"))
                .read(
                        0,
                        JournalFilter.all(),
                        entry -> {
                            if (entry.text("outcome").equals("rejected")) {
                                entries.add(entry);
                            }
                        });
        return entries;
    }

    @Test
    void aMistypedKeyInAFileIsInTheJournalWithItsPlace() throws Exception {
        Path config = home.resolve(".cordon/config.toml");
        Files.createDirectories(config.getParent());
        Files.writeString(config, "\nsandbox_mod = \"read-only\"\n");
        String said = exec(2);

        assertTrue(said.contains("sandbox_mod"), said);
        assertEquals(1, rejections().size());
        StoredEntry entry = rejections().getFirst();
        assertEquals("policy", entry.kind());
        assertEquals(config + ":2", entry.text("source"));
        assertTrue(entry.text("reason").contains("sandbox_mode"), entry.text("reason"));
        // Nothing of the configuration is used, where the key lies neither.
        assertFalse(Files.exists(home.resolve(".cordon/journal/key")));
    }

    @Test
    void aForbiddenOptionIsInTheJournalWithoutTheSecretInIt() throws Exception {
        String secret = "ghp_" + "aB3dE6gH9".repeat(4);
        exec(2, "-c", "sandbox_mode=\"" + secret + "\"");

        assertEquals(1, rejections().size());
        StoredEntry entry = rejections().getFirst();
        assertEquals("-c", entry.text("source"));
        assertFalse(entry.text("reason").contains(secret), entry.text("reason"));
    }

    @Test
    void aCommandThatIsNotRunForItIsInTheJournalToo() throws Exception {
        cordon(2, List.of("sandbox", "-c", "sandbox_mode=\"none\"", "--", "true"));

        assertEquals(1, rejections().size());
        assertTrue(rejections().getFirst().text("reason").contains("sandbox_mode"));
    }

    @Test
    void aJournalThatCannotBeWrittenDoesNotHideWhyNothingStarted() throws Exception {
        Files.createDirectories(home.resolve(".cordon/journal/segments"));
        Files.writeString(
                home.resolve(".cordon/journal/segments/0000000000000000.jsonl"), "no entry\n");
        String said = exec(2, "-c", "sandbox_mode=\"none\"");

        assertTrue(said.contains("is not in the journal"), said);
        assertTrue(said.contains("sandbox_mode"), said);
    }
}
