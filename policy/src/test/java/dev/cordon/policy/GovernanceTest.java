package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GovernanceTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir Path temporary;

    private static Governance load(ConfigHome home) throws IOException {
        FileOwner me = new FileOwner((Integer) Files.getAttribute(home.system, "unix:uid"));
        BundleStore.Fetch none =
                source -> {
                    throw new IOException(source);
                };
        return Governance.load(home.sources(), me, none, _ -> 0, NOW, "ada");
    }

    @Test
    void theReportNamesEachOriginAndHidesSecrets() throws IOException {
        ConfigHome home =
                new ConfigHome(temporary)
                        .user(
                                """
                                model = "m"
                                personality = "none"
                                [model_providers.acme]
                                experimental_bearer_token = "s3cret"
                                http_headers.X = "s3cret"
                                """)
                        .repository("model = \"theirs\"\n");
        home.write(
                home.system.resolve("requirements.toml"),
                "# ours\nallowed_sandbox_modes = [\"read-only\"]\n");
        Governance governance = load(home);
        ConfigReport report = new ConfigReport(governance);
        String text = home.shown(report.text(ConfigReport.Detail.ORIGINS));

        assertEquals(true, text.contains("\nmodel = \"m\"  # ada/.cordon/config.toml:1\n"), text);
        assertEquals(
                true,
                text.contains("\nsandbox_mode = \"read-only\"  # etc/requirements.toml:2\n"),
                text);
        assertEquals(
                true,
                text.endsWith(
                        "# ignored: shop/.cordon/config.toml: was not loaded: the project is not"
                                + " trusted; run `cordon trust` to load its settings\n"
                                + "# warning: ada/.cordon/config.toml:2:1: personality has no effect in"
                                + " Cordon\n"),
                text);
        assertEquals(false, (text + report.json()).contains("s3cret"));
    }

    @Test
    void aMachineWithATrustRootDoesNotStartWithoutABundle() throws IOException {
        ConfigHome home = new ConfigHome(temporary);
        home.write(
                home.system.resolve("trust.toml"),
                "org = \"o\"\nsource = \"/nowhere/bundle.json\"\nkeys = [\"ed25519:"
                        + "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"]\n");

        assertEquals(
                "/nowhere/bundle.json cannot be reached: NoSuchFileException; there is: no earlier"
                        + " bundle to go on with",
                assertThrows(ConfigException.class, () -> load(home)).getMessage());
    }
}
