package dev.cordon.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds skills: folders with a `SKILL.md` whose front matter has a `name` and a `description`.
///
/// What is found in a project was written by anybody: a link that leads out of the project is not
/// followed, names and descriptions are held to a few plain characters, everything has a bound, and
/// what breaks a rule is left out with a sentence.
public final class SkillFinder {
    static final int MAX_SKILLS = 200;
    static final int MAX_ENTRIES_PER_FOLDER = 1000;
    static final int MAX_FILE_BYTES = 256 * 1024;
    static final int MAX_NAME_CHARS = 64;
    static final int MAX_DESCRIPTION_CHARS = 1024;
    private static final String FILE = "SKILL.md";

    private final Search search;
    private final List<Skill> skills = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private SkillFinder(Search search) {
        this.search = search;
    }

    /// Where to look.
    ///
    /// @param projectFolders folders of the project, its root first; empty without trust
    /// @param userRoots folders that hold skill folders, the strongest first
    /// @param configured folders of single skills or of several, from the configuration
    /// @param disabled folders or files of skills that are not used
    public record Search(
            List<Path> projectFolders,
            List<Path> userRoots,
            List<Path> configured,
            Set<Path> disabled) {
        public Search {
            projectFolders = List.copyOf(projectFolders);
            userRoots = List.copyOf(userRoots);
            configured = List.copyOf(configured);
            disabled = Set.copyOf(disabled);
        }
    }

    /// Looks everywhere; a folder that is not there costs one look.
    public static Skills find(Search search) {
        SkillFinder finder = new SkillFinder(search);
        List<Path> folders = search.projectFolders();
        // The nearest folder first, since of two skills with one name the first counts.
        for (Path folder : folders.reversed()) {
            for (String name : List.of(".cordon/skills", ".agents/skills")) {
                finder.root(
                        folder.resolve(name),
                        Skill.Source.PROJECT,
                        Optional.of(folders.getFirst()));
            }
        }
        for (Path root : search.configured()) {
            if (Files.isRegularFile(root.resolve(FILE))) {
                finder.skill(
                        root.resolveSibling(""), root, Skill.Source.CONFIGURED, Optional.empty());
            } else {
                finder.root(root, Skill.Source.CONFIGURED, Optional.empty());
            }
        }
        for (Path root : search.userRoots()) {
            finder.root(root, Skill.Source.USER, Optional.empty());
        }
        return new Skills(finder.skills, finder.warnings);
    }

    /// The whole text of a skill as it is now.
    ///
    /// @throws IOException if it cannot be read, is too large or is no UTF-8 text
    static String text(Skill skill) throws IOException {
        try (InputStream in = Files.newInputStream(skill.file())) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw new IOException("it is larger than " + MAX_FILE_BYTES + " bytes");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException("it is not UTF-8 text", e);
        }
    }

    static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.'
                || c == ':';
    }

    private void root(Path root, Skill.Source source, Optional<Path> fence) {
        if (!Files.isDirectory(root) || search.disabled().contains(root)) {
            return;
        }
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                if (folders.size() == MAX_ENTRIES_PER_FOLDER) {
                    warnings.add(
                            root
                                    + " holds more than "
                                    + MAX_ENTRIES_PER_FOLDER
                                    + " entries; the rest was not looked at.");
                    break;
                }
                folders.add(entry);
            }
        } catch (IOException | DirectoryIteratorException e) {
            warnings.add("The skills in " + root + " were not loaded: " + e.getMessage() + ".");
            return;
        }
        folders.sort(null);
        for (Path folder : folders) {
            if (Files.exists(folder.resolve(FILE), LinkOption.NOFOLLOW_LINKS)) {
                skill(root, folder, source, fence);
            }
        }
    }

    private void skill(Path root, Path folder, Skill.Source source, Optional<Path> fence) {
        Path file = folder.resolve(FILE);
        if (search.disabled().contains(folder) || search.disabled().contains(file)) {
            return;
        }
        if (skills.size() == MAX_SKILLS) {
            leftOut(file, "there are more than " + MAX_SKILLS + " skills");
            return;
        }
        try {
            Path real = file.toRealPath();
            if (fence.isPresent() && !real.startsWith(fence.get().toRealPath())) {
                leftOut(file, "it is a link to " + real + ", out of the project");
                return;
            }
            if (!Files.isRegularFile(real)) {
                leftOut(file, "it is no file");
                return;
            }
            accept(folder, new Skill("", "", root, file, source));
        } catch (IOException e) {
            leftOut(file, SessionFiles.reason(e));
        }
    }

    private void accept(Path folder, Skill found) throws IOException {
        Optional<FrontMatter> front = FrontMatter.of(text(found));
        if (front.isEmpty()) {
            leftOut(found.file(), "it does not begin with front matter between --- lines");
            return;
        }
        String name = front.get().value("name").strip();
        String description = plain(front.get().value("description"));
        if (!isName(name)) {
            leftOut(
                    found.file(),
                    "its name must be 1 to "
                            + MAX_NAME_CHARS
                            + " letters, digits, - _ . or : and is \""
                            + plain(name)
                            + "\"");
        } else if (description.isEmpty()) {
            leftOut(found.file(), "it has no description");
        } else {
            if (!String.valueOf(folder.getFileName()).equals(name)) {
                warnings.add(
                        found.file() + " is loaded as \"" + name + "\", unlike its folder's name.");
            }
            skills.add(new Skill(name, description, found.root(), found.file(), found.source()));
        }
    }

    private void leftOut(Path file, String why) {
        warnings.add("The skill " + plain(file.toString()) + " was left out: " + why + ".");
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_CHARS || name.startsWith(".")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isNameCharacter(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// One line that can neither end the list nor move a cursor.
    private static String plain(String text) {
        StringBuilder line = new StringBuilder();
        boolean space = false;
        for (int i = 0; i < text.length() && line.length() < MAX_DESCRIPTION_CHARS; i++) {
            char c = text.charAt(i);
            int type = Character.getType(c);
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                space = !line.isEmpty();
                continue;
            }
            if (type == Character.FORMAT || type == Character.PRIVATE_USE) {
                continue;
            }
            line.append(space ? " " : "");
            space = false;
            line.append(c == '<' ? '(' : c == '>' ? ')' : c);
        }
        return line.toString();
    }
}
