package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.model.ModelClient;
import dev.cordon.model.ModelEvent;
import dev.cordon.model.ModelRequest;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LongSessionTest {
    private static final int ROUNDS = 10_000;

    /// Asks for one command after the other and notes when it was asked.
    private static final class TirelessModel implements ModelClient {
        private final long[] askedNanos = new long[ROUNDS + 1];
        private int rounds;

        @Override
        public void stream(ModelRequest request, Listener listener) {
            askedNanos[rounds] = System.nanoTime();
            if (rounds == ROUNDS) {
                listener.on(
                        new ModelEvent.ItemDone(
                                0,
                                new Item.AssistantMessage(
                                        "done", Optional.empty(), Optional.empty())));
            } else {
                rounds++;
                String arguments = "{\"cmd\":\"./mvnw -q test -Dtest=Cart" + rounds + "Test\"}";
                Item.ToolCall call =
                        ScriptedModel.call("call_" + rounds, "exec_command", arguments);
                listener.on(
                        new ModelEvent.ItemDone(
                                0,
                                new Item.ToolCall(
                                        call.call(),
                                        call.name(),
                                        call.namespace(),
                                        call.input(),
                                        Optional.of(
                                                new Wire(
                                                        "openai",
                                                        "some-model",
                                                        "{\"type\":\"function_call\",\"id\":\"fc_0a1b"
                                                                + "2c3d4e5f60718293a4b5c6d7e8f9\","
                                                                + "\"call_id\":\"call_"
                                                                + rounds
                                                                + "\",\"name\":\"exec_command\","
                                                                + "\"arguments\":\"{\\\"cmd\\\":"
                                                                + "\\\"./mvnw -q test"
                                                                + " -Dtest=CartTest\\\"}\"}")))));
            }
            listener.on(ScriptedModel.completed());
        }

        /// The middle of the times of these rounds, in nanoseconds.
        long median(int from, int to) {
            long[] times = new long[to - from];
            for (int i = from; i < to; i++) {
                times[i - from] = askedNanos[i + 1] - askedNanos[i];
            }
            Arrays.sort(times);
            return times[times.length / 2];
        }

        @Override
        public String provider() {
            return "tireless";
        }

        @Override
        public void close() {}
    }

    /// Counts what a log would hold.
    private static final class CountingLog implements EventLog {
        private long bytes;

        @Override
        public synchronized void append(Envelope envelope) {
            bytes += EnvelopeCodec.write(envelope).getBytes(StandardCharsets.UTF_8).length + 1;
        }

        @Override
        public void sync() {}

        @Override
        public Optional<java.nio.file.Path> file() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }

    @Test
    void aRoundCostsNoMoreAfterTenThousandAndTwoKilobytesInTheFile() {
        TirelessModel model = new TirelessModel();
        CountingLog log = new CountingLog();
        String output = "[INFO] Tests run: 3, Failures: 0\n";
        Stage stage = new Stage();
        stage.client = Optional.of(model);
        stage.limits = new TurnLimits(0, 0, 0, 0, 0, 20, 0);
        stage.sandbox.answering(_ -> RecordingSandbox.exited(0, output)).forgetting();
        stage.journal.forgetting();
        try (Session session =
                Session.open(
                        SessionId.fresh(),
                        stage.parts(),
                        new NobodyApprover(),
                        log,
                        Restored.NOTHING,
                        _ -> {})) {
            assertInstanceOf(
                    TurnOutcome.Completed.class,
                    session.run(new Op.Submit(List.of(new Content.Text("go")), Optional.empty())));
        }

        assertEquals(ROUNDS, model.rounds);
        long early = model.median(500, 1500);
        long late = model.median(ROUNDS - 1000, ROUNDS);
        String times =
                "a round took %d µs at 100, %d at 1,000 and %d at 10,000"
                        .formatted(model.median(50, 150) / 1000, early / 1000, late / 1000);
        assertTrue(late <= 3 * early + 100_000, times);
        long aRound = log.bytes / ROUNDS - output.length();
        assertTrue(aRound <= 2048, "a round took " + aRound + " bytes of the file");
        System.out.println(times + "; " + aRound + " bytes of the file a round");
    }

    @Test
    void theFileHoldsNoLineForAnActionThatOnlyStarted() {
        CountingLog log = new CountingLog();
        Events events =
                new Events(
                        log, new WithoutSecrets(TextFilter.NONE), java.time.Clock.systemUTC(), 0);
        events.emit(new Event.ActionStarted(new dev.cordon.protocol.CallId("c")));

        assertEquals(0, log.bytes);
    }
}
