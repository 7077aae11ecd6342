package dev.cordon.cli;

import dev.cordon.journal.JournalException;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import dev.cordon.sandbox.ConnectionGuard;
import java.util.Optional;

/// Decisions about connections of a command that no session runs: each is in the journal before the
/// connection, and the user is told of each refusal. What cannot be recorded is refused.
record RecordedGuard(ConnectionGuard guard, UserRecord record, Host host)
        implements ConnectionGuard {

    @Override
    public Optional<Result.Refused> check(Action.Connect connection) throws InterruptedException {
        Optional<Result.Refused> refused = guard.check(connection);
        try {
            record.network(connection, refused);
        } catch (JournalException | UsageException e) {
            refused =
                    Optional.of(
                            new Result.Refused(
                                    "journal",
                                    Origin.BUILT_IN,
                                    "journal",
                                    "this connection cannot be recorded: " + e.getMessage()));
        }
        refused.ifPresent(why -> tell(connection, why));
        return refused;
    }

    @Override
    public void refusedByBoundary(Action.Connect connection, Result.Refused refusal) {
        try {
            record.network(connection, Optional.of(refusal));
        } catch (JournalException | UsageException e) {
            host.say("cordon: a refusal could not be recorded: " + e.getMessage());
        }
        tell(connection, refusal);
    }

    private void tell(Action.Connect connection, Result.Refused refusal) {
        host.say(
                Printable.line(
                        "cordon: refused "
                                + connection.host()
                                + ":"
                                + connection.port()
                                + " (rule "
                                + refusal.rule()
                                + "): "
                                + refusal.message(),
                        600));
    }
}
