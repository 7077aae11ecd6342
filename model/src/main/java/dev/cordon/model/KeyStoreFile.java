package dev.cordon.model;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys that `cordon login` keeps: in the keyring of the system through `secret-tool`, or, if
/// there is none, in a file of mode 0600 in a folder of mode 0700.
///
/// The file always says where the key of a provider is, so that a start without a login asks no
/// keyring.
final class KeyStoreFile {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final long KEYRING_TIMEOUT_MILLIS = 5000;
    private static final String KEYRING = "keyring";

    private final Path file;
    private final Programs programs;

    KeyStoreFile(Path file, Programs programs) {
        this.file = file;
        this.programs = programs;
    }

    /// Where a key was put.
    enum Place {
        KEYRING,
        FILE
    }

    /// Where the provider's key is, without reading it.
    Optional<Place> place(String provider) {
        Json entry = read().get(provider);
        if (entry instanceof Json.Obj object) {
            return Optional.of(
                    object.text("where").orElse("").equals(KEYRING) ? Place.KEYRING : Place.FILE);
        }
        return Optional.empty();
    }

    Optional<Secret> find(String provider) throws InterruptedException {
        if (!(read().get(provider) instanceof Json.Obj entry)) {
            return Optional.empty();
        }
        try {
            if (entry.text("where").orElse("").equals(KEYRING)) {
                List<String> argv = keyring("lookup", provider);
                return Optional.of(
                        new Secret(
                                programs.run(argv, Optional.empty(), "", KEYRING_TIMEOUT_MILLIS)));
            }
            return Optional.of(new Secret(entry.text("key").orElse("")));
        } catch (IOException | IllegalArgumentException _) {
            throw new ProviderException(
                    "the key of "
                            + provider
                            + " cannot be read from "
                            + (place(provider).orElse(Place.FILE) == Place.KEYRING
                                    ? "the keyring"
                                    : file.toString())
                            + "; run `cordon login --with-api-key` again");
        }
    }

    Place store(String provider, Secret key) throws InterruptedException {
        Map<String, Json> entries = read();
        Place place = intoKeyring(provider, key) ? Place.KEYRING : Place.FILE;
        entries.put(
                provider,
                place == Place.KEYRING
                        ? Json.object().put("where", KEYRING).build()
                        : Json.object().put("where", "file").put("key", key.reveal()).build());
        write(entries);
        return place;
    }

    /// Forgets the key; false if there was none.
    boolean delete(String provider) throws InterruptedException {
        Map<String, Json> entries = read();
        Optional<Place> place = place(provider);
        if (place.isEmpty()) {
            return false;
        }
        if (place.get() == Place.KEYRING) {
            try {
                programs.run(
                        keyring("clear", provider), Optional.empty(), "", KEYRING_TIMEOUT_MILLIS);
            } catch (IOException e) {
                throw new ProviderException(
                        "the key of " + provider + " is still in the keyring: " + e.getMessage());
            }
        }
        entries.remove(provider);
        write(entries);
        return true;
    }

    private boolean intoKeyring(String provider, Secret key) throws InterruptedException {
        // Without a session bus secret-tool waits for one.
        if (programs.find("secret-tool").isEmpty()
                || programs.environment().getOrDefault("DBUS_SESSION_BUS_ADDRESS", "").isEmpty()) {
            return false;
        }
        try {
            programs.run(
                    keyring("store", provider),
                    Optional.empty(),
                    key.reveal(),
                    KEYRING_TIMEOUT_MILLIS);
            String back =
                    programs.run(
                            keyring("lookup", provider),
                            Optional.empty(),
                            "",
                            KEYRING_TIMEOUT_MILLIS);
            return back.strip().equals(key.reveal());
        } catch (IOException _) {
            // A keyring that is locked or broken: the file is the answer.
            return false;
        }
    }

    private List<String> keyring(String verb, String provider) throws IOException {
        Path tool =
                programs.find("secret-tool")
                        .orElseThrow(() -> new IOException("secret-tool is not on PATH"));
        return verb.equals("store")
                ? List.of(
                        tool.toString(),
                        verb,
                        "--label=Cordon key of " + provider,
                        "service",
                        "cordon",
                        "account",
                        provider)
                : List.of(tool.toString(), verb, "service", "cordon", "account", provider);
    }

    private Map<String, Json> read() {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ProviderException(file + " is too large to be a key file");
            }
            checkMode();
            Json.Obj root = JsonText.readObject(Files.readString(file));
            return new LinkedHashMap<>(root.object("keys").map(Json.Obj::members).orElse(Map.of()));
        } catch (NoSuchFileException _) {
            return new LinkedHashMap<>();
        } catch (JsonException _) {
            // The reason could quote a piece of a key.
            throw new ProviderException(
                    file + " is broken; remove it and run `cordon login --with-api-key`");
        } catch (IOException e) {
            throw new ProviderException(
                    file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void checkMode() throws IOException {
        for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
            if (permission != PosixFilePermission.OWNER_READ
                    && permission != PosixFilePermission.OWNER_WRITE) {
                throw new ProviderException(
                        file + " holds keys and others can open it; run: chmod 600 " + file);
            }
        }
    }

    private void write(Map<String, Json> entries) {
        Json.Obj root =
                Json.object().put("schema_version", 1).put("keys", new Json.Obj(entries)).build();
        Path folder = file.toAbsolutePath().getParent();
        try {
            if (folder == null) {
                throw new IOException("it has no folder");
            }
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            // Made with mode 0600, so there is no moment in which others could open it.
            Path fresh = Files.createTempFile(folder, "auth", ".tmp");
            try {
                Files.write(fresh, JsonText.writeBytes(root));
                Files.move(
                        fresh,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new ProviderException(
                    file + " cannot be written (" + e.getClass().getSimpleName() + ")");
        }
    }
}
