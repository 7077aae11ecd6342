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
}
