package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files as the commands of a session see them: those of the host, or those with a layer of
/// changes above them.
interface FileTree {
    /// The files of the host themselves.
    FileTree HOST = new Host();

    /// Where a path leads: every link in it followed as far as it exists.
    ///
    /// @throws IOException if a link in it leads round in circles
    Path resolve(Path path) throws IOException;

    /// The host's path that holds what stands at a real path; empty if nothing stands there.
    Optional<Path> place(Path real) throws IOException;

    /// What is in a folder, sorted, as paths below `folder`; empty if it cannot be read.
    List<Path> entries(Path folder);

    /// The host's path that holds a file that exists.
    ///
    /// @throws NoSuchFileException if nothing stands there
    default Path existing(Path real) throws IOException {
        return place(real).orElseThrow(() -> new NoSuchFileException(real.toString()));
    }

    /// The names in a folder of the host; empty if it cannot be read.
    static List<String> names(Path folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (IOException | java.nio.file.DirectoryIteratorException _) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    /// The host.
    final class Host implements FileTree {
        private Host() {}

        @Override
        public Path resolve(Path path) throws IOException {
            return FileRules.resolve(path);
        }

        @Override
        public Optional<Path> place(Path real) {
            return Files.exists(real, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(real)
                    : Optional.empty();
        }

        @Override
        public List<Path> entries(Path folder) {
            return names(folder).stream().map(folder::resolve).toList();
        }
    }
}
