package dev.cordon.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Puts the prompt together from the command line and standard input, without ever waiting for an
/// input that nobody meant.
final class Prompt {
    /// The longest text that is read from standard input.
    static final int MAX_BYTES = 10 * 1024 * 1024;

    private final Host host;

    Prompt(Host host) {
        this.host = host;
    }

    /// @param argument the prompt of the command line; empty means standard input
    /// @throws UsageException if there is no prompt, or it is too long
    String read(Optional<String> argument) {
        if (argument.isPresent()) {
            String piped = waiting();
            return piped.isBlank()
                    ? argument.get()
                    : argument.get() + "\n\n<stdin>\n" + piped + "\n</stdin>";
        }
        if (Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)) {
            host.say("cordon: reading the prompt from standard input; end it with Ctrl-D");
        }
        String text = all();
        if (text.isBlank()) {
            throw new UsageException(
                    "no prompt; give it as an argument, or on standard input with -");
        }
        return text;
    }

    /// What is there already. A pipe that somebody left open and idle is not waited for.
    private String waiting() {
        try {
            return host.in().available() > 0 ? all() : "";
        } catch (IOException _) {
            return "";
        }
    }

    private String all() {
        try (InputStream in = host.in()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new UsageException(
                        "standard input is longer than "
                                + MAX_BYTES
                                + " bytes; put it into a file and name it in the prompt");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageException("standard input cannot be read: " + e.getMessage());
        }
    }
}
