package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigLoaderTest {
    @TempDir Path temporary;

    private ConfigHome home() {
        return new ConfigHome(temporary);
    }

    @Test
    void nothingConfiguredGivesTheBuiltInValues() {
        Config config = home().load();

        assertEquals(Optional.of("workspace-write"), config.text("sandbox_mode"));
        assertEquals(Optional.of("on-request"), config.text("approval_policy"));
        assertEquals(Optional.empty(), config.text("model"));
        assertEquals(OptionalLong.of(32_768), config.integer("project_doc_max_bytes"));
        assertEquals(List.of(".git"), config.texts("project_root_markers"));
        assertEquals(Origin.BUILT_IN, config.origin("sandbox_mode"));
    }

    @Test
    void aLaterLayerWinsAndTheOriginSaysWhich() {
        ConfigHome home = home();
        home.administrator("model = \"a\"\nmodel_verbosity = \"low\"\nreview_model = \"r\"\n")
                .user("# mine\nmodel = \"b\"\nweb_search = \"live\"\n")
                .write(home.home.resolve("work.config.toml"), "\n\nweb_search = \"disabled\"\n")
                .profile("work")
                .set("review_model=c");

        Config config = home.load();

        assertEquals(Optional.of("b"), config.text("model"));
        assertEquals("ada/.cordon/config.toml:2", home.shown(config.origin("model")));
        assertEquals("etc/config.toml:2", home.shown(config.origin("model_verbosity")));
        assertEquals("ada/.cordon/work.config.toml:3", home.shown(config.origin("web_search")));
        assertEquals(Origin.Layer.PROFILE, config.origin("web_search").layer());
        assertEquals(new Origin(Origin.Layer.COMMAND_LINE, "-c", 0), config.origin("review_model"));
    }

    @Test
    void aValueOfTheCommandLineIsTomlAndOtherwiseAString() {
        Config config =
                home().set(
                                "model=gpt-5",
                                "model_context_window=1000",
                                "review_model=\"q\"",
                                "sandbox_workspace_write.writable_roots=[\"/a\", '/b']",
                                "model_providers.acme={base_url = \"http://h/v1\", wire_api ="
                                        + " \"chat\"}",
                                "tools.view_image=false")
                        .load();

        assertEquals(Optional.of("gpt-5"), config.text("model"));
        assertEquals(OptionalLong.of(1000), config.integer("model_context_window"));
        assertEquals(Optional.of("q"), config.text("review_model"));
        assertEquals(List.of("/a", "/b"), config.texts("sandbox_workspace_write.writable_roots"));
        assertEquals(
                Json.object().put("base_url", "http://h/v1").put("wire_api", "chat").build(),
                config.table("model_providers.acme"));
        assertEquals(List.of("acme"), config.names("model_providers"));
        assertEquals(false, config.bool("tools.view_image"));
    }

    @Test
    void aWordReplacesATableOfTheSameNameAndTheOtherWayRound() {
        Config granular =
                home().set("approval_policy=never", "approval_policy={granular={rules=true}}")
                        .load();
        Config word =
                home().set("approval_policy={granular={rules=true}}", "approval_policy=never")
                        .load();

        assertEquals(true, granular.bool("approval_policy.granular.rules"));
        assertEquals(false, granular.isSet("approval_policy"));
        assertEquals(Optional.of("never"), word.text("approval_policy"));
        assertEquals(false, word.isSet("approval_policy.granular.rules"));
    }

    @Test
    void tablesOfLaterLayersAddToEarlierOnes() {
        ConfigHome home = home();
        home.administrator("[model_providers.acme]\nbase_url = \"http://a\"\nenv_key = \"K\"\n")
                .user("[model_providers.acme]\nbase_url = \"http://b\"\n");

        assertEquals(
                "{\"base_url\":\"http://b\",\"env_key\":\"K\"}",
                JsonText.write(sorted(home.load().table("model_providers.acme"))));
    }

    private static Json sorted(Json.Obj object) {
        return new Json.Obj(new java.util.TreeMap<>(object.members()));
    }
}
