package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConfigReferenceTest {
    private static Path root() {
        return Path.of(System.getProperty("cordon.root", ".."));
    }

    private static void current(String file, String text) throws IOException {
        Path path = root().resolve(file);
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        }
        assertEquals(text, Files.readString(path), file + " is old; run with -Dgolden=update");
    }

    @Test
    void theReferencePageIsCurrent() throws IOException {
        current("docs/reference/configuration.md", ConfigReference.page());
    }

    @Test
    void theSchemasAreCurrent() throws IOException {
        current("docs/reference/config.schema.json", JsonText.write(ConfigSchema.config()) + "\n");
        current(
                "docs/reference/requirements.schema.json",
                JsonText.write(ConfigSchema.requirements()) + "\n");
    }

    @Test
    void eachKeyIsThereOnceAndHasASentence() {
        Set<String> seen = new HashSet<>();
        for (ConfigKey key : ConfigKeys.table().all()) {
            assertTrue(seen.add(key.name()), key.name());
            assertTrue(key.doc().endsWith("."), key.name());
        }
        for (RequirementKeys.Row row : RequirementKeys.table().rows()) {
            assertTrue(row.key().doc().endsWith("."), row.key().name());
        }
    }

    @Test
    void eachBuiltInValueIsAllowed() {
        for (ConfigKey key : ConfigKeys.table().all()) {
            if (key.hasStandard() && !key.allowed().isEmpty()) {
                assertTrue(
                        key.standard() instanceof Json.Str(String word)
                                && key.allowed().contains(word),
                        key.name());
            }
        }
    }

    @Test
    void theSchemaKnowsWordsTablesAndTablesOfArrays() {
        Json.Obj properties = ConfigSchema.config().requireObject("properties");

        assertEquals(
                List.of("read-only", "workspace-write", "danger-full-access"),
                properties.requireObject("sandbox_mode").texts("enum"));
        assertEquals(2, properties.requireObject("approval_policy").array("anyOf").size());
        assertEquals(
                "array",
                properties
                        .requireObject("skills")
                        .requireObject("properties")
                        .requireObject("config")
                        .requireText("type"));
    }
}
