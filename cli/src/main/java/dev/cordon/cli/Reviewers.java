package dev.cordon.cli;

import dev.cordon.engine.Approver;
import dev.cordon.engine.AutoReviewer;
import dev.cordon.engine.ChainedApprover;
import dev.cordon.engine.NobodyApprover;
import dev.cordon.engine.ProgramApprover;
import dev.cordon.model.ModelRequest;
import dev.cordon.policy.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Chooses who answers questions: by `--approver`, else by the keys `approvals_reviewer` and
/// `approver`.
///
/// ```
/// --approver   never                  nobody
///              auto                   the automatic reviewer
///              auto,command:PATH      the reviewer, then a program for what it does not allow
///              command:PATH unix:PATH a program
/// ```
///
/// What an administrator allows is checked with the configuration: see {@link #word}.
final class Reviewers {
    private static final String AUTO = "auto";
    private static final String REVIEWER = "auto_review";
    private static final String THEN_USER = "auto_review_then_user";

    private final Config config;
    private final Models models;

    Reviewers(Config config, Models models) {
        this.config = config;
        this.models = models;
    }

    /// What `--approver` means for the key `approvals_reviewer`, so that requirements hold for
    /// both.
    ///
    /// @throws UsageException if it is none of the words
    static String word(String approver) {
        String first = approver.split(",", 2)[0];
        return switch (first) {
            case "never" -> "user";
            case AUTO -> approver.equals(AUTO) ? REVIEWER : THEN_USER;
            default -> {
                boolean known = isProgram(first) && first.equals(approver);
                if (!known) {
                    throw new UsageException(
                            "--approver "
                                    + approver
                                    + " is unknown; use never, auto, command:PATH, unix:PATH or"
                                    + " auto,command:PATH");
                }
                yield "user";
            }
        };
    }

    private static boolean isProgram(String who) {
        return who.startsWith("command:") || who.startsWith("unix:");
    }

    /// Who answers in a run without a terminal, behind the reviewer if there is one.
    ///
    /// @param asked the value of `--approver`, if it was given
    static Chosen headless(Host host, Config config, Optional<String> asked) {
        String who = asked.or(() -> config.text("approver")).orElse("never");
        int comma = who.indexOf(',');
        String behind = comma < 0 ? who : who.substring(comma + 1);
        boolean nobody = behind.equals(AUTO) || behind.equals("never");
        return nobody ? new Chosen(new NobodyApprover(), () -> {}) : program(host, behind);
    }

    /// Puts the reviewer before whoever answers otherwise, if the settings want one.
    ///
    /// @throws UsageException if there is no model that could review
    UnaryOperator<Approver> before() {
        return switch (config.text("approvals_reviewer").orElse("user")) {
            case REVIEWER -> reviewed(_ -> new NobodyApprover());
            case THEN_USER -> reviewed(UnaryOperator.identity());
            default -> UnaryOperator.identity();
        };
    }

    private UnaryOperator<Approver> reviewed(UnaryOperator<Approver> behind) {
        Models reviewing = models.reviewer();
        AutoReviewer.Options options =
                new AutoReviewer.Options(
                        reviewing.profile().slug(),
                        config.text("auto_review.policy").orElse(""),
                        config.integer("auto_review.timeout_ms").orElse(90_000),
                        config.integer("auto_review.max_tokens").orElse(0),
                        AutoReviewer.Options.ANSWER_TOKENS,
                        new ModelRequest.Reasoning(Optional.of("low"), Optional.empty()));
        return person ->
                new ChainedApprover(
                        new AutoReviewer(reviewing::client, options, Clock.systemUTC()),
                        behind.apply(person));
    }

    private static Chosen program(Host host, String who) {
        if (who.startsWith("command:")) {
            Path path = host.directory().resolve(who.substring("command:".length()));
            if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
                throw new UsageException(
                        "approver " + who + ": " + path + " is no program that can be started");
            }
            ProgramApprover program =
                    ProgramApprover.command(path, host.directory(), host.err(), Clock.systemUTC());
            return new Chosen(program, program::close);
        }
        if (who.startsWith("unix:")) {
            Path path = host.directory().resolve(who.substring("unix:".length()));
            if (!Files.exists(path)) {
                throw new UsageException(
                        "approver "
                                + who
                                + ": there is no socket "
                                + path
                                + "; start what listens");
            }
            ProgramApprover program = ProgramApprover.unixSocket(path, Clock.systemUTC());
            return new Chosen(program, program::close);
        }
        throw new UsageException("approver " + who + " is unknown; use command:PATH or unix:PATH");
    }

    /// An approver that may hold a process, a socket or a connection.
    record Chosen(Approver approver, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }
}
