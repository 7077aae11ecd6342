package dev.cordon.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Usage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {

    @Test
    void theBuiltInProvidersAreThere() {
        assertEquals(
                List.of("openai", "anthropic", "gemini", "ollama", "lmstudio"),
                new Providers(Map.of(), Optional.empty())
                        .all().stream().map(Provider::id).toList());
    }

    @Test
    void theAddressOfOpenaiCanBeChanged() {
        assertEquals(
                URI.create("http://localhost:8080/v1"),
                new Providers(Map.of(), Optional.of("http://localhost:8080/v1/"))
                        .get("openai")
                        .baseUrl());
    }

    @Test
    void aTableWithAllKeysIsRead() {
        Provider provider =
                read(
                        """
                        {"name":"Mine","base_url":"https://m.example.org/v1","env_key":"MY_KEY",
                        "env_key_instructions":"Ask Ada.","wire_api":"chat",
                        "http_headers":{"X-A":"1"},"env_http_headers":{"X-B":"B_VAR"},
                        "query_params":{"api-version":"2026-01-01"},"request_max_retries":0,
                        "stream_max_retries":100,"stream_idle_timeout_ms":1000}\
                        """);
        assertEquals(Provider.WireApi.CHAT, provider.wire());
        assertEquals(
                new KeySource.Environment(List.of("MY_KEY"), "mine", "Ask Ada."), provider.key());
        assertEquals(Map.of("api-version", "2026-01-01"), provider.query());
        assertEquals(1000, provider.streamIdleTimeoutMillis());
    }

    @Test
    void theCommandThatPrintsAKeyHasCodexsDefaults() {
        assertEquals(
                new KeySource.Command("get-key", List.of("-x"), Optional.empty(), 5000, 300_000),
                read("""
                {"base_url":"https://m.example.org",
                "auth":{"command":"get-key","args":["-x"]}}\
                """)
                        .key());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"base_ur\":\"x\"} | did you mean base_url",
                "{} | model_providers.mine.base_url is missing",
                "{\"base_url\":\"ftp://x\"} | must be an http or https address",
                "{\"base_url\":\"not a url\"} | must be an http or https address",
                "{\"base_url\":\"https://user:pw@h\"} | no password",
                "{\"base_url\":\"http://h\",\"wire_api\":\"soap\"} | use responses chat or messages",
                "{\"base_url\":\"http://h\",\"name\":5} | must be a text",
                "{\"base_url\":\"http://h\",\"request_max_retries\":101} | from 0 to 100",
                "{\"base_url\":\"http://h\",\"request_max_retries\":1.5} | whole number",
                "{\"base_url\":\"http://h\",\"http_headers\":{\"a\":1}} | http_headers.a must",
                "{\"base_url\":\"http://h\",\"env_key\":\"A\",\"auth\":{\"command\":\"b\"}}"
                        + " | only one of",
                "{\"base_url\":\"http://h\",\"auth\":{\"comand\":\"b\"}} | did you mean command",
                "{\"base_url\":\"http://h\",\"auth\":{\"command\":\"\"}} | missing or empty",
                "{\"base_url\":\"http://h\",\"aws\":{}} | not supported",
            })
    void aMistakeInATableIsNamed(String json, String words) {
        ProviderException e = assertThrows(ProviderException.class, () -> read(json));
        assertTrue(
                e.getMessage().replace(",", "").contains(words.replace(",", "")), e.getMessage());
    }

    @Test
    void builtInProvidersCannotBeRedefined() {
        Json.Obj table = JsonText.readObject("{\"base_url\":\"http://evil.example\"}");
        for (String id : List.of("openai", "anthropic", "gemini", "ollama", "lmstudio")) {
            assertThrows(
                    ProviderException.class,
                    () -> new Providers(Map.of(id, table), Optional.empty()));
        }
    }

    @Test
    void aTokenInAWrongTableIsNotShown() {
        ProviderException e =
                assertThrows(
                        ProviderException.class,
                        () ->
                                read(
                                        """
                                        {"base_url":"http://h",
                                        "experimental_bearer_token":"sk-se cret"}\
                                        """));
        assertFalse(e.getMessage().contains("cret"), e.getMessage());
    }

    @Test
    void anUnknownModelGetsACarefulProfileAndAWarning() {
        ModelProfile profile = Asking.profile("nobody-knows");
        assertTrue(profile.warning().orElse("").contains("nobody-knows"));
        assertEquals(Optional.empty(), profile.prices());
        assertFalse(profile.customTools());
    }

    @Test
    void everyModelOfTheCatalogueHasAProfile() {
        ModelCatalogue catalogue = new ModelCatalogue(Optional.empty());
        for (String slug : catalogue.slugs()) {
            assertEquals(Optional.empty(), catalogue.profile(slug).warning());
        }
        assertTrue(catalogue.profile("claude-sonnet-4-5-20250929").images());
        assertTrue(catalogue.profile("gpt-5-codex-nonsense").warning().isPresent());
    }

    @Test
    void aUsersCatalogueWinsMemberByMember(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("models.json");
        Files.writeString(
                file,
                """
                {"models":[{"slug":"gpt-5","context_window":1000},
                {"slug":"mine","context_window":5000,"max_output_tokens":100,
                "prices":{"input":1.25,"output":10}}]}\
                """);
        ModelCatalogue catalogue = new ModelCatalogue(Optional.of(file));
        assertEquals(1000, catalogue.profile("gpt-5").contextWindowTokens());
        assertTrue(catalogue.profile("gpt-5").customTools());
        assertEquals(4750, catalogue.profile("mine").effectiveWindowTokens());
        Usage usage =
                new Usage(
                        OptionalLong.of(1_000_000),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(100_000),
                        OptionalLong.empty());
        assertEquals(
                OptionalLong.of(2_250_000),
                catalogue.profile("mine").prices().orElseThrow().costMicros(usage));
    }

    @Test
    void aWrongCatalogueIsNamed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("models.json");
        Files.writeString(file, "{\"models\":[{\"slug\":\"x\",\"context_windw\":1}]}");
        ProviderException e =
                assertThrows(ProviderException.class, () -> new ModelCatalogue(Optional.of(file)));
        assertTrue(e.getMessage().contains("did you mean context_window"), e.getMessage());
    }

    @Test
    void proxiesComeFromTheEnvironment() {
        Proxies proxies =
                Proxies.of(
                        Map.of(
                                "HTTPS_PROXY", "http://p.example.org:3128",
                                "NO_PROXY", "internal.example.org, .corp ,10.1.2.3:8443"));
        assertTrue(proxies.forAddress("https", "api.openai.com", 443).isPresent());
        assertTrue(proxies.forAddress("http", "api.openai.com", 80).isEmpty());
        assertTrue(proxies.forAddress("https", "a.internal.example.org", 443).isEmpty());
        assertTrue(proxies.forAddress("https", "x.corp", 443).isEmpty());
        assertTrue(proxies.forAddress("https", "notcorp", 443).isPresent());
        assertTrue(proxies.forAddress("https", "10.1.2.3", 8443).isEmpty());
        assertTrue(proxies.forAddress("https", "10.1.2.3", 443).isPresent());
        assertTrue(proxies.forAddress("https", "127.0.0.1", 443).isEmpty());
        assertThrows(
                IllegalArgumentException.class,
                () -> Proxies.of(Map.of("HTTP_PROXY", "socks5://h:1")));
    }

    private static Provider read(String json) {
        return new Providers(Map.of("mine", JsonText.readObject(json)), Optional.empty())
                .get("mine");
    }
}
