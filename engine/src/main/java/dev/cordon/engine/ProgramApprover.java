package dev.cordon.engine;

import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Question;
import dev.cordon.protocol.QuestionCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Lets another program answer, in JSON lines.
///
/// A line out is a question: `{"type":"question","question":{…}}` as in the reference of the
/// protocol. A line in is an answer:
///
/// ```json
/// {"question":"ID","answer":"approve","scope":"once","capability":0}
/// {"question":"ID","answer":"decline","guidance":"use make"}
/// {"question":"ID","answer":"abort"}
/// ```
///
/// `capability` counts the capabilities of the question from 0. Anything else, an answer to another
/// question, silence until the question expires, or the end of the program means no.
public final class ProgramApprover implements Approver, AutoCloseable {
    static final int MAX_LINE_CHARS = 64 * 1024;

    private final String name;
    private final Clock clock;
    private final Connector connector;
    private Optional<Wire> wire = Optional.empty();

    private ProgramApprover(String name, Clock clock, Connector connector) {
        this.name = "approver:" + name;
        this.clock = clock;
        this.connector = connector;
    }

    /// Starts a program with the first question and talks to its standard input and output.
    ///
    /// @param directory where it starts
    /// @param errors gets what it says on standard error
    public static ProgramApprover command(
            Path program, Path directory, OutputStream errors, Clock clock) {
        return new ProgramApprover(
                program.getFileName().toString(),
                clock,
                () -> {
                    Process process =
                            new ProcessBuilder(program.toString())
                                    .directory(directory.toFile())
                                    .start();
                    Thread.ofVirtual().start(() -> pass(process.getErrorStream(), errors));
                    return new Wire(
                            reader(process.inputReader(StandardCharsets.UTF_8)),
                            process.getOutputStream(),
                            process::destroyForcibly);
                });
    }

    private static void pass(InputStream from, OutputStream to) {
        try (from) {
            from.transferTo(to);
        } catch (IOException _) {
            // One of them was closed, and nobody reads its words any more.
        }
    }

    /// Connects to a socket with the first question.
    public static ProgramApprover unixSocket(Path socket, Clock clock) {
        return new ProgramApprover(
                String.valueOf(socket.getFileName()),
                clock,
                () -> {
                    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                    channel.connect(UnixDomainSocketAddress.of(socket));
                    return new Wire(
                            reader(
                                    new BufferedReader(
                                            new InputStreamReader(
                                                    Channels.newInputStream(channel),
                                                    StandardCharsets.UTF_8))),
                            Channels.newOutputStream(channel),
                            () -> {
                                try {
                                    channel.close();
                                } catch (IOException _) {
                                    // It is given up in any case.
                                }
                            });
                });
    }

    @Override
    public synchronized Answer answer(Question question) throws InterruptedException {
        try {
            if (wire.isEmpty()) {
                wire = Optional.of(connector.connect());
            }
            Wire connected = wire.get();
            send(connected, question);
            return read(receive(connected, question), question);
        } catch (IOException | JsonException | TimeoutException e) {
            // Out of step from here on: the next question starts over.
            close();
            return new Answer.Decline(
                    name, Optional.of("the approver gave no answer: " + e.getMessage()));
        }
    }

    @Override
    public synchronized void close() {
        wire.ifPresent(w -> w.stop().run());
        wire = Optional.empty();
    }

    private static void send(Wire wire, Question question) throws IOException {
        Json.Obj line =
                Json.object()
                        .put("type", "question")
                        .put("question", QuestionCodec.write(question))
                        .build();
        wire.out().write((JsonText.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
        wire.out().flush();
    }

    private String receive(Wire wire, Question question)
            throws IOException, InterruptedException, TimeoutException {
        FutureTask<String> line = new FutureTask<>(wire.in()::next);
        Thread.ofVirtual().name("approver").start(line);
        long millis = Duration.between(clock.instant(), question.expires()).toMillis();
        try {
            return line.get(Math.max(1, millis), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        }
    }

    private Answer read(String line, Question question) {
        Json.Obj answer = JsonText.readObject(line);
        if (!answer.requireText("question").equals(question.id())) {
            throw new JsonException("the answer is for another question");
        }
        String word = answer.requireText("answer");
        return switch (word) {
            case "approve" -> {
                int index = Math.toIntExact(answer.integer("capability").orElse(0));
                if (index < 0 || index >= question.ask().capabilities().size()) {
                    throw new JsonException("the question has no capability number " + index);
                }
                yield new Answer.Approve(
                        name,
                        question.ask().capabilities().get(index),
                        scope(answer.text("scope").orElse("once"), question));
            }
            case "decline" -> new Answer.Decline(name, answer.text("guidance"));
            case "abort" -> new Answer.Abort(name);
            default ->
                    throw new JsonException(
                            "answer \"" + word + "\" is unknown; use approve, decline or abort");
        };
    }

    private static dev.cordon.protocol.Grant.Scope scope(String word, Question question) {
        for (dev.cordon.protocol.Grant.Scope scope : question.scopes()) {
            if (scope.name().toLowerCase(java.util.Locale.ROOT).equals(word)) {
                return scope;
            }
        }
        throw new JsonException("the question does not offer the scope \"" + word + "\"");
    }

    private static Lines reader(BufferedReader in) {
        return () -> {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("it ended");
                }
                if (line.length() == MAX_LINE_CHARS) {
                    throw new IOException("a line is longer than " + MAX_LINE_CHARS);
                }
                line.append((char) c);
            }
            return line.toString();
        };
    }

    private record Wire(Lines in, OutputStream out, Runnable stop) {}

    @FunctionalInterface
    private interface Lines {
        String next() throws IOException;
    }

    @FunctionalInterface
    private interface Connector {
        Wire connect() throws IOException;
    }
}
