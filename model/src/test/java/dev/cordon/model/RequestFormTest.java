package dev.cordon.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is sent is exactly what the documents allow.
class RequestFormTest {
    private static final Set<String> RESPONSES_MEMBERS =
            Set.of(
                    "model",
                    "stream",
                    "store",
                    "reasoning",
                    "include",
                    "text",
                    "prompt_cache_key",
                    "max_output_tokens",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "input");
    private static final Map<String, Set<String>> ITEM_MEMBERS =
            Map.of(
                    "message", Set.of("type", "role", "content"),
                    "reasoning", Set.of("type", "id", "summary", "encrypted_content"),
                    "function_call", Set.of("type", "call_id", "name", "arguments"),
                    "custom_tool_call", Set.of("type", "call_id", "name", "input"),
                    "function_call_output", Set.of("type", "call_id", "output"),
                    "custom_tool_call_output", Set.of("type", "call_id", "output"));

    @Test
    void aResponsesRequestHasNoMemberThatTheDocumentDoesNotName() {
        Json.Obj body = JsonText.readObject(full());
        assertEquals(RESPONSES_MEMBERS, body.members().keySet());
        for (Json element : body.array("input")) {
            Json.Obj item = (Json.Obj) element;
            assertEquals(
                    ITEM_MEMBERS.get(item.requireText("type")),
                    item.members().keySet(),
                    () -> JsonText.write(item));
        }
    }

    @Test
    void aResponsesRequestIsValidByThePublishedDocument() throws IOException {
        Path document = RecordedStreamsTest.outside().resolve("openai-openapi/openapi.json");
        assumeTrue(Files.isRegularFile(document), "the API document is not beside this checkout");
        SchemaRegistry registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder -> builder.schemas(Map.of("https://api/openapi", text(document))));
        Schema schema =
                registry.getSchema(
                        JsonMapper.shared()
                                .readTree(
                                        "{\"$ref\":\"https://api/openapi"
                                                + "#/components/schemas/CreateResponse\"}"));
        List<String> errors = new ArrayList<>();
        schema.validate(JsonMapper.shared().readTree(full()))
                .forEach(error -> errors.add(error.toString()));
        assertEquals(List.of(), errors);

        String wrong = full().replace("\"role\":\"developer\"", "\"role\":\"emperor\"");
        assertTrue(
                !schema.validate(JsonMapper.shared().readTree(wrong)).isEmpty(),
                "the document refuses nothing");
    }

    /// The document. A message fits two alternatives of `InputItem`, the short form and the long
    /// one, so "exactly one" can never hold for it: "at least one" is what is meant.
    private static String text(Path file) {
        try {
            ObjectNode root = (ObjectNode) JsonMapper.shared().readTree(Files.readString(file));
            ObjectNode item = (ObjectNode) root.at("/components/schemas/InputItem");
            item.set("anyOf", item.remove("oneOf"));
            return root.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A request with everything in it.
    private static String full() {
        List<Item> history = new ArrayList<>(PrefixTest.start());
        history.addAll(PrefixTest.round(Provider.WireApi.RESPONSES, 1));
        history.add(
                new Item.Opaque(
                        "web_search_call",
                        "query",
                        Optional.of(new Wire("other", "gpt-5.2", "{\"type\":\"x\"}"))));
        Json.Obj schema =
                JsonText.readObject(
                        """
                        {"type":"object","properties":{"cmd":{"type":"string"}},\
                        "required":["cmd"],"additionalProperties":false}\
                        """);
        return PrefixTest.dialect(Provider.WireApi.RESPONSES)
                .write(
                        new ModelRequest(
                                "gpt-5.2",
                                history,
                                List.of(
                                        new ToolSpec.Function("exec_command", "Runs.", schema),
                                        new ToolSpec.Freeform("apply_patch", "Edits.", "start: x"),
                                        new ToolSpec.HostedWebSearch(
                                                false, List.of("example.org"))),
                                true,
                                new ModelRequest.Reasoning(
                                        Optional.of("high"), Optional.of("auto")),
                                Optional.of("low"),
                                Optional.of(schema),
                                OptionalInt.of(5000),
                                Asking.SESSION))
                .toString();
    }
}
