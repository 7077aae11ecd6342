package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigMistakesTest {
    @TempDir Path temporary;

    private ConfigHome home() {
        return new ConfigHome(temporary);
    }

    private String user(String toml) {
        return home().user(toml).complaint();
    }

    @Test
    void aKeyOneLetterOffIsSuggested() {
        assertEquals(
                "ada/.cordon/config.toml:2:1: unknown key \"aproval_policy\"; did you mean"
                        + " \"approval_policy\"?",
                user("model = \"m\"\naproval_policy = \"never\"\n"));
    }

    @Test
    void aKeyOneLetterOffInATableIsSuggested() {
        assertEquals(
                "ada/.cordon/config.toml:2:1: unknown key \"network_acess\" in"
                        + " [sandbox_workspace_write]; did you mean \"network_access\"?",
                user("[sandbox_workspace_write]\nnetwork_acess = true\n"));
    }

    @Test
    void aKeyThatIsLikeNoneIsUnknownAllTheSame() {
        assertEquals(
                "ada/.cordon/config.toml:1:1: unknown key \"zzz\"; `cordon config schema` lists the"
                        + " known keys",
                user("zzz = 1\n"));
    }

    @Test
    void lookalikeLettersAreShown() {
        assertEquals(
                "ada/.cordon/config.toml:1:1: unknown key \"<U+0455>andbox_mode\"; did you mean"
                        + " \"sandbox_mode\"?",
                user("\"\u0455andbox_mode\" = \"read-only\"\n"));
        assertEquals(
                "ada/.cordon/config.toml:1:1: unknown key \"sandbox_mode<U+200B>\"; did you mean"
                        + " \"sandbox_mode\"?",
                user("\"sandbox_mode\u200b\" = \"read-only\"\n"));
    }

    @Test
    void theTerminalIsNotObeyed() {
        assertEquals(
                "ada/.cordon/config.toml:1:1: sandbox_mode \"<U+001B>[2J\" is unknown; use read-only,"
                        + " workspace-write or danger-full-access",
                user("sandbox_mode = \"\\u001b[2J\"\n"));
    }

    @Test
    void aWrongTypeSaysWhatIsWantedAndWhatIsThere() {
        assertEquals(
                "ada/.cordon/config.toml:1:1: model must be a string, found the integer 5",
                user("model = 5\n"));
        assertEquals(
                "ada/.cordon/config.toml:1:1: sandbox_workspace_write.writable_roots must be an array"
                        + " of paths as strings, found the integer 1 in it",
                user("sandbox_workspace_write.writable_roots = [\"/a\", 1]\n"));
        assertEquals(
                "ada/.cordon/config.toml:1:1: sandbox_workspace_write must be a table, found the"
                        + " boolean true",
                user("sandbox_workspace_write = true\n"));
        assertEquals(
                "ada/.cordon/config.toml:1:1: sandbox_mode must be a string, found a table",
                user("[sandbox_mode]\n"));
        assertEquals(
                "ada/.cordon/config.toml:1:1: project_doc_max_bytes must not be negative, found -1",
                user("project_doc_max_bytes = -1\n"));
        assertEquals(
                "ada/.cordon/config.toml:1:1: model must be a string, found the date 2020-01-01",
                user("model = 2020-01-01\n"));
    }

    @Test
    void aWordThatIsNotAllowedIsAnsweredWithTheAllowedOnes() {
        assertEquals(
                "ada/.cordon/config.toml:1:1: sandbox_mode \"readonly\" is unknown; use read-only,"
                        + " workspace-write or danger-full-access",
                user("sandbox_mode = \"readonly\"\n"));
    }

    @Test
    void allMistakesOfAFileAreNamedAtOnce() {
        assertEquals(
                "ada/.cordon/config.toml:1:1: model must be a string, found the integer 5\n"
                        + "ada/.cordon/config.toml:2:1: unknown key \"modle\"; did you mean \"model\"?",
                user("model = 5\nmodle = \"x\"\n"));
    }

    @Test
    void brokenTomlNamesThePlace() {
        assertTrue(
                user("model = \"m\"\nreview_model = \n")
                        .startsWith("ada/.cordon/config.toml:2:16: not valid TOML: "));
    }

    @Test
    void aTableThatStandsTwiceIsRefused() {
        assertEquals(
                "ada/.cordon/config.toml:3:1: not valid TOML: tui previously defined at line 1, column"
                        + " 1",
                user("[tui]\nanimations = true\n[tui]\ntheme = \"x\"\n"));
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        assertEquals(
                "ada/.cordon/config.toml:2:1: not valid TOML: model previously defined at line 1,"
                        + " column 1",
                user("model = \"a\"\nmodel = \"b\"\n"));
    }

    @Test
    void aHugeFileIsNotRead() {
        assertEquals(
                "ada/.cordon/config.toml: is larger than 256 KiB",
                user("#".repeat(10 * 1024 * 1024)));
    }

    @Test
    void deepNestingIsRefusedBeforeItIsParsed() {
        assertEquals(
                "ada/.cordon/config.toml:1:49: nested more than 40 deep; write it flatter",
                user("model = " + "[".repeat(10_000) + "]".repeat(10_000) + "\n"));
        assertEquals(
                "ada/.cordon/config.toml:1:642: nested more than 40 deep; write it flatter",
                user("a" + ".a".repeat(10_000) + " = 1\n"));
        assertEquals(
                "ada/.cordon/config.toml:1:205: nested more than 40 deep; write it flatter",
                user("x = " + "{a = ".repeat(5_000) + "1" + "}".repeat(5_000) + "\n"));
    }

    @Test
    void bracketsInStringsAndCommentsAreNoNesting() {
        Config config =
                home().user(
                                "# "
                                        + "[".repeat(100)
                                        + "\ninstructions = \"\"\"\n"
                                        + "{".repeat(100)
                                        + "\"\"\"\n")
                        .load();

        assertEquals("{".repeat(100), config.text("instructions").orElseThrow());
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws IOException {
        ConfigHome home = home();
        Files.write(
                home.home.resolve("config.toml"),
                new byte[] {'a', '\n', 'm', ' ', '=', ' ', '"', (byte) 0xff, '"'});

        assertEquals("ada/.cordon/config.toml:2:6: is not valid UTF-8", home.complaint());
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertEquals("m", home().user("\uFEFFmodel = \"m\"\n").load().text("model").orElseThrow());
    }

    @Test
    void aFolderOrAPipeInPlaceOfTheFileIsRefused() throws IOException {
        ConfigHome home = home();
        Files.createDirectories(home.home.resolve("config.toml"));

        assertEquals("ada/.cordon/config.toml: is not a regular file", home.complaint());
    }

    @Test
    void aLinkToNothingIsRefusedAndALinkToAFileIsFollowed() throws IOException {
        ConfigHome home = home();
        Path link = home.home.resolve("config.toml");
        Files.createSymbolicLink(link, home.root.resolve("dotfiles.toml"));

        assertEquals(
                "ada/.cordon/config.toml: is a symbolic link to a file that is not there",
                home.complaint());
        home.write(home.root.resolve("dotfiles.toml"), "model = \"linked\"\n");
        assertEquals("linked", home.load().text("model").orElseThrow());
    }

    @Test
    void aFileThatCannotBeReadIsNotTakenAsAbsent() throws IOException {
        ConfigHome home = home();
        Path file = home.home.resolve("config.toml");
        // A regular file whose first byte nobody can read, root included.
        Files.createSymbolicLink(file, Path.of("/proc/self/mem"));
        assertEquals("ada/.cordon/config.toml: cannot be read: IOException", home.complaint());

        Files.delete(file);
        home.user("model = \"m\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        String said = Files.isReadable(file) ? "" : home.complaint();
        String wanted = "ada/.cordon/config.toml: cannot be read: permission denied";
        assertEquals(Files.isReadable(file) ? "" : wanted, said);
    }

    @Test
    void aMissingProfileIsAnError() {
        assertEquals(
                "--profile: there is no profile \"nightly\"; write ada/.cordon/nightly.config.toml or"
                        + " name another",
                home().profile("nightly").complaint());
        assertEquals(
                "--profile: a profile's name has letters, digits, - and _ only, found"
                        + " \"../../etc/x\"",
                home().profile("../../etc/x").complaint());
    }

    @Test
    void mistakesOfTheCommandLineNameTheOption() {
        assertEquals(
                "-c: unknown key \"modle\"; did you mean \"model\"?",
                home().set("modle=x").complaint());
        assertEquals(
                "--sandbox: sandbox_mode \"none\" is unknown; use read-only, workspace-write or"
                        + " danger-full-access",
                home().option("--sandbox", "sandbox_mode", "none").complaint());
        assertEquals(
                "-c: \"a..b\" is not the name of a key: a name is missing at character 3",
                home().set("a..b=1").complaint());
    }

    @Test
    void aCodexKeyWithoutEffectIsAcceptedAndSaidSo() {
        ConfigHome home =
                home().user(
                                "personality = \"friendly\"\n[features]\nweb = true\n[analytics]\nenabled = true\n");

        assertEquals(
                java.util.List.of(
                        "ada/.cordon/config.toml:1:1: personality has no effect in Cordon",
                        "ada/.cordon/config.toml:3:1: features.web has no effect in Cordon",
                        "ada/.cordon/config.toml:5:1: analytics.enabled has no effect in Cordon"),
                home.load().warnings().stream().map(home::shown).toList());
    }

    @Test
    void aCodexKeyThatAsksForMoreProtectionThanThereIsStopsTheStart() {
        assertEquals(
                "ada/.cordon/config.toml:1:1: forced_chatgpt_workspace_id asks for a protection that"
                        + " Cordon does not give; remove it, or do not rely on it here",
                user("forced_chatgpt_workspace_id = \"w\"\n"));
    }

    @Test
    void onFailureIsTakenAsOnRequest() {
        ConfigHome home = home().user("approval_policy = \"on-failure\"\n");
        Config config = home.load();

        assertEquals("on-request", config.text("approval_policy").orElseThrow());
        assertEquals(
                "ada/.cordon/config.toml:1:1: approval_policy \"on-failure\" is gone; it is taken as"
                        + " \"on-request\"",
                home.shown(config.warnings().getFirst()));
    }
}
