package dev.cordon.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogueTest {
    private final ModelCatalogue shipped = new ModelCatalogue(Optional.empty());

    @Test
    void everyModelOfTheFileThatShipsIsFoundByItsLine() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ModelCatalogue.class.getResourceAsStream("models.json"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<String> slugs = new ArrayList<>();
            for (Json model : JsonText.readObject(text).array("models")) {
                slugs.add(((Json.Obj) model).requireText("slug"));
            }
            assertFalse(slugs.isEmpty());
            assertEquals(slugs, shipped.slugs());
        }
    }

    @Test
    void everyModelOfTheFileThatShipsHasOnlyKnownKeysAndAWindow() {
        for (String slug : shipped.slugs()) {
            ModelProfile profile = shipped.profile(slug);
            assertEquals(slug, profile.slug());
            assertTrue(profile.contextWindowTokens() >= 8_192, slug);
            assertEquals(Optional.empty(), profile.warning(), slug);
        }
    }

    @Test
    void anUnknownModelGetsACarefulGuessAndAWarning() {
        ModelProfile profile = shipped.profile("never-heard-of-it");
        assertEquals(32_768, profile.contextWindowTokens());
        assertTrue(profile.warning().orElseThrow().contains("never-heard-of-it"));
    }

    @Test
    void whoNamesTheWindowIsNotWarned() {
        ModelProfile guessed = new ModelCatalogue(Optional.empty()).profile("my-own-model");
        ModelProfile told = guessed.withWindow(65_536);
        assertEquals(65_536, told.contextWindowTokens());
        assertEquals(65_536L * guessed.effectivePercent() / 100, told.effectiveWindowTokens());
        assertEquals(Optional.empty(), told.warning());
        assertEquals(guessed.slug(), told.slug());
    }

    @Test
    void theUsersFileWinsMemberByMember(@TempDir Path folder) throws IOException {
        String slug = shipped.slugs().getFirst();
        ModelProfile before = shipped.profile(slug);
        Path file = folder.resolve("models.json");
        Files.writeString(
                file,
                "{\"models\":[{\"slug\":\"%s\",\"context_window\":99999},{\"slug\":\"mine\",\"context_window\":11111}]}"
                        .formatted(slug));
        ModelCatalogue catalogue = new ModelCatalogue(Optional.of(file));
        ModelProfile after = catalogue.profile(slug);
        assertEquals(99_999, after.contextWindowTokens());
        assertEquals(before.maxOutputTokens(), after.maxOutputTokens());
        assertEquals(11_111, catalogue.profile("mine").contextWindowTokens());
        assertTrue(catalogue.slugs().contains("mine"));
    }

    @Test
    void anUnknownKeyOfTheUsersFileIsNamedWithTheNearestKnownOne(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("models.json");
        Files.writeString(file, "{\"models\":[{\"slug\":\"m\",\"context_windw\":1}]}");
        ProviderException wrong =
                assertThrows(ProviderException.class, () -> new ModelCatalogue(Optional.of(file)));
        String message = String.valueOf(wrong.getMessage());
        assertTrue(message.contains("m.context_windw"), message);
        assertTrue(message.contains("context_window"), message);
    }
}
