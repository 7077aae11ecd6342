package dev.cordon.telemetry;

import dev.cordon.protocol.SessionId;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import java.time.Instant;

/// Emits log records with what all of them have in common.
///
/// The name stands in the field for it and in `event.name`, because many back ends look there.
final class Records {
    private final Logger logger;
    private final TurnTrace trace;
    private final SessionId session;
    private long sequence;

    Records(SessionId session, Logger logger, TurnTrace trace) {
        this.session = session;
        this.logger = logger;
        this.trace = trace;
    }

    void emit(String name, Severity severity, Instant at, AttributesBuilder attributes) {
        attributes.put(Names.SESSION, session.value()).put(Names.CONVERSATION, session.value());
        trace.turn().ifPresent(turn -> attributes.put(Names.TURN, turn.value()));
        attributes
                .put(Names.EVENT, name)
                .put(Names.EVENT_SEQUENCE, sequence++)
                .put(Names.AGENT_NAME, Names.AGENT);
        logger.logRecordBuilder()
                .setEventName(name)
                .setTimestamp(at)
                .setObservedTimestamp(at)
                .setSeverity(severity)
                .setSeverityText(severity.name())
                .setBody(name)
                .setContext(trace.context())
                .setAllAttributes(attributes.build())
                .emit();
    }
}
