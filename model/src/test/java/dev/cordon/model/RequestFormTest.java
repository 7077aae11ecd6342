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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
        Json.Obj body = JsonText.readObject(full(Provider.WireApi.RESPONSES));
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
        String body = full(Provider.WireApi.RESPONSES);
        assertEquals(List.of(), errors("CreateResponse", body));
        String wrong = body.replace("\"role\":\"developer\"", "\"role\":\"emperor\"");
        assertTrue(!errors("CreateResponse", wrong).isEmpty(), "the document refuses nothing");
    }

    @Test
    void aChatRequestIsValidByThePublishedDocument() throws IOException {
        String body = full(Provider.WireApi.CHAT);
        assertEquals(List.of(), errors("CreateChatCompletionRequest", body));
        String wrong = body.replace("\"tool_calls\":[", "\"tool_calls\":[7,");
        assertTrue(
                !errors("CreateChatCompletionRequest", wrong).isEmpty(),
                "the document refuses nothing");
    }

    /// What is sent, byte for byte: a change of it is a change that providers and their caches see.
    @ParameterizedTest
    @EnumSource(Provider.WireApi.class)
    void theBodyIsThatOfTheGoldenFile(Provider.WireApi wire) throws IOException {
        String name = wire.name().toLowerCase(java.util.Locale.ROOT) + "-request.json";
        Path golden =
                Path.of(System.getProperty("cordon.root", ".."))
                        .resolve("model/src/test/resources/dev/cordon/model")
                        .resolve(name);
        String body = full(wire).replace("},{", "},\n{") + "\n";
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(golden, body);
        }
        assertEquals(Files.readString(golden), body);
    }

    /// What the document has against a body.
    private static List<String> errors(String type, String body) throws IOException {
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
                                        "{\"$ref\":\"https://api/openapi#/components/schemas/"
                                                + type
                                                + "\"}"));
        List<String> errors = new ArrayList<>();
        schema.validate(JsonMapper.shared().readTree(body))
                .forEach(error -> errors.add(error.toString()));
        return errors;
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
    private static String full(Provider.WireApi wire) {
        List<Item> history = new ArrayList<>(PrefixTest.start());
        history.addAll(PrefixTest.round(wire, 1));
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
        return PrefixTest.dialect(wire)
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
