package dev.cordon.model;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// How to reach one provider.
///
/// @param id for example `openai`
/// @param name for people
/// @param baseUrl without a trailing slash, for example `https://api.openai.com/v1`
/// @param headers sent with each request
/// @param environmentHeaders header name to the environment variable that holds its value
/// @param query added to each address
/// @param requestMaxRetries after a status or a connection that failed before the answer began
/// @param streamMaxRetries after an answer that broke off
/// @param streamIdleTimeoutMillis the longest silence
/// @param chat what a Chat Completions server needs; of no meaning for other wires
public record Provider(
        String id,
        String name,
        URI baseUrl,
        WireApi wire,
        KeySource key,
        Map<String, String> headers,
        Map<String, String> environmentHeaders,
        Map<String, String> query,
        int requestMaxRetries,
        int streamMaxRetries,
        int streamIdleTimeoutMillis,
        ChatHabits chat) {

    public Provider {
        if (baseUrl.getHost() == null || !List.of("http", "https").contains(baseUrl.getScheme())) {
            throw new IllegalArgumentException(
                    "base_url \""
                            + baseUrl
                            + "\" of the model provider "
                            + id
                            + " must be an http or https address with a host");
        }
        headers = Map.copyOf(headers);
        environmentHeaders = Map.copyOf(environmentHeaders);
        query = Map.copyOf(query);
    }

    /// The API a provider speaks.
    public enum WireApi {
        RESPONSES,
        CHAT,
        MESSAGES
    }

    /// Where Chat Completions servers differ.
    ///
    /// @param developerRole whether the role `developer` exists
    /// @param maxTokensField `max_completion_tokens` or, on older servers, `max_tokens`
    public record ChatHabits(boolean developerRole, String maxTokensField) {
        /// What most servers understand.
        public static final ChatHabits COMMON = new ChatHabits(false, "max_tokens");

        /// What OpenAI itself wants.
        public static final ChatHabits OPENAI = new ChatHabits(true, "max_completion_tokens");
    }
}
