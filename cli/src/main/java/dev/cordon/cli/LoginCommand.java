package dev.cordon.cli;

import dev.cordon.journal.FileJournal;
import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalEntries;
import dev.cordon.model.Credentials;
import dev.cordon.model.Secret;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `cordon login`, `cordon login status`, `cordon logout`: keeps keys of providers. A key comes on
/// standard input and never as an argument, which everybody on the machine could read.
@Command(
        name = "login",
        description = "Keep the key of a provider: printenv KEY | cordon login --with-api-key",
        mixinStandardHelpOptions = true)
final class LoginCommand implements Callable<Integer> {
    private static final int MAX_KEY_CHARS = 16 * 1024;

    private final Host host;

    @Option(names = "--with-api-key", description = "Read an API key from standard input.")
    private boolean withApiKey;

    @Option(names = "--provider", paramLabel = "ID", description = "Default: openai.")
    private String provider = "openai";

    @Parameters(
            arity = "0..1",
            paramLabel = "status",
            description = "Say for which providers there is a key, and where it comes from.")
    private String action = "";

    LoginCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException {
        return switch (action) {
            case "status" -> status();
            case "" -> login();
            default -> throw new UsageException("unknown word \"" + action + "\"; use status");
        };
    }

    private int login() throws InterruptedException {
        if (!withApiKey) {
            throw new UsageException(
                    "say how: printenv OPENAI_API_KEY | cordon login --with-api-key"
                            + " [--provider ID]");
        }
        Secret key = new Secret(key());
        String place = credentials(host).store(provider, key);
        journal(host, provider, "in");
        host.say("The key for " + provider + " is kept in " + place + ".");
        return ExitCode.DONE.code();
    }

    private int status() {
        Credentials credentials = credentials(host);
        boolean any = false;
        for (dev.cordon.model.Provider known : Models.providers(host).all()) {
            Optional<String> place = credentials.status(known);
            any |= place.isPresent();
            host.out().line(known.id() + "\t" + place.orElse("no key"));
        }
        return any ? ExitCode.DONE.code() : ExitCode.FAILED.code();
    }

    private String key() {
        try {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(host.in(), StandardCharsets.UTF_8));
            char[] buffer = new char[MAX_KEY_CHARS + 1];
            int length = 0;
            for (int n = in.read(buffer, 0, buffer.length);
                    n > 0;
                    n = in.read(buffer, length, buffer.length - length)) {
                length += n;
            }
            String key = new String(buffer, 0, length).strip();
            if (key.isEmpty() || length > MAX_KEY_CHARS || key.indexOf('\n') >= 0) {
                throw new UsageException(
                        "standard input must hold one key and nothing else; nothing was kept");
            }
            return key;
        } catch (IOException e) {
            throw new UsageException("standard input cannot be read: " + e.getMessage());
        }
    }

    static Credentials credentials(Host host) {
        return new Credentials(
                host.environment(), host.home(), host.cordonHome().resolve("auth.json"));
    }

    static void journal(Host host, String provider, String outcome) {
        try (Journal journal =
                FileJournal.open(host.cordonHome().resolve("journal"), JournalSettings.of(host))) {
            var _ =
                    journal.append(
                            new JournalEntries(Optional.empty(), Clock.systemUTC())
                                    .login(provider, "api_key", outcome));
        }
    }

    /// `cordon logout`.
    @Command(
            name = "logout",
            description = "Forget the key of a provider.",
            mixinStandardHelpOptions = true)
    static final class Logout implements Callable<Integer> {
        private final Host host;

        @Option(names = "--provider", paramLabel = "ID", description = "Default: openai.")
        private String provider = "openai";

        Logout(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws InterruptedException {
            boolean removed = credentials(host).delete(provider);
            journal(host, provider, "out");
            host.say(
                    removed
                            ? "The key for " + provider + " is forgotten."
                            : "No key was kept for " + provider + ".");
            return ExitCode.DONE.code();
        }
    }
}
