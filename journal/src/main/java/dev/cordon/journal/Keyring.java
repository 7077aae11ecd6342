package dev.cordon.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The desktop's keyring, through the program `secret-tool` of libsecret.
///
/// @param command the program; empty means there is no keyring
public record Keyring(List<String> command) {
    private static final int TIMEOUT_SECONDS = 5;
    private static final int MAX_SECRET_BYTES = 4096;

    public Keyring {
        command = List.copyOf(command);
    }

    /// No keyring: keys lie in files.
    public static Keyring none() {
        return new Keyring(List.of());
    }

    /// `secret-tool`, if a session bus says that a desktop may be there.
    ///
    /// @param environment of this process
    public static Keyring ofDesktop(Map<String, String> environment) {
        return environment.containsKey("DBUS_SESSION_BUS_ADDRESS")
                ? new Keyring(List.of("secret-tool"))
                : none();
    }

    /// The secret of that name.
    Optional<String> find(String name) {
        List<String> lookup = with("lookup", name);
        return command.isEmpty() ? Optional.empty() : run(lookup, "").filter(s -> !s.isBlank());
    }

    /// Stores it; false if there is no keyring that takes it.
    boolean store(String name, String secret) {
        if (command.isEmpty()) {
            return false;
        }
        List<String> store = with("store", name);
        store.add(command.size() + 1, "--label=Cordon journal");
        return run(store, secret).isPresent() && find(name).equals(Optional.of(secret));
    }

    private List<String> with(String verb, String name) {
        List<String> full = new ArrayList<>(command);
        full.addAll(List.of(verb, "service", "cordon", "journal", name));
        return full;
    }

    private static Optional<String> run(List<String> command, String input) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            byte[] output = process.getInputStream().readNBytes(MAX_SECRET_BYTES);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return process.exitValue() == 0
                    ? Optional.of(new String(output, StandardCharsets.UTF_8).strip())
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
