package dev.cordon.cli;

import dev.cordon.engine.TextFilter;
import dev.cordon.journal.Redactor;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Takes secrets out of text: those with a known shape, and the values of the credentials and of
/// the environment that Cordon itself was started with.
///
/// The rules are loaded beside everything else that a start does; who needs them first waits.
final class SecretFilter implements TextFilter {
    private static final int KEY_BYTES = 32;
    private static final String MARK = "[secret:";

    private final FutureTask<Redactor> redactor;
    private final Set<String> known;
    private final Set<String> learned = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String used;
    private int applied;
    private @Nullable Redactor grown;

    private SecretFilter(FutureTask<Redactor> redactor, Set<String> known) {
        this.redactor = redactor;
        this.known = known;
    }

    /// Begins to load the rules.
    static SecretFilter load(Host host) {
        return load(host, List.of());
    }

    /// As above, with more values that are secret.
    static SecretFilter load(Host host, Collection<String> injected) {
        List<String> variables = Redactor.secretsOf(host.environment());
        FutureTask<Redactor> task =
                new FutureTask<>(() ->
                        Redactor.standard(key(host.cordonHome().resolve("redaction.key")))
                                .withKnown("environment", variables)
                                .withKnown("credential", stored(host))
                                .withKnown("injected", injected));
        Thread.ofPlatform().daemon().name("cordon-secrets").start(task);
        return new SecretFilter(task, Set.copyOf(variables));
    }

    /// The keys of providers that lie in a file. Those of a keyring are learned when one is used.
    static List<String> stored(Host host) {
        Path file = host.cordonHome().resolve("auth.json");
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> keys = new ArrayList<>();
        try {
            for (Json entry : JsonText.readObject(Files.readString(file)).members().values()) {
                if (entry instanceof Json.Obj object) {
                    object.text("key").ifPresent(keys::add);
                }
            }
        } catch (IOException | JsonException _) {
            // Who needs a key from it says that it is broken; there is nothing to remove.
        }
        return keys;
    }

    /// A key that was just used: it is taken out of everything from here on.
    void learn(String value) {
        used = value;
        if (!known.contains(value)) {
            learned.add(value);
        }
    }

    /// Which key the models are used with: its kind and digest, as they stand wherever the key was
    /// taken out. Empty before the first use.
    Optional<String> keyId() {
        String key = used;
        if (key == null) {
            return Optional.empty();
        }
        String mark = apply(key);
        boolean whole = mark.startsWith(MARK) && mark.indexOf(']') == mark.length() - 1;
        return whole
                ? Optional.of(mark.substring(MARK.length(), mark.length() - 1))
                : Optional.empty();
    }

    /// The rules; waits until they are loaded.
    ///
    /// @throws UsageException if the key file cannot be read or made
    Redactor redactor() {
        Redactor standard = loaded();
        if (learned.isEmpty()) {
            return standard;
        }
        synchronized (this) {
            Redactor whole = grown;
            if (whole == null || applied != learned.size()) {
                List<String> values = List.copyOf(learned);
                whole = standard.withKnown("credential", values);
                applied = values.size();
                grown = whole;
            }
            return whole;
        }
    }

    private Redactor loaded() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return redactor.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new UsageException(
                            "secrets cannot be removed from what is stored, so nothing is done: "
                                    + e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String apply(String text) {
        return redactor().redact(text);
    }

    /// The key makes digests of secrets useless for guessing. One file of this user, mode 0600.
    private static byte[] key(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path folder = file.getParent();
            if (folder != null && !Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            byte[] fresh = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            Path made =
                    Files.createTempFile(
                            folder,
                            "redaction",
                            ".key",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.write(made, fresh, StandardOpenOption.WRITE);
            try {
                // A link either makes the file whole or finds that another process made it.
                Files.createLink(file, made);
            } catch (FileAlreadyExistsException _) {
                // Its key is as good as ours.
            } finally {
                Files.deleteIfExists(made);
            }
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length != KEY_BYTES) {
            throw new IOException(file + " is damaged; delete it, and a new one is made");
        }
        return key;
    }
}
