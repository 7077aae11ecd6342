package dev.cordon.model;

import dev.cordon.model.ModelEvent.Failed;
import dev.cordon.model.ModelEvent.Retrying;
import dev.cordon.model.RetryTable.Row;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Sends requests in one dialect and goes on after faults by {@link RetryTable}.
///
/// ```
/// write -> attempt -> answer complete            -> Completed
///            |  fault, a call was given          -> Completed: the session asks again itself
///            |  fault, the table says stop       -> Failed
///            +- fault, the table says try again  -> Retrying, wait, attempt
/// ```
final class HttpModelClient implements ModelClient {
    private static final int CONNECT_TIMEOUT_MILLIS = 30_000;

    private final Provider provider;
    private final Dialect dialect;
    private final ModelClients.Options options;
    private final Transport transport;
    private final ModelClients.Pause pause;
    private final Optional<String> warning;

    HttpModelClient(
            Provider provider,
            Dialect dialect,
            ModelClients.Options options,
            Transport transport,
            ModelClients.Pause pause,
            Optional<String> warning) {
        this.provider = provider;
        this.dialect = dialect;
        this.options = options;
        this.transport = transport;
        this.pause = pause;
        this.warning = warning;
    }

    @Override
    public String provider() {
        return provider.id();
    }

    @Override
    public Optional<String> warning() {
        return warning;
    }

    @Override
    public void close() {
        transport.close();
    }

    @Override
    public void stream(ModelRequest request, Listener listener) throws InterruptedException {
        Retries retries = new Retries(provider, options.limits(), pause);
        try {
            RequestBody body = dialect.write(request);
            while (true) {
                Optional<Secret> key = options.credentials().find(provider);
                Dialect.Answer answer = dialect.read(request, listener);
                Fault fault;
                try {
                    attempt(request, body, key, answer, listener);
                    return;
                } catch (AnswerException e) {
                    fault = e.fault();
                }
                Connection.checkInterrupt();
                if (dialect.forgets(fault)) {
                    body = dialect.write(request);
                }
                if (!goesOn(fault, key, answer, retries, listener)) {
                    return;
                }
            }
        } catch (ProviderException e) {
            listener.on(
                    new Failed(
                            FailureKind.CONFIGURATION,
                            e.getMessage() == null ? "" : e.getMessage(),
                            OptionalLong.empty(),
                            Optional.empty()));
        }
    }

    @Override
    public Optional<String> wouldSend(ModelRequest request) {
        return Optional.of(dialect.write(request).toString());
    }

    /// Tells the listener what follows from a fault, and waits if the request is made again.
    private boolean goesOn(
            Fault fault,
            Optional<Secret> key,
            Dialect.Answer answer,
            Retries retries,
            Listener listener)
            throws InterruptedException {
        Row row = RetryTable.rowFor(fault);
        boolean fresh =
                row.action() == RetryTable.Action.REFRESH
                        && retries.mayRefresh()
                        && options.credentials().refresh(provider, key);
        Retries.Step step = retries.next(fault, row, fresh);
        String said = key.map(k -> k.removeFrom(fault.message())).orElse(fault.message());
        switch (step) {
            case Retries.Step.Stop(String why) -> {
                listener.on(
                        new Failed(
                                row.kind(),
                                FaultText.sentence(provider, fault, row, said, why),
                                FaultText.retryAfterSeconds(fault, Instant.now()),
                                fault.requestId()));
                return false;
            }
            case Retries.Step.Again(int attempt, int most, long delayMillis) -> {
                boolean running = answer.callGiven();
                listener.on(
                        new Retrying(
                                attempt,
                                most,
                                running ? 0 : delayMillis,
                                FaultText.reason(fault, said),
                                fault.requestId()));
                if (running) {
                    // The calls that came are good and may be running: asking again now would
                    // make the model call them twice. Their outputs go with the next request.
                    listener.on(
                            new ModelEvent.Completed(
                                    Usage.UNKNOWN, ModelEvent.Stop.TOOL_CALLS, false));
                    return false;
                }
                pause.sleep(delayMillis);
                return true;
            }
        }
    }

    private void attempt(
            ModelRequest request,
            RequestBody body,
            Optional<Secret> key,
            Dialect.Answer answer,
            Listener listener)
            throws AnswerException, InterruptedException {
        Optional<String> requestId = Optional.empty();
        try (Transport.Exchange exchange = transport.send(call(body, key))) {
            requestId = ErrorBody.requestId(exchange);
            if (exchange.status() < 200 || exchange.status() > 299) {
                throw new AnswerException(refusal(exchange));
            }
            checkKind(exchange);
            exchange.header("openai-model")
                    .filter(m -> !ModelNames.same(request.model(), m))
                    .ifPresent(m ->
                            listener.on(
                                    new ModelEvent.Rerouted(
                                            request.model(), m, "header openai-model")));
            pump(new SseReader(exchange.body()), answer);
        } catch (TransportException e) {
            throw new AnswerException(fault(e));
        } catch (AnswerException e) {
            throw new AnswerException(e.fault().withRequestId(requestId));
        } catch (IOException e) {
            Connection.checkInterrupt();
            throw new AnswerException(fault(e, answer).withRequestId(requestId));
        }
    }

    private static void pump(SseReader reader, Dialect.Answer answer)
            throws IOException, AnswerException, InterruptedException {
        while (!answer.finished()) {
            Optional<SseEvent> event;
            try {
                event = reader.next();
            } catch (SseReader.TooLargeException e) {
                throw e;
            } catch (IOException e) {
                Connection.checkInterrupt();
                if (isComplete(answer)) {
                    return;
                }
                throw e;
            }
            // Many events can be in one buffer: an interrupt must not wait for its end.
            Connection.checkInterrupt();
            if (event.isEmpty()) {
                answer.closed();
                return;
            }
            answer.event(event.get());
        }
    }

    /// An answer that only lacks its farewell is complete.
    private static boolean isComplete(Dialect.Answer answer) {
        try {
            answer.closed();
            return true;
        } catch (AnswerException _) {
            return false;
        }
    }

    private Transport.Call call(RequestBody body, Optional<Secret> key) {
        List<Transport.Header> headers = new ArrayList<>();
        try {
            headers.add(new Transport.Header("Content-Type", "application/json"));
            headers.add(new Transport.Header("Accept", "text/event-stream"));
            headers.add(new Transport.Header("User-Agent", options.userAgent()));
            headers.addAll(dialect.headers(key));
            provider.headers().forEach((n, v) -> headers.add(new Transport.Header(n, v)));
            for (Map.Entry<String, String> header : provider.environmentHeaders().entrySet()) {
                options.credentials()
                        .variable(header.getValue())
                        .ifPresent(v -> headers.add(new Transport.Header(header.getKey(), v)));
            }
        } catch (IllegalArgumentException e) {
            throw new ProviderException("model provider " + provider.id() + ": " + e.getMessage());
        }
        return new Transport.Call(
                address(),
                headers,
                body,
                CONNECT_TIMEOUT_MILLIS,
                provider.streamIdleTimeoutMillis());
    }

    private URI address() {
        StringBuilder address =
                new StringBuilder(provider.baseUrl().toString()).append(dialect.path());
        char separator = '?';
        for (Map.Entry<String, String> entry : new TreeMap<>(provider.query()).entrySet()) {
            address.append(separator)
                    .append(URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return URI.create(address.toString());
    }

    private static Fault refusal(Transport.Exchange exchange) throws IOException {
        byte[] body;
        try {
            body = exchange.body().readNBytes(ErrorBody.MAX_BYTES);
        } catch (SocketTimeoutException _) {
            body = new byte[0];
        }
        Fault fault = ErrorBody.read(exchange, body, Instant.now());
        if (exchange.status() >= 300 && exchange.status() <= 399) {
            String to = exchange.header("location").orElse("nowhere");
            return Fault.of(Fault.Source.HTTP, "redirected to " + to).withStatus(exchange.status());
        }
        return fault;
    }

    /// A proxy's page or a plain JSON answer is not a stream.
    private static void checkKind(Transport.Exchange exchange) throws IOException, AnswerException {
        String type = exchange.header("content-type").orElse("");
        if (!type.startsWith("text/html") && !type.startsWith("application/json")) {
            return;
        }
        InputStream in = exchange.body();
        Fault fault = ErrorBody.read(exchange, in.readNBytes(ErrorBody.MAX_BYTES), Instant.now());
        throw new AnswerException(
                fault.code().isEmpty()
                        ? Fault.of(
                                Fault.Source.GARBAGE,
                                "the server answered with " + type + " instead of a stream")
                        : Fault.event(fault.code(), fault.message()));
    }

    private static Fault fault(TransportException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return Fault.of(
                switch (e.reason()) {
                    case UNREACHABLE -> Fault.Source.UNREACHABLE;
                    case TLS -> Fault.Source.TLS;
                    case TIMEOUT -> Fault.Source.IDLE;
                    case CLOSED -> Fault.Source.DISCONNECTED;
                    case PROTOCOL -> Fault.Source.GARBAGE;
                },
                message);
    }

    private Fault fault(IOException e, Dialect.Answer answer) {
        return switch (e) {
            case SseReader.TooLargeException large ->
                    Fault.of(Fault.Source.GARBAGE, String.valueOf(large.getMessage()));
            case SocketTimeoutException _ ->
                    Fault.of(
                            Fault.Source.IDLE,
                            "idle timeout waiting for SSE: nothing for "
                                    + provider.streamIdleTimeoutMillis() / 1000.0
                                    + " s");
            default ->
                    Fault.of(
                            Fault.Source.DISCONNECTED,
                            (answer.callGiven() ? "after a call " : "")
                                    + "the connection broke: "
                                    + e.getMessage());
        };
    }
}
