package dev.cordon.protocol;

import java.util.Locale;

/// How the names of records and components become words in JSON.
final class SchemaNames {
    private SchemaNames() {}

    static String snakeCase(String name) {
        StringBuilder out = new StringBuilder();
        for (char c : name.toCharArray()) {
            if (Character.isUpperCase(c) && !out.isEmpty()) {
                out.append('_');
            }
            out.append(c);
        }
        return out.toString().toLowerCase(Locale.ROOT);
    }
}
