package dev.cordon.cli.warm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the kernel says about a process that decides what its children may do: user, groups,
/// capabilities, namespaces, limits, filters, priority. See proc(5).
///
/// A run that is handed over must not gain anything by it: a container, a sandbox or `nice` around
/// the caller has to hold as if the run had been the caller's child.
final class ProcessFacts {
    private static final List<String> STATUS =
            List.of(
                    "Umask",
                    "Uid",
                    "Gid",
                    "Groups",
                    "CapInh",
                    "CapPrm",
                    "CapEff",
                    "CapBnd",
                    "CapAmb",
                    "NoNewPrivs",
                    "Seccomp",
                    "Seccomp_filters",
                    "Cpus_allowed_list");
    private static final List<String> LINKS =
            List.of(
                    "root",
                    "ns/cgroup",
                    "ns/ipc",
                    "ns/mnt",
                    "ns/net",
                    "ns/pid_for_children",
                    "ns/time_for_children",
                    "ns/user",
                    "ns/uts");
    private static final int NICE = 16;
    private static final int REALTIME_PRIORITY = 37;
    private static final int SCHEDULER = 38;
    private static final int HARD_LIMIT_COLUMN = 47;

    private final Map<String, String> facts = new TreeMap<>();

    private ProcessFacts() {}

    /// Those of this process.
    static ProcessFacts own() throws IOException {
        return of(Path.of("/proc/self"));
    }

    /// Those of another.
    ///
    /// @throws IOException if one of them may not be seen: then nothing is known
    static ProcessFacts of(int pid) throws IOException {
        return of(Path.of("/proc/" + pid));
    }

    private static ProcessFacts of(Path process) throws IOException {
        ProcessFacts made = new ProcessFacts();
        for (String line : read(process.resolve("status")).lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0 && STATUS.contains(line.substring(0, colon))) {
                made.facts.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        for (String link : LINKS) {
            made.facts.put(link, Files.readSymbolicLink(process.resolve(link)).toString());
        }
        made.facts.put("cgroup", read(process.resolve("cgroup")).strip());
        made.facts.put("oom_score_adj", read(process.resolve("oom_score_adj")).strip());
        made.facts.put("security label", label(process));
        String stat = read(process.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        made.facts.put("nice", fields[NICE]);
        made.facts.put("scheduling", fields[SCHEDULER] + " " + fields[REALTIME_PRIORITY]);
        // A soft limit is no boundary, and a Java process raises that of its open files.
        for (String line : read(process.resolve("limits")).lines().toList()) {
            if (line.startsWith("Max ") && line.length() > HARD_LIMIT_COLUMN) {
                String rest = line.substring(HARD_LIMIT_COLUMN).strip();
                int end = rest.indexOf(' ');
                made.facts.put(
                        line.substring(0, 25).strip(), end < 0 ? rest : rest.substring(0, end));
            }
        }
        return made;
    }

    // Without a security module there is none, and reading it is an error.
    private static String label(Path process) {
        try {
            return read(process.resolve("attr/current")).strip();
        } catch (IOException _) {
            return "";
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /// The first fact in which two processes differ, in words.
    Optional<String> difference(ProcessFacts other) {
        Map<String, String> all = new TreeMap<>(facts);
        other.facts.forEach(all::putIfAbsent);
        for (String name : all.keySet()) {
            String mine = facts.getOrDefault(name, "unknown");
            String theirs = other.facts.getOrDefault(name, "unknown");
            if (!mine.equals(theirs)) {
                return Optional.of(name + " is " + theirs + " there and " + mine + " here");
            }
        }
        return Optional.empty();
    }
}
