package dev.cordon.sandbox;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The processes of this machine at one moment, as far as this user may see them.
///
/// @param byPid each by its number
record ProcessSnapshot(Map<Long, Seen> byPid) {
    private static final int STAT_BYTES = 1024;

    /// The kernel counts processor time in these parts of a second, on all machines in use.
    static final int TICKS_PER_SECOND = 100;

    /// One process.
    ///
    /// @param name of its program, at most 15 bytes; a process may give itself any
    /// @param residentPages memory that it has, shared or not
    /// @param ticks processor time of it and of its children that ended
    record Seen(long pid, long parent, String name, long residentPages, long ticks) {}

    /// Looks at `/proc`.
    static ProcessSnapshot take() {
        return of(new File("/proc"));
    }

    static ProcessSnapshot of(File proc) {
        Map<Long, Seen> found = new HashMap<>();
        String[] names = proc.list();
        byte[] buffer = new byte[STAT_BYTES];
        for (String name : names == null ? new String[0] : names) {
            if (name.charAt(0) >= '1' && name.charAt(0) <= '9') {
                Seen seen = read(new File(proc, name + "/stat"), buffer);
                if (seen != null) {
                    found.put(seen.pid(), seen);
                }
            }
        }
        return new ProcessSnapshot(found);
    }

    // proc_pid_stat(5): pid (name) state ppid ...; the name may hold spaces and brackets.
    private static @org.jspecify.annotations.Nullable Seen read(File file, byte[] buffer) {
        try (FileInputStream in = new FileInputStream(file)) {
            int length = in.read(buffer);
            if (length <= 0) {
                return null;
            }
            String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            int open = text.indexOf('(');
            int close = text.lastIndexOf(')');
            List<String> fields = new ArrayList<>();
            int from = close + 2;
            for (int at = text.indexOf(' ', from); at >= 0; at = text.indexOf(' ', from)) {
                fields.add(text.substring(from, at));
                from = at + 1;
            }
            if (open < 1 || fields.size() < 22) {
                return null;
            }
            long ticks = 0;
            for (int field = 11; field <= 14; field++) {
                ticks += Long.parseLong(fields.get(field));
            }
            return new Seen(
                    Long.parseLong(text.substring(0, open - 1)),
                    Long.parseLong(fields.get(1)),
                    text.substring(open + 1, close),
                    Long.parseLong(fields.get(21)),
                    ticks);
        } catch (IOException | NumberFormatException _) {
            return null; // it ended
        }
    }

    /// The process of this name among the children of the children of a process.
    OptionalLong grandchild(long ancestor, String name) {
        for (Seen seen : byPid.values()) {
            Seen above = byPid.get(seen.parent());
            if (seen.name().equals(name) && above != null && above.parent() == ancestor) {
                return OptionalLong.of(seen.pid());
            }
        }
        return OptionalLong.empty();
    }

    /// A process and everything below it.
    List<Seen> tree(long root) {
        List<Seen> found = new ArrayList<>();
        for (Seen seen : byPid.values()) {
            Seen at = seen;
            // As deep as there are processes: a circle, which cannot be, ends too.
            for (int depth = 0; at != null && depth < byPid.size(); depth++) {
                if (at.pid() == root) {
                    found.add(seen);
                    break;
                }
                at = byPid.get(at.parent());
            }
        }
        return found;
    }
}
