package dev.cordon.cli;

import dev.cordon.journal.RedactingWriter;
import dev.cordon.journal.Redactor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `cordon redact`: copies a text without its secrets.
@Command(
        name = "redact",
        description = "Print a file with its secrets replaced by [secret:KIND:digest].",
        mixinStandardHelpOptions = true,
        footer = {"", "The file itself is not changed. Digests are comparable within one run."})
final class RedactCommand implements Callable<Integer> {
    private static final int BUFFER_CHARS = 64 * 1024;
    private static final int KEY_BYTES = 32;

    private final Host host;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file; absent or '-' reads standard input.")
    private String file = "-";

    RedactCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Redactor redactor =
                Redactor.standard(key)
                        .withKnown("environment", Redactor.secretsOf(host.environment()))
                        .withKnown("credential", SecretFilter.stored(host));
        Path path = host.directory().resolve(file);
        try (InputStream in = file.equals("-") ? host.in() : Files.newInputStream(path);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            Writer out = new OutputStreamWriter(host.out().stream(), StandardCharsets.UTF_8);
            try (RedactingWriter writer = new RedactingWriter(redactor, out)) {
                char[] buffer = new char[BUFFER_CHARS];
                for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                    writer.write(CharBuffer.wrap(buffer, 0, n));
                }
            }
            out.flush();
        }
        return ExitCode.DONE.code();
    }
}
