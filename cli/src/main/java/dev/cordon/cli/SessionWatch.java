package dev.cordon.cli;

import dev.cordon.policy.Config;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import java.util.Map;
import java.util.Optional;

/// Tells somebody outside what happens in a session. Nothing of telemetry is loaded before a
/// collector is configured: this interface is all that a start without one sees.
interface SessionWatch extends AutoCloseable {

    /// Takes an event; never blocks.
    void on(Envelope envelope);

    /// Takes a decision about a connection of a command; never blocks.
    void connected(Action.Connect connection, Optional<Result.Refused> refused);

    /// What a command of this call gets into its environment.
    Map<String, String> context(CallId call);

    /// What the user should know and was not yet told.
    Optional<String> takeWarning();

    /// Why nothing may happen any more.
    Optional<String> stopReason();

    @Override
    void close();

    /// One for a session; {@link #NONE} if no signal has a destination.
    ///
    /// @throws UsageException if the configuration contradicts itself
    static SessionWatch of(SessionId session, Host host, Config config, SecretFilter filter) {
        return configured(config) ? TelemetryWatch.start(session, host, config, filter) : NONE;
    }

    /// Whether any signal goes anywhere.
    static boolean configured(Config config) {
        return !config.names("otel.exporter").isEmpty()
                || !config.names("otel.trace_exporter").isEmpty()
                || !config.names("otel.metrics_exporter").isEmpty();
    }

    /// Tells nobody.
    SessionWatch NONE =
            new SessionWatch() {
                @Override
                public void on(Envelope envelope) {}

                @Override
                public void connected(
                        Action.Connect connection, Optional<Result.Refused> refused) {}

                @Override
                public Map<String, String> context(CallId call) {
                    return Map.of();
                }

                @Override
                public Optional<String> takeWarning() {
                    return Optional.empty();
                }

                @Override
                public Optional<String> stopReason() {
                    return Optional.empty();
                }

                @Override
                public void close() {}
            };
}
