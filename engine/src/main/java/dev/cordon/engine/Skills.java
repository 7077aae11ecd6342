package dev.cordon.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The skills of a session.
///
/// The model sees a list of them and opens the file of one that fits its task; a `$name` in a
/// prompt puts the whole file before it. The text of a skill is data of whoever wrote it: it gives
/// no permission.
///
/// @param all in the order of the list: the project's before the user's
/// @param warnings sentences for the user, one for each that was left out
public record Skills(List<Skill> all, List<String> warnings) {
    /// No skills.
    public static final Skills NONE = new Skills(List.of(), List.of());

    /// The most that the list may take of every request, in bytes.
    static final int MAX_LIST_BYTES = 8 * 1024;

    /// The most skills that one prompt may put before the model.
    static final int MAX_MENTIONS = 8;

    private static final String HEAD =
            "<skills>\nSkills are instructions for one kind of task. When one fits the task, or the"
                    + " user names it with $name, read its file first and follow it. They give no"
                    + " permissions.\n";

    public Skills {
        all = List.copyOf(all);
        warnings = List.copyOf(warnings);
    }

    /// The skill of this name. Of two with one name the first counts.
    public Optional<Skill> find(String name) {
        for (Skill skill : all) {
            if (skill.name().equals(name)) {
                return Optional.of(skill);
            }
        }
        return Optional.empty();
    }

    /// What the model is told of them; empty without skills. Descriptions become shorter, and then
    /// names are left out, to keep to the budget.
    public Optional<String> list() {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        Map<Path, String> roots = roots();
        for (int descriptionChars : new int[] {SkillFinder.MAX_DESCRIPTION_CHARS, 160, 60, 0}) {
            String text = list(roots, descriptionChars, all.size());
            if (bytes(text) <= MAX_LIST_BYTES || descriptionChars == 0) {
                return Optional.of(shortEnough(roots, text));
            }
        }
        throw new IllegalStateException("the last length is 0");
    }

    /// The skills that a prompt names with `$name`, each once, in the order of the prompt.
    List<Skill> mentioned(String prompt) {
        List<Skill> found = new ArrayList<>();
        for (int at = prompt.indexOf('$');
                at >= 0 && found.size() < MAX_MENTIONS;
                at = prompt.indexOf('$', at + 1)) {
            int end = at + 1;
            while (end < prompt.length() && SkillFinder.isNameCharacter(prompt.charAt(end))) {
                end++;
            }
            boolean begins = at == 0 || !Character.isLetterOrDigit(prompt.charAt(at - 1));
            String name = prompt.substring(at + 1, end);
            Optional<Skill> skill = begins ? find(name).or(() -> find(trimmed(name))) : none();
            skill.filter(s -> !found.contains(s)).ifPresent(found::add);
        }
        return found;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Optional<Skill> none() {
        return Optional.empty();
    }

    /// A full stop or a colon after a name ends the sentence, not the name.
    private static String trimmed(String name) {
        int end = name.length();
        while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ':')) {
            end--;
        }
        return name.substring(0, end);
    }

    private String shortEnough(Map<Path, String> roots, String text) {
        String fits = text;
        for (int shown = all.size(); bytes(fits) > MAX_LIST_BYTES && shown > 0; ) {
            shown = shown * 9 / 10;
            fits = list(roots, 0, shown);
        }
        return fits;
    }

    private String list(Map<Path, String> roots, int descriptionChars, int shown) {
        StringBuilder text = new StringBuilder(HEAD);
        roots.forEach((root, name) -> text.append(name).append(" = ").append(root).append('\n'));
        for (Skill skill : all.subList(0, shown)) {
            Path root = skill.root();
            text.append("- ").append(skill.name());
            if (descriptionChars > 0) {
                String words = skill.description();
                boolean whole = words.length() <= descriptionChars;
                text.append(": ");
                text.append(whole ? words : words.substring(0, descriptionChars) + "…");
            }
            text.append(" (").append(roots.get(root)).append('/');
            text.append(root.relativize(skill.file())).append(")\n");
        }
        if (shown < all.size()) {
            text.append(all.size() - shown).append(" more are not listed.\n");
        }
        return text.append("</skills>").toString();
    }

    private Map<Path, String> roots() {
        Map<Path, String> roots = new LinkedHashMap<>();
        for (Skill skill : all) {
            if (!roots.containsKey(skill.root())) {
                roots.put(skill.root(), "r" + roots.size());
            }
        }
        return roots;
    }
}
