package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Result;
import java.util.Optional;

/// Asked before each connection that a confined command opens. The gate implements it.
@FunctionalInterface
public interface ConnectionGuard {

    /// Decides, and may take as long as a person takes.
    ///
    /// @return empty if the connection may be opened, else why not
    Optional<Result.Refused> check(Action.Connect connection) throws InterruptedException;

    /// Told of a connection that the boundary itself refused, before or after {@link #check}:
    /// broken syntax, a private address, another name inside than outside. Must not throw.
    default void refusedByBoundary(Action.Connect connection, Result.Refused refusal) {}

    /// Told when an allowed connection or request is over. Must not throw.
    ///
    /// @param sentBytes what the command sent, as far as it is known
    /// @param receivedBytes what it got
    default void finished(
            Action.Connect connection, long sentBytes, long receivedBytes, long wallMillis) {}
}
