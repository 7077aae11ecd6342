package dev.cordon.model;

import java.util.List;
import java.util.Optional;

/// How one API writes requests and tells answers.
interface Dialect {

    /// What comes behind the base address, for example `/responses`.
    String path();

    /// The headers that the API wants besides the common ones.
    List<Transport.Header> headers(Optional<Secret> key);

    /// The body for a request. What was written for an earlier request of the same history is not
    /// written again.
    RequestBody write(ModelRequest request);

    /// Starts to read the answer to the request that was written last.
    Answer read(ModelRequest request, ModelClient.Listener listener);

    /// Whether the fault comes from something the dialect kept, which it has now forgotten, so that
    /// the request should be written anew.
    default boolean forgets(Fault fault) {
        return false;
    }

    /// Reads one answer event by event.
    interface Answer {
        /// Takes an event in.
        ///
        /// @throws AnswerException if it says that the answer failed
        void event(SseEvent event) throws AnswerException;

        /// Whether the answer is complete.
        boolean finished();

        /// The stream has ended although the answer is not finished: some servers just close.
        ///
        /// @throws AnswerException if the answer is not complete
        void closed() throws AnswerException;

        /// Whether a call was given to the listener: it may be running, so the request must not be
        /// made again.
        boolean callGiven();
    }
}
