package dev.cordon.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Finds the instructions that people leave for agents: `AGENTS.md`.
///
/// Their text is data of whoever wrote the repository: it is shown to the model as such and never
/// changes a rule. A file is read only where it stands, at most the rest of the budget, and a link
/// that leads out of the project is not followed.
///
/// @param text what the model is shown; empty if there is nothing
/// @param files that were loaded, in the order of the text
/// @param warnings sentences for the user
public record ProjectDocs(String text, List<Path> files, List<String> warnings) {
    /// What all files of a project may have together when nothing is configured.
    public static final int DEFAULT_MAX_BYTES = 32 * 1024;

    private static final int MAX_GLOBAL_BYTES = 256 * 1024;
    private static final int MAX_DEPTH = 128;
    private static final List<String> NAMES = List.of("AGENTS.override.md", "AGENTS.md");

    public ProjectDocs {
        files = List.copyOf(files);
        warnings = List.copyOf(warnings);
    }

    /// What to look for.
    ///
    /// @param home Cordon's own folder, for instructions of the user
    /// @param markers names that make a folder the root of a project; default `.git`
    /// @param fallbackNames names besides ours, weakest last
    /// @param maxBytes of all files of the project; 0 turns them off
    public record Search(
            Path home, List<String> markers, List<String> fallbackNames, int maxBytes) {
        public Search {
            markers = List.copyOf(markers);
            fallbackNames = List.copyOf(fallbackNames);
        }
    }

    /// Looks from the root of the project down to `cwd`; nearer files come later.
    ///
    /// @param cwd absolute
    public static ProjectDocs find(Search search, Path cwd) {
        Finder finder = new Finder();
        String global = finder.first(search.home(), NAMES, search.home(), MAX_GLOBAL_BYTES);
        List<String> parts = new ArrayList<>();
        if (search.maxBytes() > 0) {
            List<String> names = new ArrayList<>(NAMES);
            names.addAll(search.fallbackNames());
            int left = search.maxBytes();
            List<Path> folders = folders(cwd, search.markers());
            for (Path folder : folders) {
                String part = finder.first(folder, names, folders.getFirst(), left);
                left -= part.getBytes(StandardCharsets.UTF_8).length;
                if (!part.isBlank()) {
                    parts.add(part.strip());
                }
            }
        }
        String project = String.join("\n\n", parts);
        String text =
                global.isBlank() || project.isEmpty()
                        ? global.strip() + project
                        : global.strip() + "\n\n--- project-doc ---\n\n" + project;
        return new ProjectDocs(text, finder.files, finder.warnings);
    }

    private static List<Path> folders(Path cwd, List<String> markers) {
        List<Path> folders = new ArrayList<>();
        Path folder = cwd;
        while (folder != null && folders.size() < MAX_DEPTH) {
            folders.add(folder);
            for (String marker : markers) {
                if (Files.exists(folder.resolve(marker), LinkOption.NOFOLLOW_LINKS)) {
                    Collections.reverse(folders);
                    return folders;
                }
            }
            folder = folder.getParent();
        }
        return List.of(cwd);
    }

    private static final class Finder {
        private final List<Path> files = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        /// The text of the first of these files that is there; empty if there is none.
        String first(Path folder, List<String> names, Path root, int maxBytes) {
            for (String name : names) {
                Path file = folder.resolve(name);
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    return read(file, root, maxBytes).orElse("");
                }
            }
            return "";
        }

        private Optional<String> read(Path file, Path root, int maxBytes) {
            try {
                Path real = file.toRealPath();
                if (!real.startsWith(root.toRealPath())) {
                    warnings.add(file + " was not loaded: it is a link to " + real + ".");
                    return Optional.empty();
                }
                if (!Files.isRegularFile(real)) {
                    warnings.add(file + " was not loaded: it is no file.");
                    return Optional.empty();
                }
                if (maxBytes <= 0) {
                    warnings.add(file + " was not loaded: project_doc_max_bytes is spent.");
                    return Optional.empty();
                }
                long size = Files.size(real);
                byte[] bytes;
                try (InputStream in = Files.newInputStream(real)) {
                    bytes = in.readNBytes((int) Math.min(size, maxBytes));
                }
                files.add(file);
                return Optional.of(text(file, bytes, size));
            } catch (IOException e) {
                warnings.add(file + " was not loaded: " + SessionFiles.reason(e) + ".");
                return Optional.empty();
            }
        }

        private String text(Path file, byte[] bytes, long size) {
            if (bytes.length >= size) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
            int length = whole(bytes);
            warnings.add(
                    "Loaded only "
                            + length
                            + " of "
                            + size
                            + " bytes from "
                            + file
                            + "; project_doc_max_bytes is the bound.");
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }

        /// How many bytes end with a whole character of UTF-8.
        private static int whole(byte[] bytes) {
            int start = bytes.length - 1;
            // A continuation byte begins with the bits 10.
            while (start > 0 && bytes.length - start < 4 && (bytes[start] & 0xC0) == 0x80) {
                start--;
            }
            if (start < 0) {
                return 0;
            }
            int first = bytes[start] & 0xFF;
            int width = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
            return start + width <= bytes.length ? bytes.length : start;
        }
    }
}
