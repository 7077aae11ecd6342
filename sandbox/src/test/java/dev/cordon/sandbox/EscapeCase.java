package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One case of the escape suite; its form is described in `src/test/escape/README.md`.
record EscapeCase(String id, boolean attack, String title, Map<String, String> sections) {

    static List<EscapeCase> readAll(Path folder) throws IOException {
        List<EscapeCase> cases = new ArrayList<>();
        List<Path> files;
        try (var found = Files.list(folder)) {
            files = found.filter(file -> file.toString().endsWith(".cases")).sorted().toList();
        }
        for (Path file : files) {
            read(file, cases);
        }
        return cases;
    }

    private static void read(Path file, List<EscapeCase> cases) throws IOException {
        String name = "";
        StringBuilder body = new StringBuilder();
        Map<String, String> sections = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("== ")) {
                String[] words = line.substring(3).split(" ", 3);
                if (!words[1].equals("attack") && !words[1].equals("works")) {
                    throw new IOException(file + ": unknown kind in: " + line);
                }
                sections = new LinkedHashMap<>();
                cases.add(new EscapeCase(words[0], words[1].equals("attack"), words[2], sections));
                name = "";
            } else if (line.startsWith("-- ")) {
                String rest = line.substring(3);
                int space = rest.indexOf(' ');
                name = space < 0 ? rest : rest.substring(0, space);
                body = new StringBuilder(space < 0 ? "" : rest.substring(space + 1));
                sections.put(name, body.toString());
            } else {
                body.append(line).append('\n');
                sections.put(name, body.toString());
            }
        }
    }

    String section(String name) {
        return sections.getOrDefault(name, "");
    }

    /// The words of `needs`.
    List<String> needs() {
        String words = section("needs").strip();
        return words.isEmpty() ? List.of() : List.of(words.split(" "));
    }

    /// Whether a shell can try it. Otherwise {@link #tests} names who does.
    boolean runs() {
        return sections.containsKey("run");
    }

    /// What shows that the attack works where nothing stops it.
    Control control() {
        String control = section("control").strip();
        int space = control.indexOf(' ');
        String word = space < 0 ? control : control.substring(0, space);
        String reason = space < 0 ? "" : control.substring(space + 1).strip();
        return switch (word) {
            case "" -> new Control(Kind.PLAIN, "");
            case "apart" -> new Control(Kind.APART, reason);
            case "maybe" -> new Control(Kind.MAYBE, reason);
            case "none" -> new Control(Kind.NONE, reason);
            case "harm" -> new Control(Kind.HARM, reason);
            default -> throw new IllegalArgumentException(id + ": unknown control " + word);
        };
    }

    /// How an attack is tried without a sandbox.
    enum Kind {
        /// As it stands.
        PLAIN,
        /// In namespaces that are thrown away: it would change the machine.
        APART,
        /// As it stands, but this machine may withstand it.
        MAYBE,
        /// Not at all, as it would have no effect here.
        NONE,
        /// Not at all, as it would harm the machine.
        HARM
    }

    /// @param reason why not plain
    record Control(Kind kind, String reason) {}

    /// Why it gets through, or does not work, behind this back end; empty if it must hold.
    String exception(String backend) {
        for (String line : section("except").split("\n", -1)) {
            if (line.startsWith(backend + " ")) {
                return line.substring(backend.length() + 1).strip();
            }
        }
        return "";
    }

    /// The rows of the catalogue that it belongs to: the ids in the brackets that end its title.
    List<String> rows() {
        int open = title.lastIndexOf('(');
        return open < 0 || !title.endsWith(")")
                ? List.of()
                : List.of(title.substring(open + 1, title.length() - 1).split(", "));
    }

    /// Tests that show what no shell can, each `Class.method`.
    List<String> tests() {
        return section("test").lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
