package dev.cordon.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cordon.protocol.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Real streams of providers, read to their end. What must come out stands in
/// `recorded-streams.txt`, one line an answer: file, end, texts, reasoning, calls, others.
///
/// `-Drecorded.update=FILE` writes the table anew; the difference is reviewed like code.
class RecordedStreamsTest {

    @Test
    void everyRecordedStreamGivesTheTextsAndCallsOfTheTable() throws IOException {
        Path root = outside().resolve("recorded");
        assumeTrue(Files.isDirectory(root), "the recorded streams are not beside this checkout");
        List<String> seen = new ArrayList<>();
        for (Path file : files(root)) {
            seen.addAll(read(root, file));
        }
        String update = System.getProperty("recorded.update", "");
        if (!update.isEmpty()) {
            Files.writeString(Path.of(update), String.join("\n", seen) + "\n");
        }
        assertEquals(String.join("\n", expected()), String.join("\n", seen));
    }

    static Path outside() {
        String named = System.getenv("CORDON_OUTSIDE");
        return named == null
                ? Path.of(System.getProperty("cordon.root", "."), "..", "shared", "outside")
                : Path.of(named);
    }

    private static List<String> expected() throws IOException {
        try (var in = RecordedStreamsTest.class.getResourceAsStream("recorded-streams.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static List<Path> files(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(p -> p.toString().endsWith(".chunks.txt")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One line for each answer in the file; some recordings hold a whole tool loop.
    private static List<String> read(Path root, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> chunks = Files.readAllLines(file).stream().filter(l -> !l.isBlank()).toList();
        int at = 0;
        while (at < chunks.size()) {
            List<ModelEvent> events = new ArrayList<>();
            Dialect.Answer answer = answer(chunks.getFirst(), events);
            String end;
            try {
                while (at < chunks.size() && !answer.finished()) {
                    answer.event(new SseEvent("", chunks.get(at++)));
                }
                if (!answer.finished()) {
                    answer.closed();
                }
                end = Asking.completed(events).stop().toString();
            } catch (AnswerException e) {
                // A failure that the provider reports is read correctly if it has its kind.
                end = RetryTable.rowFor(e.fault()).kind().toString();
                at = chunks.size();
            }
            lines.add(root.relativize(file) + " | " + end + describe(events));
        }
        return lines;
    }

    private static Dialect.Answer answer(String first, List<ModelEvent> events) {
        Provider.WireApi wire =
                first.contains("chat.completion")
                                || first.contains("\"choices\"")
                                || first.contains("text_completion")
                        ? Provider.WireApi.CHAT
                        : first.contains("message_start")
                                ? Provider.WireApi.MESSAGES
                                : Provider.WireApi.RESPONSES;
        ModelRequest request = Asking.request("recorded", List.of(Asking.user("x")));
        return PrefixTest.dialect(wire).read(request, events::add);
    }

    private static String describe(List<ModelEvent> events) {
        StringBuilder texts = new StringBuilder();
        int reasoning = 0;
        List<String> calls = new ArrayList<>();
        TreeMap<String, Integer> others = new TreeMap<>();
        for (Item item : Asking.items(events)) {
            switch (item) {
                case Item.AssistantMessage(String text, var _, var _) -> texts.append(text);
                case Item.Reasoning _ -> reasoning++;
                case Item.ToolCall call -> calls.add(call.name() + " " + call.input().text());
                case Item.Opaque(String kind, String _, var _) ->
                        others.merge(kind, 1, Integer::sum);
                default -> throw new AssertionError(item);
            }
        }
        StringBuilder deltas = new StringBuilder();
        Asking.only(ModelEvent.TextDelta.class, events).forEach(d -> deltas.append(d.text()));
        String same = deltas.toString().contentEquals(texts) ? "" : " (deltas differ)";
        return " | "
                + digest(texts.toString(), 40)
                + same
                + " | reasoning "
                + reasoning
                + " | calls "
                + calls.stream().map(c -> digest(c, 70)).toList()
                + " | "
                + others;
    }

    /// The length, a checksum and the beginning.
    private static String digest(String text, int chars) {
        String shown = text.substring(0, Math.min(chars, text.length())).replace('\n', ' ');
        return text.length() + " #" + Integer.toHexString(text.hashCode()) + " " + shown;
    }
}
