package dev.cordon.model;

import java.util.Locale;

/// Tells whether two names mean one model.
final class ModelNames {
    private static final int MIN_DATE_DIGITS = 4;

    private ModelNames() {}

    /// Whether `name` is `base` with a date behind it, such as `-2026-03-05`, `-20260305` or
    /// `@20260305`.
    static boolean isDated(String base, String name) {
        if (name.length() <= base.length() + MIN_DATE_DIGITS || !name.startsWith(base)) {
            return false;
        }
        char separator = name.charAt(base.length());
        if (separator != '-' && separator != '@') {
            return false;
        }
        for (int i = base.length() + 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    /// Whether a provider that was asked for one name and answers with another means the same: a
    /// date, a tag, a path before the name, the case and the file type do not count.
    static boolean same(String requested, String answered) {
        String a = bare(requested);
        String b = bare(answered);
        return b.isEmpty()
                || a.equals(b)
                || isDated(a, b)
                || isDated(b, a)
                || b.startsWith(a + ":")
                || a.startsWith(b + ":")
                || (a.endsWith("-latest") && b.startsWith(a.substring(0, a.length() - 6)));
    }

    private static String bare(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String file = lower.substring(lower.lastIndexOf('/') + 1);
        return file.endsWith(".gguf") ? file.substring(0, file.length() - 5) : file;
    }
}
