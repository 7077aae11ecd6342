package dev.cordon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
    private static final int SAMPLES = 40;

    @ParameterizedTest
    @MethodSource("everyEvent")
    void everyEventComesBackAsItWas(Class<? extends Event> type) {
        comesBack(type, EventCodec::write, json -> EventCodec.read(json).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("everyItem")
    void everyItemComesBackAsItWas(Class<? extends Item> type) {
        comesBack(type, ItemCodec::write, ItemCodec::read);
    }

    @ParameterizedTest
    @MethodSource("everyAction")
    void everyActionComesBackAsItWas(Class<? extends Action> type) {
        comesBack(type, ActionCodec::write, ActionCodec::read);
    }

    @ParameterizedTest
    @MethodSource("everyOp")
    void everyOperationComesBackAsItWas(Class<? extends Op> type) {
        comesBack(type, OpCodec::write, OpCodec::read);
    }

    @ParameterizedTest
    @MethodSource("everyResult")
    void everyResultComesBackAsItWas(Class<? extends Result> type) {
        comesBack(type, ResultCodec::write, ResultCodec::read);
    }

    @ParameterizedTest
    @MethodSource("everyDecision")
    void everyDecisionComesBackAsItWas(Class<? extends Decision> type) {
        comesBack(type, DecisionCodec::write, DecisionCodec::read);
    }

    @ParameterizedTest
    @MethodSource("everyCapability")
    void everyCapabilityComesBackAsItWas(Class<? extends Capability> type) {
        comesBack(type, CapabilityCodec::write, CapabilityCodec::read);
    }

    @ParameterizedTest
    @MethodSource("everyAnswer")
    void everyAnswerComesBackAsItWas(Class<? extends Answer> type) {
        comesBack(type, QuestionCodec::writeAnswer, QuestionCodec::readAnswer);
    }

    @Test
    void questionsGrantsAndConfinementsComeBackAsTheyWere() {
        comesBack(Question.class, QuestionCodec::write, QuestionCodec::read);
        comesBack(Grant.class, QuestionCodec::writeGrant, QuestionCodec::readGrant);
        comesBack(Confinement.class, ConfinementCodec::write, ConfinementCodec::read);
    }

    @ParameterizedTest
    @MethodSource("everyEvent")
    void aTypeIsTheNameOfItsRecordInSnakeCase(Class<? extends Event> type) {
        String expected = SchemaNames.snakeCase(type.getSimpleName());
        assertEquals(Optional.of(expected), EventCodec.write(new Samples(1).of(type)).text("type"));
    }

    @Test
    void anEnvelopeIsOneLineThatComesBack() {
        Samples samples = new Samples(7);
        for (int i = 0; i < 500; i++) {
            Envelope envelope = new Envelope(i, samples.of(Instant.class), samples.of(Event.class));
            String line = EnvelopeCodec.write(envelope);
            assertEquals(-1, line.indexOf('\n'), line);
            assertEquals(new EnvelopeCodec.Line.Known(envelope), EnvelopeCodec.read(line));
            assertEquals(
                    EventCodec.write(envelope.event()).text("type"), EnvelopeCodec.peekType(line));
        }
    }

    @Test
    void anUnknownEventIsAValueToCount() {
        String line =
                "{\"schema_version\":1,\"sequence\":4,\"time\":\"2026-11-21T09:30:00.250Z\","
                        + "\"event\":{\"type\":\"from_tomorrow\",\"x\":1}}";
        assertEquals(
                new EnvelopeCodec.Line.Unknown(
                        4, Instant.parse("2026-11-21T09:30:00.250Z"), "from_tomorrow"),
                EnvelopeCodec.read(line));
    }

    @Test
    void aLineOfANewerFormatIsRefusedWithItsVersion() {
        JsonException refused =
                assertThrows(
                        JsonException.class,
                        () -> EnvelopeCodec.read("{\"schema_version\":2,\"sequence\":0}"));
        assertEquals(
                "schema_version 2 was written by another version of Cordon; this one reads 1 to 1",
                refused.getMessage());
    }

    @Test
    void membersThatNobodyKnowsAreIgnored() {
        Json.Obj json = JsonText.readObject("{\"type\":\"warning\",\"new\":[1],\"message\":\"m\"}");
        assertEquals(Optional.of(new Event.Warning("m")), EventCodec.read(json));
    }

    @Test
    void theMessageNamesTheValueAndTheMember() {
        Json.Obj json = JsonText.readObject("{\"type\":\"turn_started\",\"turn\":1}");
        JsonException refused = assertThrows(JsonException.class, () -> EventCodec.read(json));
        assertEquals(
                "event turn_started: member \"turn\" must be a string; found something else",
                refused.getMessage());
    }

    @Test
    void theChecksOfARecordHoldForReadingToo() {
        Json.Obj json =
                JsonText.readObject(
                        "{\"type\":\"read_file\",\"call\":\"c\",\"requester\":\"model\","
                                + "\"path\":\"../../etc/passwd\",\"offset\":0,\"max_bytes\":1}");
        JsonException refused = assertThrows(JsonException.class, () -> ActionCodec.read(json));
        assertEquals(
                "action read_file: not an absolute, normalised path: ../../etc/passwd",
                refused.getMessage());
    }

    @Test
    void aConfinementWithoutItsProtectionsIsNotRead() {
        Json.Obj whole = ConfinementCodec.write(new Samples(3).of(Confinement.class));
        for (String name : List.of("hidden", "hidden_names", "protected_names")) {
            Json.ObjBuilder without = Json.object();
            whole.members()
                    .forEach((key, value) -> {
                        if (!key.equals(name)) {
                            without.put(key, value);
                        }
                    });
            assertThrows(JsonException.class, () -> ConfinementCodec.read(without.build()), name);
        }
    }

    @Test
    void anythingBrokenIsAJsonExceptionAndNothingElse() {
        Random random = new Random(11);
        Samples samples = new Samples(12);
        int readable = 0;
        for (int i = 0; i < 20_000; i++) {
            Envelope envelope = new Envelope(i, Instant.EPOCH, samples.of(Event.class));
            Json broken = mutate(JsonText.read(EnvelopeCodec.write(envelope)), random);
            try {
                EnvelopeCodec.read(JsonText.write(broken));
                readable++;
            } catch (JsonException expected) {
                assertTrue(!expected.getMessage().isEmpty());
            }
        }
        assertTrue(readable > 100, "most mutations broke something unimportant or nothing");
    }

    @Test
    void brokenTextIsAJsonExceptionAndNothingElse() {
        Random random = new Random(13);
        Samples samples = new Samples(14);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder line =
                    new StringBuilder(
                            EnvelopeCodec.write(
                                    new Envelope(i, Instant.EPOCH, samples.of(Event.class))));
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                int at = random.nextInt(line.length());
                if (random.nextBoolean()) {
                    line.deleteCharAt(at);
                } else {
                    line.setCharAt(at, "{}[]\",:0e\\\u0000\uD800".charAt(random.nextInt(12)));
                }
            }
            try {
                EnvelopeCodec.read(line.toString());
            } catch (JsonException expected) {
                assertTrue(!expected.getMessage().isEmpty());
            }
        }
    }

    static Stream<Class<?>> everyEvent() {
        return Samples.leaves(Event.class).stream();
    }

    static Stream<Class<?>> everyItem() {
        return Samples.leaves(Item.class).stream();
    }

    static Stream<Class<?>> everyAction() {
        return Samples.leaves(Action.class).stream();
    }

    static Stream<Class<?>> everyOp() {
        return Samples.leaves(Op.class).stream();
    }

    static Stream<Class<?>> everyResult() {
        return Samples.leaves(Result.class).stream();
    }

    static Stream<Class<?>> everyDecision() {
        return Samples.leaves(Decision.class).stream();
    }

    static Stream<Class<?>> everyCapability() {
        return Samples.leaves(Capability.class).stream();
    }

    static Stream<Class<?>> everyAnswer() {
        return Samples.leaves(Answer.class).stream();
    }

    private static <T> void comesBack(
            Class<? extends T> type, Function<T, Json.Obj> write, Function<Json.Obj, T> read) {
        for (int seed = 0; seed < SAMPLES; seed++) {
            T value = new Samples(seed).of(type);
            String text = JsonText.write(write.apply(value));
            T back = read.apply(JsonText.readObject(text));
            assertEquals(value, back);
            assertEquals(text, JsonText.write(write.apply(back)));
        }
    }

    private static Json mutate(Json value, Random random) {
        if (random.nextInt(12) == 0) {
            return switch (random.nextInt(6)) {
                case 0 -> Json.Null.NULL;
                case 1 -> new Json.Num("1e999");
                case 2 -> Json.of("\u0000");
                case 3 -> Json.array(List.of(Json.of(true)));
                case 4 -> Json.object().put("type", "text_delta").build();
                default -> Json.of(Long.MIN_VALUE);
            };
        }
        return switch (value) {
            case Json.Obj object -> {
                Json.ObjBuilder out = Json.object();
                object.members().forEach((key, inner) -> out.put(key, mutate(inner, random)));
                yield out.build();
            }
            case Json.Arr(List<Json> elements) -> {
                List<Json> out = new ArrayList<>();
                elements.forEach(element -> out.add(mutate(element, random)));
                yield Json.array(out);
            }
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> value;
        };
    }
}
