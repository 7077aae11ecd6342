package dev.cordon.model;

import dev.cordon.model.Provider.ChatHabits;
import dev.cordon.model.Provider.WireApi;
import dev.cordon.protocol.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All providers: the built-in ones and those of `[model_providers.x]`.
public final class Providers {
    private static final List<String> BUILT_IN =
            List.of("openai", "anthropic", "gemini", "ollama", "lmstudio");

    /// The first is what programs that drive Codex set for their child.
    static final List<String> OPENAI_VARIABLES =
            List.of("CODEX_API_KEY", "CORDON_API_KEY", "OPENAI_API_KEY");

    private static final int IDLE_MILLIS = 300_000;

    private final Map<String, Provider> providers = new LinkedHashMap<>();

    /// @param tables the tables of `[model_providers.x]` by id
    /// @param openaiBaseUrl the key `openai_base_url`
    /// @throws ProviderException with the first thing that is wrong in them
    public Providers(Map<String, Json.Obj> tables, Optional<String> openaiBaseUrl) {
        for (String id : BUILT_IN) {
            providers.put(id, builtIn(id, openaiBaseUrl));
        }
        tables.forEach((id, table) -> {
            if (BUILT_IN.contains(id) || id.equals("embedded")) {
                throw new ProviderException(
                        "model_providers."
                                + id
                                + ": this provider is built in and cannot be redefined;"
                                + " choose another id"
                                + (id.equals("openai")
                                        ? ", or set openai_base_url for another address"
                                        : ""));
            }
            providers.put(id, new ProviderTable(id, table).read());
        });
    }

    /// The provider of that id.
    ///
    /// @throws ProviderException if there is none; names those that exist
    public Provider get(String id) {
        Provider provider = providers.get(id);
        if (provider == null) {
            throw new ProviderException(
                    "model_provider \""
                            + id
                            + "\" is unknown; known are "
                            + String.join(", ", providers.keySet())
                            + "; others are defined in [model_providers."
                            + id
                            + "]");
        }
        return provider;
    }

    /// All of them, built-in ones first.
    public List<Provider> all() {
        return new ArrayList<>(providers.values());
    }

    private static Provider builtIn(String id, Optional<String> openaiBaseUrl) {
        return switch (id) {
            case "openai" ->
                    provider(
                            id,
                            "OpenAI",
                            openaiBaseUrl.orElse("https://api.openai.com/v1"),
                            WireApi.RESPONSES,
                            keys(id, OPENAI_VARIABLES));
            case "anthropic" ->
                    provider(
                            id,
                            "Anthropic",
                            "https://api.anthropic.com",
                            WireApi.MESSAGES,
                            keys(id, List.of("ANTHROPIC_API_KEY")));
            case "gemini" ->
                    provider(
                            id,
                            "Google Gemini",
                            "https://generativelanguage.googleapis.com/v1beta/openai",
                            WireApi.CHAT,
                            keys(id, List.of("GEMINI_API_KEY", "GOOGLE_API_KEY")));
            case "ollama" ->
                    provider(
                            id,
                            "Ollama",
                            "http://localhost:11434/v1",
                            WireApi.CHAT,
                            new KeySource.None());
            case "lmstudio" ->
                    provider(
                            id,
                            "LM Studio",
                            "http://localhost:1234/v1",
                            WireApi.CHAT,
                            new KeySource.None());
            default -> throw new IllegalArgumentException(id);
        };
    }

    private static KeySource keys(String id, List<String> names) {
        return new KeySource.Environment(names, id, "");
    }

    private static Provider provider(
            String id, String name, String url, WireApi wire, KeySource key) {
        return new Provider(
                id,
                name,
                address(id.equals("openai") ? "openai_base_url" : id, url),
                wire,
                key,
                Map.of(),
                Map.of(),
                Map.of(),
                4,
                5,
                IDLE_MILLIS,
                id.equals("openai") ? ChatHabits.OPENAI : ChatHabits.COMMON);
    }

    static URI address(String where, String text) {
        String bare = text.strip();
        while (bare.endsWith("/")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        try {
            URI uri = URI.create(bare);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // Told below.
        }
        throw new ProviderException(
                where
                        + ": \""
                        + bare
                        + "\" must be an http or https address with a host and no password,"
                        + " for example https://models.example.org/v1");
    }
}
