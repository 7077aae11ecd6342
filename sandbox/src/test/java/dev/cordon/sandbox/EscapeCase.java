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

    /// Why it proves nothing without a sandbox; empty if it works there.
    String noControl() {
        String control = section("control").strip();
        return control.startsWith("none") ? control.substring(4).strip() : "";
    }
}
