package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cordon.policy.Trust.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrustStoreTest {
    @TempDir Path temporary;

    private State state(ConfigHome home) {
        return home.load().trust().orElseThrow().state();
    }

    private Project project(ConfigHome home) {
        return home.load().project().orElseThrow();
    }

    @Test
    void trustEndsWhenTheProjectsSettingsChange() {
        ConfigHome home = new ConfigHome(temporary).repository("web_search = \"disabled\"\n");
        TrustStore store = new TrustStore(home.home);

        assertEquals(State.UNKNOWN, state(home));
        store.trust(project(home));
        assertEquals(State.TRUSTED, state(home));
        home.write(home.project.resolve(".cordon/rules/new.rules"), "# one more\n");
        assertEquals(State.CHANGED, state(home));
        store.trust(project(home));
        assertEquals(State.TRUSTED, state(home));
        store.distrust(project(home));
        assertEquals(State.UNTRUSTED, state(home));
        assertEquals(Map.of(home.project.toString(), "untrusted"), store.entries());
        store.forget(project(home));
        assertEquals(State.UNKNOWN, state(home));
    }

    @Test
    void everyContentThatWasTrustedStaysTrustedSoThatBranchesDoNotAskInTurns() {
        ConfigHome home = new ConfigHome(temporary).repository("web_search = \"disabled\"\n");
        TrustStore store = new TrustStore(home.home);
        store.trust(project(home));
        home.repository("sandbox_mode = \"read-only\"\n");
        store.trust(project(home));
        home.repository("web_search = \"disabled\"\n");

        assertEquals(State.TRUSTED, state(home));
    }

    @Test
    void theUsersFileDecidesUntilTheContentsChange() {
        ConfigHome home =
                new ConfigHome(temporary).trusted().repository("web_search = \"disabled\"\n");

        assertEquals(State.TRUSTED, state(home));
        new TrustStore(home.home).trust(project(home));
        home.repository("web_search = \"cached\"\n");
        assertEquals(State.CHANGED, state(home));
    }

    @Test
    void anExplicitUntrustedIsNotOverridden() {
        ConfigHome home = new ConfigHome(temporary).repository("web_search = \"disabled\"\n");
        new TrustStore(home.home).trust(project(home));
        home.user("[projects.\"" + home.project + "\"]\ntrust_level = \"untrusted\"\n");

        assertEquals(State.UNTRUSTED, state(home));
    }

    @Test
    void theFileIsReadableByTheUserAlone() throws IOException {
        ConfigHome home = new ConfigHome(temporary);
        new TrustStore(home.home).trust(project(home));

        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(home.home.resolve("trust.json")));
    }

    @Test
    void aWorktreeInheritsTheTrustOfItsMainCheckout() {
        ConfigHome home = new ConfigHome(temporary).repository("web_search = \"disabled\"\n");
        new TrustStore(home.home).trust(project(home));
        Path worktree = worktree(home, "gitdir: " + home.project + "/.git/worktrees/w\n");
        Path git = home.project.resolve(".git/worktrees/w");
        home.write(git.resolve("gitdir"), worktree.resolve(".git") + "\n");

        Config config = ConfigLoader.load(home.sources(worktree));

        assertEquals(home.project, config.project().orElseThrow().identity());
        assertEquals("disabled", config.text("web_search").orElseThrow());
    }

    @Test
    void aForgedWorktreeInheritsNothing() {
        ConfigHome home = new ConfigHome(temporary).repository("web_search = \"disabled\"\n");
        new TrustStore(home.home).trust(project(home));
        home.write(home.project.resolve(".git/worktrees/w/gitdir"), "/elsewhere/.git\n");
        Path forged = worktree(home, "gitdir: " + home.project + "/.git/worktrees/w\n");

        Config config = ConfigLoader.load(home.sources(forged));

        assertEquals(forged, config.project().orElseThrow().identity());
        assertEquals(State.UNKNOWN, config.trust().orElseThrow().state());
    }

    private static Path worktree(ConfigHome home, String pointer) {
        Path worktree = home.root.resolve("shop-w");
        home.write(worktree.resolve(".git"), pointer);
        home.write(worktree.resolve(".cordon/config.toml"), "web_search = \"disabled\"\n");
        return worktree;
    }

    @Test
    void aProjectWithLinksInItsSettingsCannotBeTrusted() throws IOException {
        ConfigHome home = new ConfigHome(temporary).trusted();
        Path folder = home.project.resolve(".cordon");
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("config.toml"), Path.of("/etc/hostname"));
        Config config = home.load();

        assertEquals(
                "the project cannot be trusted: .cordon/config.toml is a symbolic link or a special"
                        + " file",
                config.trust().orElseThrow().reason());
        assertEquals(
                home.project
                        + ": cannot be trusted: .cordon/config.toml is a symbolic link or a"
                        + " special file",
                assertThrows(
                                ConfigException.class,
                                () -> new TrustStore(home.home).trust(project(home)))
                        .getMessage());
    }

    @Test
    void aBrokenStoreStopsTheStart() {
        ConfigHome home = new ConfigHome(temporary);
        for (String broken :
                List.of("", "{", "[]", "{\"schema_version\":1}", "{\"schema_version\":\"1\"}")) {
            home.write(home.home.resolve("trust.json"), broken);
            assertEquals(
                    "ada/.cordon/trust.json: is broken; remove it to be asked about each project"
                            + " again",
                    home.complaint());
        }
        home.write(home.home.resolve("trust.json"), "{\"schema_version\":2}");
        assertEquals(
                "ada/.cordon/trust.json: was written by a newer version of Cordon; remove it to be"
                        + " asked about each project again",
                home.complaint());
    }
}
