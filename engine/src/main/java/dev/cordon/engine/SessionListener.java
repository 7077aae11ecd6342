package dev.cordon.engine;

import dev.cordon.protocol.Envelope;

/// Sees what happens in a session, in order, on whatever thread it happens. Must be quick and must
/// not throw: the session waits for it.
@FunctionalInterface
public interface SessionListener {
    void on(Envelope envelope);
}
