package dev.cordon.model;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Chat Completions, as many servers speak it.
///
/// @see <a href="https://platform.openai.com/docs/api-reference/chat">OpenAI API reference,
///   chat</a>
final class ChatDialect implements Dialect {
    private final Provider provider;
    private final ModelProfile profile;
    private final ChatEncoder encoder;
    private final HistoryBytes history;

    ChatDialect(Provider provider, ModelProfile profile) {
        this.provider = provider;
        this.profile = profile;
        this.encoder = new ChatEncoder(provider, profile);
        this.history = new HistoryBytes(encoder);
    }

    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public List<Transport.Header> headers(Optional<Secret> key) {
        return ResponsesDialect.bearer(key);
    }

    @Override
    public RequestBody write(ModelRequest request) {
        history.follow(request.model(), request.history());
        GrowingBytes tail = new GrowingBytes();
        encoder.close(tail);
        return new RequestBody()
                .add(head(request))
                .add(history.bytes().from(0, history.bytes().length()))
                .add(tail.from(0, tail.length()))
                .add("]}");
    }

    @Override
    public Answer read(ModelRequest request, ModelClient.Listener listener) {
        return new ChatAnswer(provider.id(), request, listener);
    }

    private String head(ModelRequest request) {
        Json.ObjBuilder head =
                Json.object()
                        .put("model", request.model())
                        .put("stream", true)
                        .put("stream_options", Json.object().put("include_usage", true).build());
        request.reasoning()
                .effort()
                .filter(profile::knowsEffort)
                .ifPresent(effort -> head.put("reasoning_effort", effort));
        request.verbosity()
                .filter(_ -> profile.verbosity())
                .ifPresent(verbosity -> head.put("verbosity", verbosity));
        request.outputSchema()
                .ifPresent(schema ->
                        head.put(
                                "response_format",
                                Json.object()
                                        .put("type", "json_schema")
                                        .put(
                                                "json_schema",
                                                Json.object()
                                                        .put("name", "output")
                                                        .put("strict", true)
                                                        .put("schema", schema)
                                                        .build())
                                        .build()));
        request.maxOutputTokens().ifPresent(max -> head.put(provider.chat().maxTokensField(), max));
        List<Json> tools = tools(request.tools());
        if (!tools.isEmpty()) {
            head.put("tools", Json.array(tools)).put("tool_choice", "auto");
            if (profile.parallelCalls()) {
                head.put("parallel_tool_calls", request.parallelToolCalls());
            }
        }
        StringBuilder out = new StringBuilder(JsonText.write(head.build()));
        out.setLength(out.length() - 1);
        return out.append(",\"messages\":[").toString();
    }

    private static List<Json> tools(List<ToolSpec> tools) {
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
                case ToolSpec.HostedWebSearch _ -> {
                    // This API has no search of its own.
                }
            }
        }
        return written;
    }

    private static Json function(String name, String description, Json.Obj parameters) {
        return Json.object()
                .put("type", "function")
                .put(
                        "function",
                        Json.object()
                                .put("name", name)
                                .put("description", description)
                                .put("parameters", parameters)
                                .build())
                .build();
    }
}
