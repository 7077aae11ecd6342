package dev.cordon.cli;

import dev.cordon.policy.Bundle;
import dev.cordon.policy.ConfigException;
import dev.cordon.policy.FileOwner;
import dev.cordon.policy.TrustRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cordon policy bundle`: an organisation's signed requirements.
@Command(
        name = "bundle",
        description = "Look at an organisation's signed requirements.",
        mixinStandardHelpOptions = true)
final class PolicyBundleCommand {
    static CommandLine tree(Host host) {
        return new CommandLine(new PolicyBundleCommand()).addSubcommand(new Verify(host));
    }

    @Command(
            name = "verify",
            description = "Check a bundle's signatures, requirements and expiry.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exit code 1 if this machine would refuse it."})
    static final class Verify implements Callable<Integer> {
        private static final int MAX_BYTES = 1024 * 1024;
        private final Host host;

        @Parameters(paramLabel = "FILE", description = "The bundle.")
        private Path file = Path.of("");

        @Option(
                names = "--trust-root",
                paramLabel = "FILE",
                description = "Whose bundles are obeyed; trust.toml of this machine if absent.")
        private Path trust = Path.of("");

        Verify(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            TrustRoot root = root();
            Path path = host.directory().resolve(file);
            byte[] envelope;
            try (InputStream in = Files.newInputStream(path)) {
                envelope = in.readNBytes(MAX_BYTES + 1);
            } catch (IOException _) {
                throw new UsageException("cannot read " + path);
            }
            try {
                return report(Bundle.verify(envelope, root, path.toString()));
            } catch (ConfigException e) {
                host.say("cordon: " + e.getMessage());
                return ExitCode.FAILED.code();
            }
        }

        private int report(Bundle bundle) {
            host.out().line("organisation " + bundle.org());
            host.out().line("version " + bundle.version());
            host.out().line("issued " + bundle.issued());
            host.out().line("expires " + bundle.expires());
            host.out().line("digest sha256:" + bundle.digest());
            for (String signer : bundle.signers()) {
                host.out().line("signed by " + signer);
            }
            for (Bundle.Group group : bundle.groups()) {
                host.out().line("group " + group.name());
            }
            if (Instant.now().isBefore(bundle.expires())) {
                return ExitCode.DONE.code();
            }
            host.say("cordon: the bundle expired at " + bundle.expires());
            return ExitCode.FAILED.code();
        }

        private TrustRoot root() {
            Path named = host.directory().resolve(trust);
            boolean own = !trust.toString().isEmpty();
            Path path = own ? named : host.systemFolder().resolve("trust.toml");
            return (own ? TrustRoot.loadUnowned(path) : TrustRoot.load(path, FileOwner.ROOT))
                    .orElseThrow(() ->
                            new UsageException(
                                    "there is no " + path + "; name one with --trust-root"));
        }
    }
}
