package dev.cordon.cli;

import dev.cordon.sandbox.Overlay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The layers of changes that are kept, each in a folder of its name.
final class Layers {
    /// What people are told where a layer is used though nobody asked for one.
    static final String UNTRUSTED =
            "this project is untrusted: its files stay as they are, and what changes is kept in a"
                    + " layer until you merge it (`cordon trust` ends this)";

    private static final int MAX_NAME_CHARS = 64;

    private final Path folder;

    Layers(Host host) {
        this.folder = host.cordonHome().toAbsolutePath().resolve("overlays");
    }

    /// The folder of a name, which need not exist.
    ///
    /// @throws UsageException if it is no name
    Path place(String name) {
        boolean plain = !name.isEmpty() && name.length() <= MAX_NAME_CHARS && name.charAt(0) != '.';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            plain &= letter || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        }
        if (!plain) {
            throw new UsageException(
                    "\"" + name + "\" names no layer; use letters, digits, '-', '_' and '.'");
        }
        return folder.resolve(name);
    }

    /// A name that no layer has.
    static String freshName() {
        return "layer-" + Long.toString(Instant.now().toEpochMilli(), 36);
    }

    /// @throws UsageException if there is none of this name
    Overlay open(String name) throws IOException {
        return Overlay.open(place(name))
                .orElseThrow(() ->
                        new UsageException(
                                "there is no layer \"" + name + "\"; see cordon overlay list"));
    }

    /// The names of all layers.
    List<String> names() throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (var folders = Files.list(folder)) {
            return folders.map(path -> String.valueOf(path.getFileName())).sorted().toList();
        }
    }

    /// Merges, with what will change in the journal before, and tells people; what was refused
    /// stays in the layer.
    ///
    /// @return whether everything was merged
    static boolean merge(Host host, Overlay overlay, String name) throws IOException {
        Overlay.Merged merged;
        try (UserRecord record = new UserRecord(host)) {
            merged = record.merge(overlay, name);
        }
        merged.merged().forEach(change -> host.say("merged  " + Printable.text(change.line())));
        merged.refused().forEach(change -> host.say("refused " + Printable.text(change.line())));
        if (merged.refused().isEmpty()) {
            overlay.drop();
            return true;
        }
        host.say(
                merged.refused().size()
                        + " changes were not merged and stay in the layer "
                        + name
                        + " (cordon overlay show "
                        + name
                        + ")");
        return false;
    }

    /// What is said when a session ends whose changes lie in a layer; empty if nothing changed.
    Optional<String> goodbye(String name) {
        try {
            Optional<Overlay> overlay = Overlay.open(place(name));
            if (overlay.isEmpty() || overlay.get().changes().isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    "the files are as they were; "
                            + overlay.get().changes().size()
                            + " changes are in the layer "
                            + name
                            + ": cordon overlay show, merge or drop "
                            + name);
        } catch (IOException e) {
            return Optional.of("the layer " + name + " cannot be read: " + e.getMessage());
        }
    }

    /// Drops what may not exist.
    void drop(String name) throws IOException {
        Optional<Overlay> overlay = Overlay.open(place(name));
        if (overlay.isPresent()) {
            overlay.get().drop();
        }
    }
}
