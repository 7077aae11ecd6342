package dev.cordon.model;

import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The OpenAI Responses API.
///
/// @see <a href="https://platform.openai.com/docs/api-reference/responses/create">OpenAI API
///   reference, responses</a>
final class ResponsesDialect implements Dialect {
    private final String provider;
    private final ModelProfile profile;
    private final ResponsesEncoder encoder;
    private final HistoryBytes history;
    private List<ToolSpec> tools = List.of();
    private String toolBytes = "[]";
    private @Nullable Kept kept;

    ResponsesDialect(String provider, ModelProfile profile) {
        this.provider = provider;
        this.profile = profile;
        this.encoder = new ResponsesEncoder(provider, profile);
        this.history = new HistoryBytes(encoder);
    }

    @Override
    public String path() {
        return "/responses";
    }

    @Override
    public List<Transport.Header> headers(Optional<Secret> key) {
        return bearer(key);
    }

    static List<Transport.Header> bearer(Optional<Secret> key) {
        return key.map(k -> List.of(new Transport.Header("Authorization", "Bearer " + k.reveal())))
                .orElse(List.of());
    }

    @Override
    public RequestBody write(ModelRequest request) {
        history.follow(request.model(), request.history());
        Kept old = kept;
        kept = null;
        if (old != null && old.precedes(request)) {
            return new RequestBody()
                    .add(head(request, Optional.of(old.id)))
                    .add(news(request, old))
                    .add("]}");
        }
        GrowingBytes tail = new GrowingBytes();
        encoder.close(tail);
        return new RequestBody()
                .add(head(request, Optional.empty()))
                .add(history.bytes().from(0, history.bytes().length()))
                .add(tail.from(0, tail.length()))
                .add("]}");
    }

    @Override
    public Answer read(ModelRequest request, ModelClient.Listener listener) {
        if (!profile.previousResponse()) {
            return new ResponsesAnswer(provider, request, listener);
        }
        List<Item> items = new ArrayList<>();
        String[] id = {""};
        return new ResponsesAnswer(
                provider,
                request,
                event -> {
                    if (event instanceof ModelEvent.Started(String started, String _)) {
                        id[0] = started;
                    } else if (event instanceof ModelEvent.ItemDone(int _, Item item)) {
                        items.add(item);
                    } else if (event instanceof ModelEvent.Completed && !id[0].isEmpty()) {
                        kept = new Kept(id[0], request.model(), request.history().size(), items);
                    }
                    listener.on(event);
                });
    }

    @Override
    public boolean forgets(Fault fault) {
        kept = null;
        return fault.code().equals("previous_response_not_found");
    }

    /// What the provider does not have yet: what stands behind its own entries.
    private RequestBody.Segment news(ModelRequest request, Kept old) {
        ResponsesEncoder own = new ResponsesEncoder(provider, profile);
        own.reset(request.model());
        GrowingBytes out = new GrowingBytes();
        old.items.forEach(item -> own.accept(item, out));
        int start = out.length();
        int from = old.historySize + old.items.size();
        request.history()
                .subList(from, request.history().size())
                .forEach(item -> own.accept(item, out));
        own.close(out);
        return out.from(start == 0 ? 0 : Math.min(start + 1, out.length()), out.length());
    }

    private String head(ModelRequest request, Optional<String> previous) {
        Json.ObjBuilder head =
                Json.object()
                        .put("model", request.model())
                        .put("stream", true)
                        .put("store", profile.previousResponse())
                        .putText("previous_response_id", previous)
                        .putText("instructions", encoder.instructions());
        reasoning(request, head);
        text(request).ifPresent(text -> head.put("text", text));
        head.put("prompt_cache_key", request.session().value());
        request.maxOutputTokens().ifPresent(max -> head.put("max_output_tokens", max));
        StringBuilder out = new StringBuilder(JsonText.write(head.build()));
        out.setLength(out.length() - 1);
        tools(request);
        if (!request.tools().isEmpty()) {
            out.append(",\"tools\":").append(toolBytes).append(",\"tool_choice\":\"auto\"");
            out.append(",\"parallel_tool_calls\":")
                    .append(request.parallelToolCalls() && profile.parallelCalls());
        }
        return out.append(",\"input\":[").toString();
    }

    private void reasoning(ModelRequest request, Json.ObjBuilder head) {
        if (profile.efforts().isEmpty()) {
            return;
        }
        Json.ObjBuilder reasoning = Json.object();
        Optional<String> effort =
                request.reasoning()
                        .effort()
                        .filter(profile::knowsEffort)
                        .or(profile::defaultEffort);
        reasoning.putText("effort", effort);
        reasoning.putText("summary", request.reasoning().summary().filter(s -> !s.equals("none")));
        head.put("reasoning", reasoning.build());
        if (!profile.previousResponse()) {
            head.put("include", List.of("reasoning.encrypted_content"));
        }
    }

    private Optional<Json> text(ModelRequest request) {
        Json.ObjBuilder text = Json.object();
        Optional<String> verbosity = request.verbosity().filter(_ -> profile.verbosity());
        text.putText("verbosity", verbosity);
        request.outputSchema()
                .ifPresent(schema ->
                        text.put(
                                "format",
                                Json.object()
                                        .put("type", "json_schema")
                                        .put("name", "output")
                                        .put("strict", true)
                                        .put("schema", schema)
                                        .build()));
        Json.Obj built = text.build();
        return built.members().isEmpty() ? Optional.empty() : Optional.of(built);
    }

    private void tools(ModelRequest request) {
        // The session gives the same list each time; its text is made once.
        if (request.tools() == tools) {
            return;
        }
        tools = request.tools();
        List<Json> written = new ArrayList<>();
        for (ToolSpec tool : tools) {
            tool(tool).ifPresent(written::add);
        }
        toolBytes = JsonText.write(Json.array(written));
    }

    private Optional<Json> tool(ToolSpec tool) {
        return switch (tool) {
            case ToolSpec.Function(String name, String description, Json.Obj parameters) ->
                    Optional.of(function(name, description, parameters));
            case ToolSpec.Freeform freeform ->
                    Optional.of(
                            profile.customTools()
                                    ? custom(freeform)
                                    : function(
                                            freeform.name(),
                                            ToolInputs.description(freeform),
                                            ToolInputs.parameters()));
            case ToolSpec.HostedWebSearch search ->
                    profile.hostedWebSearch() ? Optional.of(search(search)) : Optional.empty();
        };
    }

    private static Json function(String name, String description, Json.Obj parameters) {
        return Json.object()
                .put("type", "function")
                .put("name", name)
                .put("description", description)
                .put("strict", false)
                .put("parameters", parameters)
                .build();
    }

    private static Json custom(ToolSpec.Freeform tool) {
        Json.ObjBuilder json =
                Json.object()
                        .put("type", "custom")
                        .put("name", tool.name())
                        .put("description", tool.description());
        if (!tool.grammar().isEmpty()) {
            json.put(
                    "format",
                    Json.object()
                            .put("type", "grammar")
                            .put("syntax", "lark")
                            .put("definition", tool.grammar())
                            .build());
        }
        return json.build();
    }

    private static Json search(ToolSpec.HostedWebSearch search) {
        Json.ObjBuilder json =
                Json.object().put("type", "web_search").put("external_web_access", search.live());
        if (!search.allowedDomains().isEmpty()) {
            json.put(
                    "filters",
                    Json.object().put("allowed_domains", search.allowedDomains()).build());
        }
        return json.build();
    }

    /// What the provider keeps: a response, made from the first entries of a history and followed
    /// by the entries that it gave.
    private record Kept(String id, String model, int historySize, List<Item> items) {
        boolean precedes(ModelRequest request) {
            List<Item> history = request.history();
            if (!model.equals(request.model()) || history.size() <= historySize + items.size()) {
                return false;
            }
            for (int i = 0; i < items.size(); i++) {
                if (history.get(historySize + i) != items.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }
}
