package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramApproverTest {
    @TempDir Path folder;

    @Test
    void aProgramAnswersQuestionAfterQuestion() throws Exception {
        Path program =
                script(
                        "while read -r line; do id=$(printf %s \"$line\" | sed"
                                + " 's/.*\"id\":\"\\([^\"]*\\)\".*/\\1/');"
                                + " printf '{\"question\":\"%s\",\"answer\":\"approve\",\"scope\":"
                                + "\"session\"}\\n' \"$id\"; done");
        try (ProgramApprover approver =
                ProgramApprover.command(program, folder, System.err, Clock.systemUTC())) {
            Question question = question(60);

            Answer first = approver.answer(question);
            Answer second = approver.answer(question);

            assertEquals(
                    new Answer.Approve(
                            "approver:program",
                            question.ask().capabilities().getFirst(),
                            Grant.Scope.SESSION),
                    first);
            assertEquals(first, second);
        }
    }

    @Test
    void aProgramThatListensOnASocketAnswersToo() throws Exception {
        Path socket = folder.resolve("answers.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread answering =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (SocketChannel asked = server.accept()) {
                                    asked.read(ByteBuffer.allocate(64 * 1024));
                                    asked.write(
                                            ByteBuffer.wrap(
                                                    "{\"question\":\"q-1\",\"answer\":\"decline\",\"guidance\":\"use make\"}\n"
                                                            .getBytes(StandardCharsets.UTF_8)));
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            try (ProgramApprover approver = ProgramApprover.unixSocket(socket, Clock.systemUTC())) {
                assertEquals(
                        new Answer.Decline(
                                "approver:answers.sock", java.util.Optional.of("use make")),
                        approver.answer(question(60)));
            }
            answering.join();
        }
    }

    @Test
    void whateverElseItSaysMeansNo() throws Exception {
        for (String line :
                List.of(
                        "yes",
                        "{}",
                        "{\"question\":\"other\",\"answer\":\"approve\"}",
                        "{\"question\":\"q-1\",\"answer\":\"approve\",\"capability\":9}",
                        "{\"question\":\"q-1\",\"answer\":\"approve\",\"scope\":\"for ever\"}",
                        "{\"question\":\"q-1\",\"answer\":\"maybe\"}")) {
            Path program = script("read -r line; echo '" + line + "'");
            try (ProgramApprover approver =
                    ProgramApprover.command(program, folder, System.err, Clock.systemUTC())) {
                Answer answer = approver.answer(question(60));

                assertInstanceOf(Answer.Decline.class, answer, line);
            }
        }
    }

    @Test
    void aProgramThatDiesOrIsMissingMeansNo() throws Exception {
        try (ProgramApprover dies =
                        ProgramApprover.command(
                                script("exit 1"), folder, System.err, Clock.systemUTC());
                ProgramApprover missing =
                        ProgramApprover.command(
                                folder.resolve("none"), folder, System.err, Clock.systemUTC())) {
            assertInstanceOf(Answer.Decline.class, dies.answer(question(60)));
            assertInstanceOf(Answer.Decline.class, missing.answer(question(60)));
        }
    }

    @Test
    void silenceUntilTheQuestionExpiresMeansNo() throws Exception {
        Path program = script("cat >/dev/null");
        try (ProgramApprover approver =
                ProgramApprover.command(program, folder, System.err, Clock.systemUTC())) {
            Answer answer = approver.answer(question(0));

            assertTrue(assertInstanceOf(Answer.Decline.class, answer).guidance().isPresent());
        }
    }

    private Path script(String body) throws IOException {
        Path program = folder.resolve("program");
        Files.deleteIfExists(program);
        Files.writeString(program, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }

    private static Question question(long seconds) {
        Capability exact = new Capability.ExactAction("ab12");
        return new Question(
                "q-1",
                new CallId("call-1"),
                new Action.StopProcess(new CallId("call-1"), Action.Requester.MODEL, 1),
                "ab12",
                new Decision.Ask("test", Origin.BUILT_IN, "may it?", List.of(exact)),
                Map.of(),
                List.of(Grant.Scope.ONCE, Grant.Scope.SESSION),
                Instant.now().plusSeconds(seconds));
    }
}
