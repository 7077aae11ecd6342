package dev.cordon.policy;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the bundle that counts: a fresh one from its source, else the last good copy if that one
/// allows it.
///
/// ```
/// copy fresh enough ---------------------------------> copy
/// fetch -> right, version not lower, not expired -----> fetched, becomes the copy
/// fetch fails or is wrong -> copy says continue ------> copy, with a warning
///                         -> else --------------------> refuse
/// ```
///
/// The copy is checked like a fetched one each time it is used, so changing it is of no use. The
/// version below which nothing counts is remembered in three places: in `state.json`, by the copy
/// itself, and by the journal, which names the bundle of each session. Whoever takes one away, or
/// two, finds it in the next.
public final class BundleStore {
    private final Path folder;
    private final Fetch fetch;
    private final Floor floor;

    /// Gets the bytes at an address. Must have time limits of its own and follow no redirect to
    /// another host.
    public interface Fetch {
        byte[] fetch(String source) throws IOException;
    }

    /// Remembers versions elsewhere. Asked only where `state.json` is missing.
    public interface Floor {
        /// The highest version of an organisation that was in force here; 0 if none is known.
        long highest(String org);
    }

    /// A bundle that counts now.
    ///
    /// @param warnings what the user should know, a sentence each
    public record Found(Bundle bundle, List<String> warnings) {
        public Found {
            warnings = List.copyOf(warnings);
        }
    }

    /// @param home the user's folder of Cordon, where the last good copy is kept
    /// @param fetch gets what is not a file
    /// @param floor what else remembers versions
    public BundleStore(Path home, Fetch fetch, Floor floor) {
        folder = home.resolve("policy");
        this.fetch = fetch;
        this.floor = floor;
    }

    /// The bundle that counts.
    ///
    /// @throws ConfigException if there is none, which must stop the start
    public Found current(TrustRoot root, Instant now) {
        Optional<Bundle> kept = kept(root);
        State state = state().orElseGet(() -> withoutState(root, kept));
        Optional<Bundle> copy =
                kept.filter(
                        b -> b.version() == state.version() && b.digest().equals(state.digest()));
        if (copy.isPresent() && isFresh(root, state, now) && now.isBefore(copy.get().expires())) {
            return new Found(copy.get(), List.of());
        }
        try {
            byte[] envelope = read(root.source());
            Bundle fetched = Bundle.verify(envelope, root, root.source());
            check(fetched, state, now, root.source());
            keep(envelope, fetched, now);
            return new Found(fetched, List.of());
        } catch (IOException e) {
            return fallback(
                    copy,
                    now,
                    root.source() + " cannot be reached: " + e.getClass().getSimpleName());
        } catch (ConfigException e) {
            return fallback(copy, now, String.valueOf(e.getMessage()));
        }
    }

    private static Found fallback(Optional<Bundle> copy, Instant now, String reason) {
        if (copy.isEmpty()) {
            throw new ConfigException(reason + "; there is", "no earlier bundle to go on with");
        }
        Bundle bundle = copy.get();
        String name = Bundle.name(bundle.org(), bundle.version());
        if (!now.isBefore(bundle.expires())) {
            throw new ConfigException(reason + "; " + name, "expired at " + bundle.expires());
        }
        return switch (bundle.unreachable()) {
            case REFUSE ->
                    throw new ConfigException(
                            reason + "; " + name, "says not to go on without its source");
            case CONTINUE -> new Found(bundle, List.of(reason + "; going on with " + name));
        };
    }

    private static void check(Bundle bundle, State state, Instant now, String source) {
        if (!now.isBefore(bundle.expires())) {
            throw new ConfigException(source, "expired at " + bundle.expires());
        }
        if (bundle.version() < state.version()) {
            throw new ConfigException(
                    source,
                    "has version "
                            + bundle.version()
                            + ", but version "
                            + state.version()
                            + " was seen already");
        }
        boolean otherContent = !state.digest().isEmpty() && !bundle.digest().equals(state.digest());
        if (bundle.version() == state.version() && otherContent) {
            throw new ConfigException(
                    source, "has version " + bundle.version() + " with other content than before");
        }
    }

    /// What is known of versions where the file that remembers them is not there.
    private State withoutState(TrustRoot root, Optional<Bundle> kept) {
        long seen = floor.highest(root.org());
        boolean newest = kept.isPresent() && kept.get().version() >= seen;
        return newest
                ? new State(kept.get().version(), kept.get().digest(), Instant.EPOCH)
                : new State(seen, "", Instant.EPOCH);
    }

    private Optional<Bundle> kept(TrustRoot root) {
        Path file = folder.resolve("bundle.json");
        try {
            Optional<byte[]> envelope = ConfigFile.bytes(file, Bundle.MAX_BYTES);
            if (envelope.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(Bundle.verify(envelope.get(), root, file.toString()));
        } catch (ConfigException _) {
            // A copy that is broken is as good as none; the source decides.
            return Optional.empty();
        }
    }

    private void keep(byte[] envelope, Bundle bundle, Instant now) {
        OwnFile.write(folder.resolve("bundle.json"), envelope);
        Json.Obj state =
                Json.object()
                        .put("schema_version", 1)
                        .put("version", bundle.version())
                        .put("digest", bundle.digest())
                        .put("fetched", now.toString())
                        .build();
        OwnFile.write(folder.resolve("state.json"), JsonText.write(state) + "\n");
    }

    private static boolean isFresh(TrustRoot root, State state, Instant now) {
        return !now.isBefore(state.fetched())
                && now.isBefore(state.fetched().plusSeconds(root.refreshSeconds()));
    }

    private byte[] read(String source) throws IOException {
        if (!source.startsWith("/")) {
            return fetch.fetch(source);
        }
        List<byte[]> found = new ArrayList<>();
        ConfigFile.bytes(Path.of(source), Bundle.MAX_BYTES).ifPresent(found::add);
        if (found.isEmpty()) {
            throw new java.nio.file.NoSuchFileException(source);
        }
        return found.getFirst();
    }

    /// The newest bundle that was ever good here.
    private record State(long version, String digest, Instant fetched) {}

    private Optional<State> state() {
        Path file = folder.resolve("state.json");
        Optional<String> text = ConfigFile.text(file);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Json.Obj state = JsonText.readObject(text.get());
            return Optional.of(
                    new State(
                            state.requireInteger("version"),
                            state.requireText("digest"),
                            Instant.parse(state.requireText("fetched"))));
        } catch (JsonException | java.time.DateTimeException _) {
            throw new ConfigException(
                    file.toString(),
                    "is broken; it remembers the newest bundle, so ask your administrator before"
                            + " you remove it");
        }
    }
}
