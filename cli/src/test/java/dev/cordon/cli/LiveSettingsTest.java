package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.engine.SessionParts;
import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalEntry;
import dev.cordon.protocol.SessionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveSettingsTest {
    @TempDir Path temporary;
    private SessionParts parts;

    @BeforeEach
    void open() throws IOException {
        Path project = Files.createDirectories(temporary.resolve("shop/.git")).getParent();
        Files.createDirectories(temporary.resolve(".cordon"));
        Files.writeString(
                temporary.resolve(".cordon/config.toml"),
                """
                model = "some-model"
                model_provider = "mine"

                [model_providers.mine]
                base_url = "http://127.0.0.1:9/v1"
                wire_api = "responses"
                """);
        Host host =
                new Host(
                        Map.of("HOME", temporary.toString()),
                        project,
                        temporary,
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(new ByteArrayOutputStream()),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        Workplace place =
                Workplace.open(
                        host,
                        new ExecOptions.Settings(
                                Optional.empty(), List.of(), Optional.empty(), List.of()));
        parts =
                new Wiring(host, place, Models.choose(host, place.governance()))
                        .parts(
                                SessionId.fresh(),
                                new NoJournal(),
                                SecretFilter.load(host),
                                SessionWatch.NONE);
    }

    private static final class NoJournal implements Journal {
        @Override
        public Receipt append(JournalEntry entry) {
            return new Receipt(0, "");
        }

        @Override
        public void close() {}
    }

    private SessionParts set(String key, String value) {
        return parts.reconfigure().with(Map.of(key, value));
    }

    @Test
    void aModeAndAnApprovalPolicyChangeTogetherWithTheRulesTheyMean() {
        SessionParts changed = set("sandbox_mode", "read-only");
        SessionParts again = changed.reconfigure().with(Map.of("approval_policy", "never"));

        assertEquals("read-only", again.settings().sandboxMode());
        assertEquals("never", again.settings().approvalPolicy());
        assertNotSame(parts.policy().digest(), again.policy().digest());
        assertSame(parts.client(), again.client());
    }

    @Test
    void anotherModelGetsAClientOfItsOwn() {
        SessionParts changed = set("model", "other-model");

        assertEquals("other-model", changed.settings().model());
        assertNotSame(parts.client(), changed.client());
    }

    @Test
    void networkIsOpenedAndClosed() {
        SessionParts never = set("approval_policy", "never");
        assertEquals("closed", never.settings().network());
        SessionParts open = never.reconfigure().with(Map.of("network", "open"));
        assertEquals("proxied", open.settings().network());
        assertEquals(
                "closed",
                open.reconfigure().with(Map.of("network", "closed")).settings().network());
    }

    @Test
    void thinkingTakesAnEffortThatIsKnown() {
        assertEquals(
                Optional.of("high"),
                set("model_reasoning_effort", "high").settings().reasoning().effort());
        assertThrows(
                IllegalArgumentException.class, () -> set("model_reasoning_effort", "telepathy"));
    }

    @Test
    void whatCannotChangeIsRefusedWithTheNamesOfWhatCan() {
        String refused =
                String.valueOf(
                        assertThrows(
                                        IllegalArgumentException.class,
                                        () -> set("sandbox.hidden_paths", "[]"))
                                .getMessage());
        assertTrue(refused.contains("these can: model, "), refused);
        assertTrue(
                String.valueOf(
                                assertThrows(
                                                IllegalArgumentException.class,
                                                () -> set("sandbox_mode", "off"))
                                        .getMessage())
                        .contains("use read-only, workspace-write or danger-full-access"));
    }
}
