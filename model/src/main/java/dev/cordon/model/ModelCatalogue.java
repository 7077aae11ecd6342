package dev.cordon.model;

import dev.cordon.model.ModelProfile.Prices;
import dev.cordon.model.ModelProfile.Thinking;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known about models: the file that ships with Cordon, under the user's own
/// `model_catalog_json`.
///
/// A session needs one model of it before its first request, so the file that ships has one model a
/// line and only the line that is asked for is parsed. `ModelCatalogueTest` parses all of it.
public final class ModelCatalogue {
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final String RESOURCE = "models.json";
    private static final List<String> KEYS =
            List.of(
                    "slug",
                    "context_window",
                    "effective_context_window_percent",
                    "max_output_tokens",
                    "prices",
                    "custom_tools",
                    "parallel_tool_calls",
                    "input_modalities",
                    "web_search",
                    "supported_reasoning_levels",
                    "default_reasoning_level",
                    "support_verbosity",
                    "thinking",
                    "truncation_tokens",
                    "prompt_variant",
                    "instructions_field",
                    "previous_response_id",
                    "chat_reasoning_field");

    private static final String LINE_START = "{\"slug\":\"";

    /// Lines of the file that ships, by slug.
    private final Map<String, String> shipped = new LinkedHashMap<>();

    /// Models that were looked at or that the user's file has.
    private final Map<String, Json.Obj> models = new LinkedHashMap<>();

    /// @param overrides a file of the same form; its members win one by one
    /// @throws ProviderException if that file is missing or wrong
    public ModelCatalogue(Optional<Path> overrides) {
        try (InputStream in = ModelCatalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the program");
            }
            index(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " cannot be read", e);
        }
        overrides.ifPresent(file -> {
            try {
                if (Files.size(file) > MAX_BYTES) {
                    throw new ProviderException("model_catalog_json: " + file + " is too large");
                }
                add(file.toString(), Files.readString(file));
            } catch (IOException e) {
                throw new ProviderException(
                        "model_catalog_json: "
                                + file
                                + " cannot be read ("
                                + e.getClass().getSimpleName()
                                + ")");
            }
        });
    }

    /// What a server on one's own machine usually gives a model.
    public static final int SMALL_WINDOW_TOKENS = 32_768;

    /// What the large providers give every model that speaks their own API.
    public static final int LARGE_WINDOW_TOKENS = 200_000;

    /// The names of all known models.
    public List<String> slugs() {
        Set<String> slugs = new LinkedHashSet<>(shipped.keySet());
        slugs.addAll(models.keySet());
        return List.copyOf(slugs);
    }

    /// The profile of a model; a careful guess with a warning if it is unknown. A name with a date
    /// behind it is the same model.
    public ModelProfile profile(String slug) {
        return profile(slug, SMALL_WINDOW_TOKENS);
    }

    /// The same for a provider whose models are known to take more.
    ///
    /// @param windowIfUnknown tokens
    public ModelProfile profile(String slug, int windowIfUnknown) {
        Optional<Json.Obj> entry = find(slug);
        if (entry.isEmpty()) {
            for (String known : slugs()) {
                if (ModelNames.isDated(known, slug)) {
                    entry = find(known);
                }
            }
        }
        return entry.map(found -> profile(slug, found))
                .orElseGet(() -> unknown(slug, windowIfUnknown));
    }

    private Optional<Json.Obj> find(String slug) {
        Json.Obj entry = models.get(slug);
        if (entry == null && shipped.containsKey(slug)) {
            String line = shipped.get(slug);
            entry = checked(RESOURCE, JsonText.readObject(line));
            models.put(slug, entry);
        }
        return Optional.ofNullable(entry);
    }

    /// Finds the lines that are models. The first and the last line of the file are not.
    private void index(String text) {
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            if (text.startsWith(LINE_START, start)) {
                int slug = start + LINE_START.length();
                int last = text.charAt(end - 1) == ',' ? end - 1 : end;
                shipped.put(
                        text.substring(slug, text.indexOf('"', slug)), text.substring(start, last));
            }
            start = end + 1;
        }
    }

    private static ModelProfile unknown(String slug, int windowTokens) {
        return new ModelProfile(
                slug,
                windowTokens,
                90,
                4096,
                Optional.empty(),
                false,
                false,
                false,
                false,
                List.of(),
                Optional.empty(),
                false,
                Thinking.NONE,
                4000,
                "default",
                false,
                false,
                Optional.empty(),
                Optional.of(
                        "model \""
                                + slug
                                + "\" is not in the catalogue: a window of "
                                + windowTokens
                                + " tokens, no pictures and no price are assumed; set"
                                + " model_context_window, or describe it in model_catalog_json"));
    }

    private void add(String file, String text) {
        try {
            for (Json element : JsonText.readObject(text).array("models")) {
                if (!(element instanceof Json.Obj entry)) {
                    throw new ProviderException(file + ": a model must be an object");
                }
                String slug = checked(file, entry).requireText("slug");
                Map<String, Json> members = new LinkedHashMap<>();
                find(slug).ifPresent(old -> members.putAll(old.members()));
                members.putAll(entry.members());
                Json.Obj merged = new Json.Obj(members);
                profile(slug, merged);
                models.put(slug, merged);
            }
        } catch (JsonException | IllegalArgumentException e) {
            throw new ProviderException(file + ": " + e.getMessage());
        }
    }

    private static Json.Obj checked(String file, Json.Obj entry) {
        String slug = entry.requireText("slug");
        for (String key : entry.members().keySet()) {
            if (!KEYS.contains(key)) {
                throw new ProviderException(
                        file
                                + ": "
                                + slug
                                + "."
                                + key
                                + " is unknown; did you mean "
                                + NearestWord.of(key, KEYS)
                                + "?");
            }
        }
        return entry;
    }

    private static ModelProfile profile(String slug, Json.Obj entry) {
        List<String> modalities = entry.texts("input_modalities");
        return new ModelProfile(
                slug,
                entry.requireInteger("context_window"),
                (int) entry.integer("effective_context_window_percent").orElse(95),
                (int) Math.min(entry.integer("max_output_tokens").orElse(8192), Integer.MAX_VALUE),
                entry.object("prices").map(ModelCatalogue::prices),
                entry.bool("custom_tools").orElse(false),
                entry.bool("parallel_tool_calls").orElse(false),
                modalities.contains("image"),
                entry.bool("web_search").orElse(false),
                entry.texts("supported_reasoning_levels"),
                entry.text("default_reasoning_level"),
                entry.bool("support_verbosity").orElse(false),
                thinking(slug, entry.text("thinking").orElse("none")),
                (int) Math.min(entry.integer("truncation_tokens").orElse(10_000), 1_000_000),
                entry.text("prompt_variant").orElse("default"),
                entry.bool("instructions_field").orElse(false),
                entry.bool("previous_response_id").orElse(false),
                entry.text("chat_reasoning_field"),
                Optional.empty());
    }

    private static Thinking thinking(String slug, String word) {
        return switch (word) {
            case "none" -> Thinking.NONE;
            case "budget" -> Thinking.BUDGET;
            case "adaptive" -> Thinking.ADAPTIVE;
            default ->
                    throw new JsonException(
                            slug + ".thinking must be none, budget or adaptive, not " + word);
        };
    }

    private static Prices prices(Json.Obj prices) {
        long input = micros(prices, "input").orElse(0L);
        return new Prices(
                input,
                micros(prices, "cached_input").orElse(input),
                micros(prices, "cache_write").orElse(input),
                micros(prices, "output").orElse(0L));
    }

    private static Optional<Long> micros(Json.Obj prices, String name) {
        return prices.find(name)
                .map(value -> {
                    if (value instanceof Json.Num(String literal)) {
                        return new BigDecimal(literal).movePointRight(6).longValue();
                    }
                    throw new JsonException("prices." + name + " must be a number");
                });
    }
}
