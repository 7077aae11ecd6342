package dev.cordon.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How lines of a patch must be moved to stand as the file does.
///
/// @param more put before each line that is not blank
/// @param less taken from the start of each line that has it
record Indentation(String more, String less) {
    /// As they are.
    static final Indentation SAME = new Indentation("", "");

    /// The one step that makes all lines of a patch the lines of the file; null if there is none.
    ///
    /// @param written lines of the patch
    /// @param real as many lines of the file, the same but for spaces at their ends
    static @Nullable Indentation between(List<String> written, List<String> real) {
        Indentation step = null;
        for (int i = 0; i < written.size(); i++) {
            if (written.get(i).isBlank() || real.get(i).isBlank()) {
                continue;
            }
            String from = start(written.get(i));
            String to = start(real.get(i));
            Indentation own;
            if (to.endsWith(from)) {
                own = new Indentation(to.substring(0, to.length() - from.length()), "");
            } else if (from.endsWith(to)) {
                own = new Indentation("", from.substring(0, from.length() - to.length()));
            } else {
                return null;
            }
            if (step != null && !step.equals(own)) {
                return null;
            }
            step = own;
        }
        return step == null ? SAME : step;
    }

    /// A line moved.
    String of(String line) {
        if (line.isBlank()) {
            return line;
        }
        return more + (line.startsWith(less) ? line.substring(less.length()) : line);
    }

    private static String start(String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }
}
