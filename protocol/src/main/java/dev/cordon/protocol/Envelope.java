package dev.cordon.protocol;

import java.time.Instant;

/// An event with its place in the session: one line of the session log.
///
/// @param sequence counted from 0 in the session, without gaps in the log; a passing event has the
///   number of the event before it
/// @param time when it happened, to the millisecond
public record Envelope(long sequence, Instant time, Event event) {
    /// The version of the format of every line; a reader refuses a higher one.
    public static final int SCHEMA_VERSION = 1;
}
