package dev.cordon.engine;

import dev.cordon.protocol.Envelope;
import java.nio.file.Path;
import java.util.Optional;

/// Where the durable events of one session go.
public interface EventLog extends AutoCloseable {

    /// Writes one event; when this returns, a crash of the process does not lose it.
    ///
    /// @throws SessionLogException if it could not be written
    void append(Envelope envelope);

    /// Makes what was written survive a power cut.
    void sync();

    /// The file, if there is one.
    Optional<Path> file();

    @Override
    void close();

    /// A log that keeps nothing, for sessions that leave no trace on disk.
    static EventLog nowhere() {
        return Events.nowhere();
    }
}
