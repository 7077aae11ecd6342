package dev.cordon.model;

import dev.cordon.model.Provider.ChatHabits;
import dev.cordon.model.Provider.WireApi;
import dev.cordon.protocol.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads one table `[model_providers.x]`. Anything unknown is an error: a mistyped key could send a
/// conversation to the wrong place.
final class ProviderTable {
    private static final List<String> KEYS =
            List.of(
                    "name",
                    "base_url",
                    "env_key",
                    "env_key_instructions",
                    "experimental_bearer_token",
                    "wire_api",
                    "http_headers",
                    "env_http_headers",
                    "query_params",
                    "auth",
                    "requires_openai_auth",
                    "request_max_retries",
                    "stream_max_retries",
                    "stream_idle_timeout_ms",
                    "supports_websockets",
                    "websocket_connect_timeout_ms");
    private static final List<String> AUTH_KEYS =
            List.of("command", "args", "cwd", "timeout_ms", "refresh_interval_ms");
    private static final int MAX_RETRIES = 100;

    private final String path;
    private final String id;
    private final Json.Obj table;

    ProviderTable(String id, Json.Obj table) {
        this.id = id;
        this.path = "model_providers." + id;
        this.table = table;
    }

    Provider read() {
        rejectUnknown(path, table, KEYS);
        if (table.find("base_url").isEmpty()) {
            throw new ProviderException(path + ".base_url is missing");
        }
        return new Provider(
                id,
                text("name").orElse(id),
                Providers.address(path + ".base_url", text("base_url").orElse("")),
                wire(),
                key(),
                texts("http_headers"),
                texts("env_http_headers"),
                texts("query_params"),
                number(path, table, "request_max_retries", 4, 0, MAX_RETRIES),
                number(path, table, "stream_max_retries", 5, 0, MAX_RETRIES),
                number(path, table, "stream_idle_timeout_ms", 300_000, 1, 86_400_000),
                ChatHabits.COMMON);
    }

    private WireApi wire() {
        String wire = text("wire_api").orElse("responses");
        return switch (wire) {
            case "responses" -> WireApi.RESPONSES;
            case "chat" -> WireApi.CHAT;
            case "messages" -> WireApi.MESSAGES;
            default ->
                    throw new ProviderException(
                            path
                                    + ".wire_api \""
                                    + wire
                                    + "\" is unknown; use responses, chat or messages");
        };
    }

    private KeySource key() {
        Optional<String> variable = text("env_key");
        Optional<String> token = text("experimental_bearer_token");
        Optional<Json.Obj> auth = object("auth");
        boolean openai = bool("requires_openai_auth");
        int count =
                (variable.isPresent() ? 1 : 0)
                        + (token.isPresent() ? 1 : 0)
                        + (auth.isPresent() ? 1 : 0)
                        + (openai ? 1 : 0);
        if (count > 1) {
            throw new ProviderException(
                    path
                            + ": only one of env_key, experimental_bearer_token, auth and"
                            + " requires_openai_auth can say where the key comes from");
        }
        if (auth.isPresent()) {
            return command(auth.get());
        }
        if (token.isPresent()) {
            try {
                return new KeySource.Literal(new Secret(token.get()));
            } catch (IllegalArgumentException e) {
                throw new ProviderException(path + ".experimental_bearer_token: " + e.getMessage());
            }
        }
        if (openai) {
            return new KeySource.Environment(Providers.OPENAI_VARIABLES, "openai", "");
        }
        return variable.<KeySource>map(v ->
                        new KeySource.Environment(
                                List.of(v), id, text("env_key_instructions").orElse("")))
                .orElse(new KeySource.None());
    }

    private KeySource command(Json.Obj auth) {
        String where = path + ".auth";
        rejectUnknown(where, auth, AUTH_KEYS);
        String command = auth.text("command").orElse("");
        if (command.isEmpty()) {
            throw new ProviderException(where + ".command is missing or empty");
        }
        if (auth.texts("args").size() != auth.array("args").size()) {
            throw new ProviderException(where + ".args must be a list of texts");
        }
        return new KeySource.Command(
                command,
                auth.texts("args"),
                auth.text("cwd").map(Path::of),
                number(where, auth, "timeout_ms", 5000, 1, 600_000),
                number(where, auth, "refresh_interval_ms", 300_000, 0, Integer.MAX_VALUE));
    }

    private Optional<String> text(String key) {
        Optional<Json> value = table.find(key);
        if (value.isPresent() && !(value.get() instanceof Json.Str)) {
            throw new ProviderException(path + "." + key + " must be a text in quotes");
        }
        return table.text(key);
    }

    private boolean bool(String key) {
        Optional<Json> value = table.find(key);
        if (value.isPresent() && !(value.get() instanceof Json.Bool)) {
            throw new ProviderException(path + "." + key + " must be true or false");
        }
        return table.bool(key).orElse(false);
    }

    private Optional<Json.Obj> object(String key) {
        Optional<Json> value = table.find(key);
        if (value.isPresent() && !(value.get() instanceof Json.Obj)) {
            throw new ProviderException(path + "." + key + " must be a table");
        }
        return table.object(key);
    }

    private Map<String, String> texts(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Json> entry :
                object(key).map(Json.Obj::members).orElse(Map.of()).entrySet()) {
            if (!(entry.getValue() instanceof Json.Str(String value))) {
                throw new ProviderException(
                        path + "." + key + "." + entry.getKey() + " must be a text in quotes");
            }
            texts.put(entry.getKey(), value);
        }
        return texts;
    }

    private static int number(
            String where, Json.Obj table, String key, int normal, int least, int most) {
        if (table.find(key).isEmpty()) {
            return normal;
        }
        long value = table.integer(key).orElse(Long.MIN_VALUE);
        if (value < least || value > most) {
            throw new ProviderException(
                    where + "." + key + " must be a whole number from " + least + " to " + most);
        }
        return (int) value;
    }

    private static void rejectUnknown(String where, Json.Obj table, List<String> known) {
        for (String key : table.members().keySet()) {
            if (key.equals("aws") && known == KEYS) {
                throw new ProviderException(
                        where + ".aws: signed AWS requests are not supported; use a gateway");
            }
            if (!known.contains(key)) {
                throw new ProviderException(
                        where
                                + "."
                                + key
                                + " is unknown; did you mean "
                                + NearestWord.of(key, known)
                                + "? Known are "
                                + String.join(", ", known));
            }
        }
    }
}
