package dev.cordon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The lines of format version 1 stay readable for ever. A line here is never changed; a new event
/// gets a new line.
class GoldenLinesTest {
    private static final Path FILE =
            Path.of("src/test/resources/dev/cordon/protocol/session-v1.jsonl");

    @Test
    void everyOldLineIsReadAndWrittenAgainByteForByte() throws IOException {
        for (String line : Files.readAllLines(FILE)) {
            var known = assertInstanceOf(EnvelopeCodec.Line.Known.class, EnvelopeCodec.read(line));
            assertEquals(line, EnvelopeCodec.write(known.envelope()));
        }
    }

    @Test
    void everyStoredEventAndItemHasALine() throws IOException {
        Set<String> found = new TreeSet<>();
        for (String line : Files.readAllLines(FILE)) {
            Event event = ((EnvelopeCodec.Line.Known) EnvelopeCodec.read(line)).envelope().event();
            found.add(event.getClass().getName());
            if (event instanceof Event.ItemAdded(Item item)) {
                found.add(item.getClass().getName());
            } else if (event instanceof Event.ActionProposed(Action action)) {
                found.add(action.getClass().getName());
            } else if (event instanceof Event.ActionFinished(CallId _, Result result)) {
                found.add(result.getClass().getName());
            } else if (event instanceof Event.TurnEnded ended) {
                found.add(ended.outcome().getClass().getName());
            }
        }
        assertEquals(wanted(), found);
    }

    private static Set<String> wanted() {
        List<Class<?>> wanted = new ArrayList<>(Samples.leaves(Event.class));
        wanted.removeIf(Event.Passing.class::isAssignableFrom);
        wanted.addAll(Samples.leaves(Item.class));
        wanted.addAll(Samples.leaves(Action.class));
        wanted.addAll(Samples.leaves(Result.class));
        wanted.addAll(Samples.leaves(TurnOutcome.class));
        return wanted.stream().map(Class::getName).collect(Collectors.toCollection(TreeSet::new));
    }
}
