package dev.cordon.model;

import java.util.Optional;

/// Speaks to one model of one provider for one session.
///
/// A client may keep what it serialised: it belongs to one session and is used by one thread at a
/// time, so a history that only grows is written once.
public interface ModelClient extends AutoCloseable {

    /// Sends one request and gives what comes back to `listener`, on the calling thread, until
    /// {@link ModelEvent.Completed} or {@link ModelEvent.Failed}, which always comes last.
    ///
    /// Retries by the error table are made inside and shown as {@link ModelEvent.Retrying}; after
    /// one, everything since the last {@link ModelEvent.ItemDone} is void.
    ///
    /// @throws InterruptedException if the thread was interrupted; the connection is closed within
    ///   100 ms and nothing more is given to `listener`
    void stream(ModelRequest request, Listener listener) throws InterruptedException;

    /// The id of the provider, for example `openai`.
    String provider();

    /// What the user should know of the model before it is asked, a sentence.
    default Optional<String> warning() {
        return Optional.empty();
    }

    /// The body of the request that would be sent, for people who want to see it; empty if this
    /// client sends none.
    default Optional<String> wouldSend(ModelRequest request) {
        return Optional.empty();
    }

    /// Closes connections.
    @Override
    void close();

    /// Gets the events of one stream.
    @FunctionalInterface
    interface Listener {
        /// Must be quick: the stream waits.
        void on(ModelEvent event);
    }
}
