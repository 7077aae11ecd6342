package dev.cordon.model;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The Anthropic Messages API.
///
/// @see <a href="https://docs.anthropic.com/en/api/messages">Anthropic API reference, messages</a>
final class MessagesDialect implements Dialect {
    private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\"}";
    private static final Json EPHEMERAL = Json.object().put("type", "ephemeral").build();
    private static final int MARKED_MESSAGES = 2;
    private static final int MAX_SEARCHES = 8;

    private final Provider provider;
    private final ModelProfile profile;
    private final MessagesEncoder encoder;
    private final HistoryBytes history;

    MessagesDialect(Provider provider, ModelProfile profile) {
        this.provider = provider;
        this.profile = profile;
        this.encoder = new MessagesEncoder(provider.id(), profile);
        this.history = new HistoryBytes(encoder);
    }

    @Override
    public String path() {
        String base = provider.baseUrl().getPath();
        return base != null && base.endsWith("/v1") ? "/messages" : "/v1/messages";
    }

    @Override
    public List<Transport.Header> headers(Optional<Secret> key) {
        List<Transport.Header> headers = new ArrayList<>();
        headers.add(new Transport.Header("anthropic-version", "2023-06-01"));
        boolean token =
                switch (provider.key()) {
                    case KeySource.Command _, KeySource.Literal _ -> true;
                    case KeySource.Environment _, KeySource.None _ -> false;
                };
        if (token) {
            headers.addAll(ResponsesDialect.bearer(key));
        } else {
            key.ifPresent(k -> headers.add(new Transport.Header("x-api-key", k.reveal())));
        }
        return headers;
    }

    @Override
    public RequestBody write(ModelRequest request) {
        history.follow(request.model(), request.history());
        GrowingBytes bytes = history.bytes();
        int length = bytes.length();
        int finalMarks = encoder.marks().size();
        // The open end is written behind the final bytes, and forgotten by the next request.
        GrowingBytes tail = new GrowingBytes();
        encoder.close(tail);
        List<Integer> marks = encoder.marks();
        List<Integer> open = new ArrayList<>(marks.subList(finalMarks, marks.size()));
        marks.subList(finalMarks, marks.size()).clear();
        int inFinal =
                Math.min(finalMarks, MARKED_MESSAGES - Math.min(MARKED_MESSAGES, open.size()));
        RequestBody body = new RequestBody().add(head(request));
        marked(body, bytes, length, marks.subList(finalMarks - inFinal, finalMarks));
        int inOpen = Math.min(open.size(), MARKED_MESSAGES);
        marked(body, tail, tail.length(), open.subList(open.size() - inOpen, open.size()));
        return body.add("]}");
    }

    private static void marked(RequestBody body, GrowingBytes bytes, int end, List<Integer> marks) {
        int from = 0;
        for (int mark : marks) {
            body.add(bytes.from(from, mark)).add(MARK);
            from = mark;
        }
        body.add(bytes.from(from, end));
    }

    @Override
    public Answer read(ModelRequest request, ModelClient.Listener listener) {
        return new MessagesAnswer(provider.id(), request, listener);
    }

    private String head(ModelRequest request) {
        int maxTokens = request.maxOutputTokens().orElse(profile.maxOutputTokens());
        Json.ObjBuilder head =
                Json.object()
                        .put("model", request.model())
                        .put("max_tokens", maxTokens)
                        .put("stream", true);
        List<Json> tools = tools(request.tools());
        if (!tools.isEmpty()) {
            markLast(tools);
            head.put("tools", Json.array(tools));
            Json.ObjBuilder choice = Json.object().put("type", "auto");
            if (!request.parallelToolCalls()) {
                choice.put("disable_parallel_tool_use", true);
            }
            head.put("tool_choice", choice.build());
        }
        thinking(request, maxTokens, head);
        List<Json> system = new ArrayList<>(encoder.system());
        if (!system.isEmpty()) {
            markLast(system);
            head.put("system", Json.array(system));
        }
        StringBuilder out = new StringBuilder(JsonText.write(head.build()));
        out.setLength(out.length() - 1);
        return out.append(",\"messages\":[").toString();
    }

    private void thinking(ModelRequest request, int maxTokens, Json.ObjBuilder head) {
        Json.ObjBuilder output = Json.object();
        Optional<String> effort =
                request.reasoning()
                        .effort()
                        .filter(profile::knowsEffort)
                        .or(profile::defaultEffort);
        boolean allowed = !encoder.hasForeignCalls();
        switch (profile.thinking()) {
            case NONE -> {
                // This model does not think.
            }
            case ADAPTIVE -> {
                if (allowed) {
                    head.put("thinking", Json.object().put("type", "adaptive").build());
                }
                output.putText("effort", effort);
            }
            case BUDGET -> {
                int budget = budget(effort.orElse("medium"), maxTokens);
                if (allowed && budget >= 1024) {
                    head.put(
                            "thinking",
                            Json.object()
                                    .put("type", "enabled")
                                    .put("budget_tokens", budget)
                                    .build());
                }
            }
        }
        request.outputSchema()
                .ifPresent(schema ->
                        output.put(
                                "format",
                                Json.object()
                                        .put("type", "json_schema")
                                        .put("schema", schema)
                                        .build()));
        Json.Obj built = output.build();
        if (!built.members().isEmpty()) {
            head.put("output_config", built);
        }
    }

    /// Tokens for thinking; always below the tokens of the answer.
    private static int budget(String effort, int maxTokens) {
        int wanted =
                switch (effort) {
                    case "low" -> 4096;
                    case "medium" -> 10_000;
                    default -> 24_000;
                };
        return Math.min(wanted, maxTokens / 2);
    }

    private List<Json> tools(List<ToolSpec> tools) {
        List<Json> written = new ArrayList<>();
        for (ToolSpec tool : tools) {
            switch (tool) {
                case ToolSpec.Function(String name, String description, Json.Obj parameters) ->
                        written.add(function(name, description, parameters));
                case ToolSpec.Freeform freeform ->
                        written.add(
                                function(
                                        freeform.name(),
                                        ToolInputs.description(freeform),
                                        ToolInputs.parameters()));
                case ToolSpec.HostedWebSearch search -> {
                    // There is no search in stored pages here, and a live one is not the same.
                    if (search.live() && profile.hostedWebSearch()) {
                        written.add(search(search));
                    }
                }
            }
        }
        return written;
    }

    private static Json search(ToolSpec.HostedWebSearch search) {
        Json.ObjBuilder json =
                Json.object()
                        .put("type", "web_search_20250305")
                        .put("name", "web_search")
                        .put("max_uses", MAX_SEARCHES);
        if (!search.allowedDomains().isEmpty()) {
            json.put("allowed_domains", search.allowedDomains());
        }
        return json.build();
    }

    private static Json function(String name, String description, Json.Obj parameters) {
        return Json.object()
                .put("name", name)
                .put("description", description)
                .put("input_schema", parameters)
                .build();
    }

    private static void markLast(List<Json> blocks) {
        if (blocks.getLast() instanceof Json.Obj last) {
            Json.ObjBuilder marked = Json.object();
            last.members().forEach(marked::put);
            blocks.set(blocks.size() - 1, marked.put("cache_control", EPHEMERAL).build());
        }
    }
}
