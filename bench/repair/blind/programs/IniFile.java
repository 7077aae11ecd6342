import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class IniFile {
    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    static IniFile parse(String text) {
        IniFile file = new IniFile();
        String section = "";
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith(";") || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                if (line.endsWith("]")) {
                    section = line.substring(1, line.length() - 1).strip();
                } else {
                    file.problems.add("line " + number + ": the section is not closed");
                }
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                file.problems.add("line " + number + ": no key");
                continue;
            }
            String key = line.substring(0, equals).strip();
            String value = unquoted(line.substring(equals + 1).strip());
            file.sections.computeIfAbsent(section, name -> new LinkedHashMap<>()).put(key, value);
        }
        return file;
    }

    String get(String section, String key, String otherwise) {
        return sections.getOrDefault(section, Map.of()).getOrDefault(key, otherwise);
    }

    int number(String section, String key, int otherwise) {
        String value = get(section, key, "");
        if (value.isEmpty()) {
            return otherwise;
        }
        return Integer.parseInt(value);
    }

    boolean flag(String section, String key) {
        String value = get(section, key, "no").toLowerCase();
        return value.equals("yes") || value.equals("true") || value.equals("1");
    }

    List<String> sections() {
        return new ArrayList<>(sections.keySet());
    }

    List<String> problems() {
        return problems;
    }

    private static String unquoted(String value) {
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
            return value.substring(1, value.length() - 1);
        }
        return value;
    }
}
