package dev.cordon.policy;

import dev.cordon.protocol.Origin;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Finds and reads the `.rules` files of a folder. A file that cannot be read stops the program,
/// for it may forbid something.
public final class RuleFiles {
    static final int MAX_FILES = 200;

    private RuleFiles() {}

    /// The rules of all `.rules` files in a folder, in the order of their names; none if there is
    /// no such folder.
    ///
    /// @param layer the layer that the folder belongs to
    /// @throws ConfigException with the place of what is wrong
    public static Rules in(Path folder, Origin.Layer layer) {
        if (!Files.isDirectory(folder)) {
            return Rules.NONE;
        }
        Rules rules = Rules.NONE;
        for (Path file : list(folder)) {
            rules = rules.plus(read(file, layer));
        }
        return rules;
    }

    /// The `.rules` files of a folder in the order of their names.
    ///
    /// @throws ConfigException if the folder cannot be read or has too many
    static List<Path> list(Path folder) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.rules")) {
            for (Path file : entries) {
                files.add(file);
            }
        } catch (IOException e) {
            throw new ConfigException(folder.toString(), "cannot be read: " + e.getMessage());
        }
        if (files.size() > MAX_FILES) {
            throw new ConfigException(
                    folder.toString(), "has more than " + MAX_FILES + " files of rules");
        }
        Collections.sort(files);
        return files;
    }

    /// The rules of one file: `.rules`, or the table `rules` of a `.toml` file, which may have
    /// conditions if it is the administrator's.
    ///
    /// @throws ConfigException with the place of what is wrong
    public static Rules read(Path file, Origin.Layer layer) {
        try {
            boolean link = layer == Origin.Layer.PROJECT && Files.isSymbolicLink(file);
            if (link || !Files.isRegularFile(file) || tooLong(file)) {
                throw new ConfigException(
                        file.toString(), "is no plain file of at most 1 MiB, so it is not read");
            }
            String text = Files.readString(file);
            return file.toString().endsWith(".toml")
                    ? ofToml(text, file.toString(), layer)
                    : RuleFile.read(text, file.toString(), layer);
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "cannot be read: " + e.getMessage());
        }
    }

    private static Rules ofToml(String text, String file, Origin.Layer layer) {
        Toml.Table table = TomlReader.read(text, file);
        Toml rules = table.entries().get("rules");
        if (rules == null || table.entries().size() != 1) {
            throw new ConfigException(file, table, "has something beside [rules], or no [rules]");
        }
        return new RuleTree(file, layer, Condition.Compiler.CEL).read(rules);
    }

    private static boolean tooLong(Path file) throws IOException {
        return Files.size(file) > RuleFile.MAX_FILE_CHARS;
    }
}
