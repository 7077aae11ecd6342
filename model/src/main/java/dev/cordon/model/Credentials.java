package dev.cordon.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The keys of all providers. Safe for several threads.
///
/// A key never stands in an argument of a program, in a message or in a log.
public final class Credentials {
    private final Map<String, String> environment;
    private final Programs programs;
    private final KeyStoreFile store;
    private final Consumer<String> seen;
    private final Map<String, Printed> printed = new HashMap<>();

    /// @param environment the variables of the process
    /// @param home the user's home folder, where commands run that print a key
    /// @param file where keys are kept, for example `~/.cordon/auth.json`
    public Credentials(Map<String, String> environment, Path home, Path file) {
        this(environment, home, file, _ -> {});
    }

    /// As above.
    ///
    /// @param seen gets every key that is handed out, so that it can be removed from what is kept
    public Credentials(
            Map<String, String> environment, Path home, Path file, Consumer<String> seen) {
        this.seen = seen;
        this.environment = Map.copyOf(environment);
        this.programs = new Programs(environment, home);
        this.store = new KeyStoreFile(file, programs);
    }

    /// The key to send; empty if the provider wants none.
    ///
    /// @throws ProviderException if it wants one and there is none; says how to give one
    public Optional<Secret> find(Provider provider) throws InterruptedException {
        Optional<Secret> found =
                switch (provider.key()) {
                    case KeySource.None _ -> Optional.empty();
                    case KeySource.Literal(Secret key) -> Optional.of(key);
                    case KeySource.Command command -> Optional.of(print(provider, command));
                    case KeySource.Environment variables -> Optional.of(look(variables));
                };
        if (found.isPresent()) {
            seen.accept(found.get().reveal());
        }
        return found;
    }

    /// Gets a new key after the provider refused the old one.
    ///
    /// @return whether there is another one now
    boolean refresh(Provider provider, Optional<Secret> refused) throws InterruptedException {
        if (!(provider.key() instanceof KeySource.Command)) {
            return false;
        }
        synchronized (this) {
            Printed old = printed.get(provider.id());
            // Another session may have renewed it already.
            if (old != null && refused.isPresent() && old.key.same(refused.get())) {
                printed.remove(provider.id());
            }
        }
        try {
            return differs(find(provider), refused);
        } catch (ProviderException _) {
            return false;
        }
    }

    /// Keeps a key for a provider, in the keyring if there is one.
    ///
    /// @return where it is now, for people
    public String store(String provider, Secret key) throws InterruptedException {
        return switch (store.store(provider, key)) {
            case KEYRING -> "the keyring";
            case FILE -> "a file that only you can read";
        };
    }

    /// Forgets the key of a provider.
    ///
    /// @return false if none was kept
    public boolean delete(String provider) throws InterruptedException {
        return store.delete(provider);
    }

    /// Where the key of a provider would come from, in words; empty if there is none. Never runs a
    /// command and never shows a key.
    public Optional<String> status(Provider provider) {
        return switch (provider.key()) {
            case KeySource.None _ -> Optional.of("no key needed");
            case KeySource.Literal _ -> Optional.of("the configuration");
            case KeySource.Command command -> Optional.of("the command " + command.command());
            case KeySource.Environment(List<String> names, String storedAs, String _) -> {
                for (String name : names) {
                    if (!environment.getOrDefault(name, "").isBlank()) {
                        yield Optional.of("the environment variable " + name);
                    }
                }
                yield store.place(storedAs)
                        .map(place ->
                                place == KeyStoreFile.Place.KEYRING
                                        ? "the keyring"
                                        : "the key file");
            }
        };
    }

    /// The variables that may hold a key: no child process may get them.
    public List<String> variables(List<Provider> providers) {
        List<String> names = new ArrayList<>();
        for (Provider provider : providers) {
            if (provider.key() instanceof KeySource.Environment source) {
                names.addAll(source.names());
            }
            names.addAll(provider.environmentHeaders().values());
        }
        return List.copyOf(names);
    }

    /// The value of a variable that a provider names for a header.
    Optional<String> variable(String name) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private static boolean differs(Optional<Secret> a, Optional<Secret> b) {
        return a.isPresent() && (b.isEmpty() || !a.get().same(b.get()));
    }

    private Secret look(KeySource.Environment source) throws InterruptedException {
        for (String name : source.names()) {
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank()) {
                try {
                    return new Secret(value);
                } catch (IllegalArgumentException e) {
                    throw new ProviderException(
                            "environment variable " + name + ": " + e.getMessage());
                }
            }
        }
        Optional<Secret> stored = store.find(source.storedAs());
        if (stored.isPresent()) {
            return stored.get();
        }
        throw new ProviderException(
                "Missing environment variable: "
                        + String.join(" or ", source.names())
                        + "; set it, or run `cordon login --with-api-key --provider "
                        + source.storedAs()
                        + "`"
                        + (source.instructions().isEmpty() ? "" : ". " + source.instructions()));
    }

    private Secret print(Provider provider, KeySource.Command source) throws InterruptedException {
        synchronized (this) {
            Printed old = printed.get(provider.id());
            if (old != null && !old.isStale(source.refreshIntervalMillis())) {
                return old.key;
            }
        }
        List<String> argv = new ArrayList<>();
        argv.add(source.command());
        argv.addAll(source.args());
        String where = "model_providers." + provider.id() + ".auth.command \"" + source.command();
        try {
            Secret key = new Secret(programs.run(argv, source.cwd(), "", source.timeoutMillis()));
            synchronized (this) {
                printed.put(provider.id(), new Printed(key, System.nanoTime()));
            }
            return key;
        } catch (IOException e) {
            // The words of a program that could not start name only the program.
            throw new ProviderException(where + "\" gave no key: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new ProviderException(where + "\" printed no key: " + e.getMessage());
        }
    }

    private record Printed(Secret key, long atNanos) {
        boolean isStale(long refreshIntervalMillis) {
            return refreshIntervalMillis > 0
                    && System.nanoTime() - atNanos > refreshIntervalMillis * 1_000_000;
        }
    }
}
