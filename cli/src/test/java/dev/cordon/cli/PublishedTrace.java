package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Json;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Holds a record against the published list of fields of Agent Trace 0.1.0, which knows no others.
///
/// @see <a href="https://agent-trace.dev/schemas/v1/trace-record.json">the record as JSON
///   Schema</a>
/// @see <a href="https://github.com/cursor/agent-trace/pull/12">the version has three numbers</a>
final class PublishedTrace {
    private static final Set<String> CONTRIBUTORS = Set.of("human", "ai", "mixed", "unknown");
    private static final int MAX_MODEL_CHARS = 250;

    private PublishedTrace() {}

    /// By object: members that it must have, then those that it may have.
    private static final Map<String, List<Set<String>>> FIELDS =
            Map.of(
                    "record",
                            List.of(
                                    Set.of("version", "id", "timestamp", "files"),
                                    Set.of("vcs", "tool", "metadata")),
                    "vcs", List.of(Set.of("type", "revision"), Set.of()),
                    "tool", List.of(Set.of("name", "version"), Set.of()),
                    "file", List.of(Set.of("path", "conversations"), Set.of()),
                    "conversation",
                            List.of(Set.of("ranges"), Set.of("url", "contributor", "related")),
                    "contributor", List.of(Set.of("type"), Set.of("model_id")),
                    "range",
                            List.of(
                                    Set.of("start_line", "end_line"),
                                    Set.of("content_hash", "contributor")),
                    "related", List.of(Set.of("type", "url"), Set.of()));

    static void check(Json.Obj record) {
        fields("record", record);
        assertTrue(record.requireText("version").matches("[0-9]+\\.[0-9]+\\.[0-9]+"));
        assertEquals(4, UUID.fromString(record.requireText("id")).version());
        assertTrue(record.requireText("timestamp").endsWith("Z"));
        var _ = Instant.parse(record.requireText("timestamp"));
        record.object("vcs")
                .ifPresent(vcs -> {
                    fields("vcs", vcs);
                    assertEquals("git", vcs.requireText("type"));
                    assertTrue(vcs.requireText("revision").matches("[0-9a-f]{40}"));
                });
        record.object("tool").ifPresent(tool -> fields("tool", tool));
        for (Json.Obj file : objects(record, "files")) {
            fields("file", file);
            String path = file.requireText("path");
            assertTrue(!path.isEmpty() && !path.startsWith("/") && !path.contains(".."), path);
            objects(file, "conversations").forEach(PublishedTrace::conversation);
        }
    }

    private static void conversation(Json.Obj conversation) {
        fields("conversation", conversation);
        conversation.text("url").ifPresent(url -> assertTrue(URI.create(url).isAbsolute(), url));
        conversation.object("contributor").ifPresent(PublishedTrace::contributor);
        for (Json.Obj related : objects(conversation, "related")) {
            fields("related", related);
            assertTrue(URI.create(related.requireText("url")).isAbsolute());
        }
        for (Json.Obj range : objects(conversation, "ranges")) {
            fields("range", range);
            long first = range.requireInteger("start_line");
            assertTrue(first >= 1 && range.requireInteger("end_line") >= first);
            range.object("contributor").ifPresent(PublishedTrace::contributor);
        }
    }

    private static void contributor(Json.Obj contributor) {
        fields("contributor", contributor);
        assertTrue(CONTRIBUTORS.contains(contributor.requireText("type")));
        contributor
                .text("model_id")
                .ifPresent(model -> {
                    assertTrue(model.length() <= MAX_MODEL_CHARS, model);
                    assertTrue(model.indexOf('/') > 0, model);
                });
    }

    private static void fields(String object, Json.Obj found) {
        Set<String> names = new HashSet<>(found.members().keySet());
        assertTrue(names.containsAll(FIELDS.get(object).getFirst()), object + " " + names);
        FIELDS.get(object).forEach(names::removeAll);
        assertEquals(Set.of(), names, object);
    }

    private static List<Json.Obj> objects(Json.Obj parent, String name) {
        List<Json.Obj> objects = new ArrayList<>();
        for (Json element : parent.array(name)) {
            objects.add((Json.Obj) element);
        }
        return objects;
    }
}
