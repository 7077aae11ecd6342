package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigEditTest {
    private static final String FILE =
            """
            # mine
            model = "a"  # the usual # one

            [tui]
            animations = true

            # trust
            [projects."/srv/shop"]
            trust_level = "trusted"
            """;

    @TempDir Path temporary;

    private static String set(String before, String key, String value) {
        Toml parsed = TomlReader.value(value).orElse(new Toml.Text(value, 0, 0));
        return ConfigEdit.changed(before, "config.toml", key, parsed);
    }

    @Test
    void aValueIsReplacedWhereItStandsAndItsCommentStays() {
        assertEquals(FILE.replace("\"a\"", "\"b\""), set(FILE, "model", "b"));
        assertEquals(
                FILE.replace("animations = true", "animations = false"),
                set(FILE, "tui.animations", "false"));
        assertEquals(
                FILE.replace("\"trusted\"", "\"untrusted\""),
                set(FILE, "projects.\"/srv/shop\".trust_level", "untrusted"));
    }

    @Test
    void aNewKeyGoesToItsTable() {
        assertEquals(
                FILE.replace("one\n", "one\nweb_search = \"live\"\n"),
                set(FILE, "web_search", "live"));
        assertEquals(
                FILE.replace("animations = true\n", "animations = true\ntheme = \"dark\"\n"),
                set(FILE, "tui.theme", "dark"));
        assertEquals(
                FILE + "\n[sandbox_workspace_write]\nnetwork_access = true\n",
                set(FILE, "sandbox_workspace_write.network_access", "true"));
        assertEquals("model = \"m\"\n", set("", "model", "m"));
        assertEquals("model = \"m\"\n[tui]\n", set("[tui]\n", "model", "m"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    tui = {animations = true} | tui.animations | false
                    network.allow = [;"a",;] | network.allow | []
                    instructions = ''';model = "x";''' | model | y
                    [network] # [x];allow = ["a"] | network.allow | ["b", "c"]
                    """)
    void whatCannotBeChangedSafelyIsLeftAlone(String before, String key, String value) {
        assertEquals(
                "config.toml: "
                        + key
                        + " stands where it cannot be changed safely; edit the file by hand",
                assertThrows(
                                ConfigException.class,
                                () -> set(before.replace(';', '\n') + "\n", key, value))
                        .getMessage());
    }

    @Test
    void theFileIsWrittenForTheUserAloneAndALinkStaysALink() throws IOException {
        Path real = temporary.resolve("dotfiles.toml");
        Files.writeString(real, "model = \"a\"\n");
        Path file = temporary.resolve("config.toml");
        Files.createSymbolicLink(file, real);

        ConfigEdit.set(file, "model", "b");

        assertEquals(true, Files.isSymbolicLink(file));
        assertEquals("model = \"b\"\n", Files.readString(real));
        assertEquals(
                PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(real));
    }

    @Test
    void aWrongKeyOrValueChangesNothing() throws IOException {
        Path file = temporary.resolve("config.toml");

        assertEquals(
                "config set: unknown key \"modle\"; did you mean \"model\"?",
                assertThrows(ConfigException.class, () -> ConfigEdit.set(file, "modle", "b"))
                        .getMessage());
        assertEquals(false, Files.exists(file));
    }

    @Test
    void whatStandsBelowANameIsTakenOutAndNothingElse() throws IOException {
        Path file = temporary.resolve("config.toml");
        String servers =
                """

                [mcp_servers.docs]
                command = "docs"
                [mcp_servers.docs.env]
                A = "b"

                [mcp_servers.other]
                command = "other"
                """;
        Files.writeString(file, FILE + servers);

        assertTrue(ConfigEdit.remove(file, "mcp_servers.docs"));
        assertFalse(ConfigEdit.remove(file, "mcp_servers.docs"));
        assertEquals(FILE + "\n[mcp_servers.other]\ncommand = \"other\"\n", Files.readString(file));
    }

    @Test
    void whatCannotBeTakenOutSafelyStays() throws IOException {
        Path file = temporary.resolve("config.toml");
        String inline = "mcp_servers = { docs = { command = \"x\" }, b = { command = \"y\" } }\n";
        Files.writeString(file, inline);

        assertThrows(ConfigException.class, () -> ConfigEdit.remove(file, "mcp_servers.docs"));
        assertEquals(inline, Files.readString(file));
    }
}
