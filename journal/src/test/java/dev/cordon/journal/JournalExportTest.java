package dev.cordon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What leaves the journal keeps to the lists of fields that are published for its format.
///
/// @see <a href="https://schema.ocsf.io/1.8.0">OCSF 1.8.0</a>
/// @see <a
///   href="https://www.microfocus.com/documentation/arcsight/arcsight-smartconnectors-8.4/pdfdoc/cef-implementation-standard/cef-implementation-standard.pdf">Common
///   Event Format, implementation standard</a>
class JournalExportTest {
    /// Attributes that every OCSF event must have.
    private static final List<String> BASE =
            List.of(
                    "activity_id",
                    "category_uid",
                    "class_uid",
                    "type_uid",
                    "time",
                    "severity_id",
                    "metadata");

    /// By class: what it must have besides, then what else of ours it knows.
    private static final Map<Long, List<Set<String>>> CLASSES =
            Map.of(
                    1001L, List.of(Set.of("actor", "device", "file"), Set.of()),
                    1007L, List.of(Set.of("actor", "device", "process"), Set.of("exit_code")),
                    3002L, List.of(Set.of("user", "service"), Set.of("actor")),
                    3004L, List.of(Set.of("entity"), Set.of("actor", "device")),
                    4001L, List.of(Set.of("dst_endpoint"), Set.of("actor")),
                    4002L, List.of(Set.of("http_request"), Set.of("actor", "dst_endpoint")),
                    6002L, List.of(Set.of("app"), Set.of("actor", "device")),
                    6003L, List.of(Set.of("actor", "api", "src_endpoint"), Set.of()));

    /// Activities of each class.
    private static final Map<Long, Integer> ACTIVITIES =
            Map.of(
                    1001L, 14, 1007L, 5, 3002L, 7, 3004L, 15, 4001L, 7, 4002L, 9, 6002L, 8, 6003L,
                    4);

    /// Attributes of the base event and of the profiles that are named in `metadata.profiles`.
    private static final Set<String> COMMON =
            Set.of("status_id", "message", "unmapped", "action_id", "disposition_id", "policy");

    private static final Set<Long> DISPOSITIONS = Set.of(1L, 2L, 17L, 27L);

    /// By object: what it must have; of a list of several, at least one.
    private static final Map<String, List<List<String>>> OBJECTS =
            Map.ofEntries(
                    Map.entry("metadata", List.of(List.of("product"), List.of("version"))),
                    Map.entry("actor", List.of(List.of("process", "user", "app_name"))),
                    Map.entry("device", List.of(List.of("type_id"), List.of("uid", "hostname"))),
                    Map.entry("file", List.of(List.of("name"), List.of("type_id"))),
                    Map.entry("process", List.of(List.of("pid", "uid"))),
                    Map.entry("user", List.of(List.of("name", "uid", "account"))),
                    Map.entry("service", List.of(List.of("name", "uid"))),
                    Map.entry("entity", List.of(List.of("name", "uid"))),
                    Map.entry("dst_endpoint", List.of(List.of("hostname", "ip", "uid"))),
                    Map.entry("src_endpoint", List.of(List.of("hostname", "ip", "uid"))),
                    Map.entry("http_request", List.of(List.of("url"))),
                    Map.entry("app", List.of(List.of("name", "vendor_name"))),
                    Map.entry("api", List.of(List.of("operation"))),
                    Map.entry("policy", List.of(List.of("name", "uid"))));

    /// Keys of CEF's dictionary of extensions that we use.
    private static final Set<String> CEF_KEYS =
            Set.of(
                    "rt",
                    "act",
                    "outcome",
                    "reason",
                    "suser",
                    "dhost",
                    "dpt",
                    "fname",
                    "requestMethod",
                    "cs1",
                    "cs1Label",
                    "cs2",
                    "cs2Label",
                    "cs3",
                    "cs3Label",
                    "cs4",
                    "cs4Label",
                    "cn1",
                    "cn1Label");

    @TempDir Path folder;
    private final List<StoredEntry> entries = new ArrayList<>();

    @BeforeEach
    void write() throws Exception {
        try (FileJournal journal = FileJournal.open(folder, JournalOptions.standard())) {
            EveryEntry.all().forEach(journal::enqueue);
        }
        new JournalReader(folder).read(0, JournalFilter.all(), entries::add);
    }

    @Test
    void anOcsfEventHasWhatItsClassRequiresAndNothingThatItDoesNotKnow() {
        Set<Long> seen = new TreeSet<>();
        for (StoredEntry entry : entries) {
            String line = ExportFormat.OCSF.line(entry, "1.0");
            Json.Obj event = JsonText.readObject(line);
            long type = event.requireInteger("class_uid");
            seen.add(type);
            Set<String> names = new HashSet<>(event.members().keySet());
            assertTrue(names.containsAll(BASE), line);
            assertTrue(names.containsAll(CLASSES.get(type).getFirst()), line);
            names.removeAll(BASE);
            names.removeAll(COMMON);
            CLASSES.get(type).forEach(names::removeAll);
            assertEquals(Set.of(), names, line);
            numbers(event, type, line);
            objects(event, line);
        }
        assertEquals(CLASSES.keySet(), seen);
    }

    private static void numbers(Json.Obj event, long type, String line) {
        long activity = event.requireInteger("activity_id");
        assertTrue(activity >= 1 && activity <= ACTIVITIES.get(type), line);
        assertEquals(type / 1000, event.requireInteger("category_uid"), line);
        assertEquals(type * 100 + activity, event.requireInteger("type_uid"), line);
        assertTrue(Set.of(1L, 3L).contains(event.requireInteger("severity_id")), line);
        assertTrue(Set.of(1L, 2L, 99L).contains(event.requireInteger("status_id")), line);
        if (event.find("action_id").isPresent()) {
            assertTrue(Set.of(1L, 2L, 99L).contains(event.requireInteger("action_id")), line);
            assertTrue(DISPOSITIONS.contains(event.requireInteger("disposition_id")), line);
        }
        Json.Obj metadata = event.requireObject("metadata");
        assertEquals("1.8.0", metadata.requireText("version"));
        assertEquals("Cordon", metadata.requireObject("product").requireText("vendor_name"));
    }

    private static void objects(Json.Obj event, String line) {
        OBJECTS.forEach((name, wanted) ->
                event.object(name)
                        .ifPresent(object -> {
                            for (List<String> oneOf : wanted) {
                                assertTrue(
                                        oneOf.stream().anyMatch(m -> object.find(m).isPresent()),
                                        name + " has none of " + oneOf + ": " + line);
                            }
                        }));
    }

    @Test
    void aCefLineHasSevenHeadersAndOnlyKeysOfTheDictionary() {
        for (StoredEntry entry : entries) {
            String line = ExportFormat.CEF.line(entry, "1.0|x\\y");
            assertFalse(line.contains("\n"), line);
            List<String> parts = unescaped(line);
            assertEquals(8, parts.size(), line);
            assertEquals("CEF:0", parts.getFirst());
            assertEquals("1.0|x\\y", parts.get(3), line);
            int severity = Integer.parseInt(parts.get(6));
            assertTrue(severity >= 0 && severity <= 10, line);
            Set<String> keys = keys(parts.get(7));
            assertTrue(CEF_KEYS.containsAll(keys), line);
            assertTrue(keys.containsAll(Set.of("rt", "suser", "cs4", "cn1")), line);
            for (String key : keys) {
                boolean custom = key.startsWith("cs") || key.startsWith("cn");
                assertTrue(!custom || key.endsWith("Label") || keys.contains(key + "Label"), line);
            }
        }
    }

    /// The seven headers without their escapes, then the extension with them.
    private static List<String> unescaped(String line) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (parts.size() == 7) {
                parts.add(line.substring(i));
                return parts;
            }
            if (c == '\\') {
                i++;
                part.append(line.charAt(i));
            } else if (c == '|') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        return parts;
    }

    /// A key is the word before an equals sign that is not escaped.
    private static Set<String> keys(String extension) {
        Set<String> keys = new TreeSet<>();
        for (int i = 1; i < extension.length(); i++) {
            if (extension.charAt(i) == '=' && extension.charAt(i - 1) != '\\') {
                keys.add(extension.substring(extension.lastIndexOf(' ', i) + 1, i));
            }
        }
        return keys;
    }

    @Test
    void jsonlIsTheEntryWithItsPlaceInTheJournal() {
        for (StoredEntry entry : entries) {
            Json.Obj line = JsonText.readObject(ExportFormat.JSONL.line(entry, "1.0"));
            assertEquals(entry.index(), line.requireInteger("seq"));
            assertEquals(entry.hash(), line.requireText("leaf"));
            assertEquals(entry.payload(), line.object("payload"));
        }
    }
}
