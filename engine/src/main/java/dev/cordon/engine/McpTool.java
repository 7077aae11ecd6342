package dev.cordon.engine;

import dev.cordon.model.ToolSpec;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Result;
import java.util.List;
import java.util.Optional;

/// A tool of an MCP server as the model sees it.
final class McpTool implements Tool {
    static final int MAX_DESCRIPTION_CHARS = 4 * 1024;
    static final int MAX_SCHEMA_BYTES = 64 * 1024;

    /// The longest name that all providers take.
    static final int MAX_NAME_CHARS = 64;

    private final McpServer server;
    private final String name;
    private final boolean readOnly;
    private final String definition;
    private final ToolSpec.Function spec;

    private McpTool(
            McpServer server,
            String name,
            boolean readOnly,
            String definition,
            ToolSpec.Function spec) {
        this.server = server;
        this.name = name;
        this.readOnly = readOnly;
        this.definition = definition;
        this.spec = spec;
    }

    /// @param described an element of the answer to `tools/list`
    /// @throws McpException if no model could call it
    static McpTool of(McpServer server, Json.Obj described) throws McpException {
        String name = described.text("name").orElse("");
        if (name.isEmpty() || name.length() > 200) {
            throw new McpException("a tool has no usable name");
        }
        Json.Obj schema =
                described
                        .object("inputSchema")
                        .orElseGet(() ->
                                Json.object()
                                        .put("type", "object")
                                        .put("properties", Json.object().build())
                                        .build());
        if (JsonText.write(schema).length() > MAX_SCHEMA_BYTES) {
            throw new McpException(
                    "the arguments of " + McpClient.cut(name) + " take too much to describe");
        }
        String description = AnsiStripper.strip(described.text("description").orElse(""));
        if (description.length() > MAX_DESCRIPTION_CHARS) {
            description = description.substring(0, MAX_DESCRIPTION_CHARS) + "…";
        }
        boolean readOnly =
                described.object("annotations").flatMap(a -> a.bool("readOnlyHint")).orElse(false);
        return new McpTool(
                server,
                name,
                readOnly,
                definition(server, described),
                new ToolSpec.Function(
                        visibleName(server.name(), name),
                        "Tool " + name + " of the MCP server " + server.name() + ". " + description,
                        schema));
    }

    /// What a yes to this tool is bound to: the server, and all that the model and a person are
    /// told about the tool.
    private static String definition(McpServer server, Json.Obj described) {
        StringBuilder text = new StringBuilder(server.identity());
        for (String member :
                List.of("name", "title", "description", "inputSchema", "annotations")) {
            described
                    .find(member)
                    .ifPresent(value ->
                            text.append('\n')
                                    .append(member)
                                    .append(' ')
                                    .append(JsonText.write(value)));
        }
        return ActionDigest.sha256(text.toString());
    }

    /// `mcp__SERVER__TOOL`, in the characters and the length that every provider takes; a name that
    /// had to be changed ends with a few letters of its own, so that no two become one.
    static String visibleName(String server, String tool) {
        String whole = "mcp__" + server + "__" + tool;
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < whole.length(); i++) {
            char c = whole.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '_'
                            || c == '-';
            name.append(plain ? c : '_');
        }
        if (name.length() <= MAX_NAME_CHARS && name.toString().equals(whole)) {
            return whole;
        }
        String own = Integer.toHexString(whole.hashCode());
        name.setLength(Math.min(name.length(), MAX_NAME_CHARS - own.length() - 1));
        return name.append('_').append(own).toString();
    }

    String name() {
        return name;
    }

    /// SHA-256 in hex of the server and of how it describes the tool.
    String definition() {
        return definition;
    }

    @Override
    public ToolSpec.Function spec() {
        return spec;
    }

    @Override
    public Concurrency concurrency() {
        return server.parallel() ? Concurrency.SHARED : Concurrency.EXCLUSIVE;
    }

    @Override
    public Plan plan(CallId call, Item.ToolInput input, Context context) {
        String text = input.text().strip();
        try {
            Json.Obj arguments = text.isEmpty() ? Json.object().build() : JsonText.readObject(text);
            return new Plan.Act(
                    new Action.CallMcpTool(
                            call,
                            Action.Requester.MODEL,
                            server.name(),
                            name,
                            arguments,
                            readOnly,
                            Optional.of(definition)));
        } catch (JsonException e) {
            return new Plan.Reject(
                    "failed to parse function arguments: "
                            + e.getMessage()
                            + ". Send one JSON object.");
        }
    }

    @Override
    public List<Content> report(Plan.Act planned, Result result, Context context) {
        String text = ResultText.of(result, context);
        boolean said = result instanceof Result.Document || result instanceof Result.Failed;
        return List.of(
                new Content.Text(
                        said
                                ? context.fit(
                                        text,
                                        text.length(),
                                        Optional.empty(),
                                        context.maxAnswerBytes())
                                : text));
    }
}
