package dev.cordon.cli;

import dev.cordon.policy.GrantStore;
import dev.cordon.protocol.Grant;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `cordon policy grants`: what was granted for a project, or for a session that runs.
@Command(
        name = "grants",
        description = "List and revoke what was granted for a project or a session.",
        mixinStandardHelpOptions = true)
final class PolicyGrantsCommand {
    static CommandLine tree(Host host) {
        return new CommandLine(new PolicyGrantsCommand())
                .addSubcommand(new ListAll(host))
                .addSubcommand(new Revoke(host));
    }

    @Command(
            name = "list",
            description =
                    "One line a grant: id, capability, project or session, end, who granted it.",
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {
        private final Host host;

        ListAll(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            for (GrantStore.Kept kept : new GrantStore(host.cordonHome()).kept(Instant.now())) {
                Grant grant = kept.grant();
                String session = kept.session().isEmpty() ? "-" : "session " + kept.session();
                host.out()
                        .line(
                                String.join(
                                        "\t",
                                        grant.id(),
                                        grant.capability().key(),
                                        grant.project().orElse(session),
                                        grant.expires().toString(),
                                        grant.grantedBy()));
            }
            return ExitCode.DONE.code();
        }
    }

    @Command(name = "revoke", description = "End a grant.", mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "ID", description = "The id, or its beginning.")
        private String id = "";

        Revoke(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            if (!new GrantStore(host.cordonHome()).revoke(id)) {
                throw new UsageException(
                        "no single grant has the id " + id + "; see cordon policy grants list");
            }
            return ExitCode.DONE.code();
        }
    }
}
