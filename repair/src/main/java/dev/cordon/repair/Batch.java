package dev.cordon.repair;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/// Many candidates compiled at once: each changed method gets a twin for each candidate, and asks
/// {@link Probe#variant()} which of them to be. One run of the compiler then serves all, where one
/// run for each would be the dearest part of the search.
///
/// Candidates that change something outside method bodies, or inside constructors, cannot be served
/// so and are compiled alone.
final class Batch {
    private static final int MAX_ROUNDS = 4;
    private static final Source PROBE =
            new Source(
                    Path.of("dev/cordon/repair/Probe.java"),
                    "package dev.cordon.repair; public final class Probe {"
                            + " public static int variant() { return 0; } }");

    private final Map<Path, Source> sources;
    private final Map<Path, List<MethodSpan>> spans;
    private final MemoryCompiler compiler;
    private final Deadline deadline;

    /// @param deadline after which nothing is compiled any more
    Batch(
            Map<Path, Source> sources,
            Map<Path, List<MethodSpan>> spans,
            MemoryCompiler compiler,
            Deadline deadline) {
        this.sources = sources;
        this.spans = spans;
        this.compiler = compiler;
        this.deadline = deadline;
    }

    /// A candidate that compiled.
    ///
    /// @param variant 0 if the classes are the candidate's alone
    record Ready(Candidate candidate, Map<String, byte[]> classes, int variant, long key) {}

    /// What of the candidates compiles, in their order.
    ///
    /// @param firstKey each set of classes gets a key from here upwards
    List<Ready> compile(List<Candidate> candidates, long firstKey) {
        Map<Integer, Candidate> together = new TreeMap<>();
        Map<Integer, Ready> ready = new TreeMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            if (deadline.passed()) {
                break;
            }
            if (methods(candidate).isPresent()) {
                together.put(i + 1, candidate);
            } else {
                alone(candidate, i + 1, firstKey + i + 1, ready);
            }
        }
        if (!together.isEmpty()) {
            Map<String, byte[]> classes = compileTogether(together);
            together.forEach((n, c) -> ready.put(n, new Ready(c, classes, n, firstKey)));
        }
        return List.copyOf(ready.values());
    }

    private void alone(Candidate candidate, int number, long key, Map<Integer, Ready> ready) {
        MemoryCompiler.Compiled compiled = compiler.compile(plain(candidate));
        if (compiled.good()) {
            ready.put(number, new Ready(candidate, compiled.classes(), 0, key));
        }
    }

    /// The files of a candidate as they would be written.
    List<Source> plain(Candidate candidate) {
        // A constant is copied into every class that uses it, so all files go along.
        boolean constant = methods(candidate).isEmpty() && sources.size() <= 60;
        List<Source> changed = new ArrayList<>();
        for (Source source : sources.values()) {
            boolean touched = candidate.paths().contains(source.path());
            if (touched) {
                changed.add(source.with(candidate.edits(source.path())));
            } else if (constant && candidate.paths().stream().anyMatch(p -> used(p, source))) {
                changed.add(source);
            }
        }
        return changed;
    }

    private static boolean used(Path changed, Source by) {
        String name = changed.getFileName().toString().replace(".java", "");
        return by.text().contains(name);
    }

    /// The methods that a candidate changes with their edits; absent if it cannot be batched.
    private Optional<Map<Path, Map<MethodSpan, List<Edit>>>> methods(Candidate candidate) {
        Map<Path, Map<MethodSpan, List<Edit>>> found = new LinkedHashMap<>();
        for (Path path : candidate.paths()) {
            Map<MethodSpan, List<Edit>> here = new LinkedHashMap<>();
            for (Edit edit : candidate.edits(path)) {
                Optional<MethodSpan> span =
                        MethodSpan.around(spans.getOrDefault(path, List.of()), edit);
                if (span.isEmpty()) {
                    return Optional.empty();
                }
                here.computeIfAbsent(span.get(), _ -> new ArrayList<>()).add(edit);
            }
            for (MethodSpan one : here.keySet()) {
                for (MethodSpan other : here.keySet()) {
                    if (!one.equals(other)
                            && one.bodyStart() > other.bodyStart()
                            && one.bodyEnd() < other.bodyEnd()) {
                        return Optional.empty();
                    }
                }
            }
            found.put(path, here);
        }
        return Optional.of(found);
    }

    /// Compiles all that are left; takes out those that do not compile.
    private Map<String, byte[]> compileTogether(Map<Integer, Candidate> together) {
        for (int round = 0;
                round < MAX_ROUNDS && !together.isEmpty() && !deadline.passed();
                round++) {
            Map<Path, Woven> woven = weave(together);
            List<Source> units = new ArrayList<>(List.of(PROBE));
            woven.values().forEach(w -> units.add(w.source()));
            MemoryCompiler.Compiled compiled = compiler.compile(units);
            if (compiled.good()) {
                Map<String, byte[]> classes = new LinkedHashMap<>(compiled.classes());
                classes.remove("dev.cordon.repair.Probe");
                return classes;
            }
            Set<Integer> broken = broken(compiled.errors(), woven);
            if (broken.isEmpty()) {
                break;
            }
            together.keySet().removeAll(broken);
        }
        together.clear();
        return Map.of();
    }

    private static Set<Integer> broken(
            List<Diagnostic<? extends JavaFileObject>> errors, Map<Path, Woven> woven) {
        Set<Integer> broken = new HashSet<>();
        for (Diagnostic<? extends JavaFileObject> error : errors) {
            for (Woven file : woven.values()) {
                if (error.getSource() != null
                        && error.getSource().toUri().equals(file.source().unit().toUri())) {
                    for (Region region : file.regions()) {
                        if (error.getPosition() >= region.start()
                                && error.getPosition() < region.end()) {
                            broken.add(region.variant());
                        }
                    }
                }
            }
        }
        return broken;
    }

    private record Region(int start, int end, int variant) {}

    private record Woven(Source source, List<Region> regions) {}

    private record Twin(int at, String text, int variant) {}

    private Map<Path, Woven> weave(Map<Integer, Candidate> together) {
        Map<Path, List<Twin>> twins = new LinkedHashMap<>();
        Map<Path, Map<MethodSpan, List<Integer>>> choices = new LinkedHashMap<>();
        together.forEach((number, candidate) ->
                methods(candidate)
                        .orElseThrow()
                        .forEach((path, methods) ->
                                methods.forEach((span, edits) -> {
                                    twins.computeIfAbsent(path, _ -> new ArrayList<>())
                                            .add(twin(path, span, edits, number));
                                    choices.computeIfAbsent(path, _ -> new LinkedHashMap<>())
                                            .computeIfAbsent(span, _ -> new ArrayList<>())
                                            .add(number);
                                })));
        Map<Path, Woven> woven = new LinkedHashMap<>();
        twins.forEach((path, own) -> {
            choices.getOrDefault(path, Map.of())
                    .forEach((span, numbers) -> own.add(choice(span, numbers)));
            woven.put(path, assemble(path, own));
        });
        return woven;
    }

    private Twin twin(Path path, MethodSpan span, List<Edit> edits, int number) {
        String text = source(path).text();
        List<Edit> shifted = new ArrayList<>();
        for (Edit edit : edits) {
            shifted.add(
                    new Edit(
                            edit.start() - span.bodyStart(),
                            edit.end() - span.bodyStart(),
                            edit.text()));
        }
        String body = Edit.apply(text.substring(span.bodyStart(), span.bodyEnd()), shifted);
        String method =
                "\n%s %s$v%d(%s)%s {%s}\n"
                        .formatted(
                                span.head(),
                                span.name(),
                                number,
                                span.parameters(),
                                span.throwing(),
                                body);
        return new Twin(span.bodyEnd() + 1, method, number);
    }

    private Source source(Path path) {
        Source source = sources.get(path);
        if (source == null) {
            throw new IllegalArgumentException("no such source: " + path);
        }
        return source;
    }

    private static Twin choice(MethodSpan span, List<Integer> numbers) {
        StringBuilder text = new StringBuilder(" switch (dev.cordon.repair.Probe.variant()) {");
        for (int number : numbers) {
            String call = span.name() + "$v" + number + "(" + span.arguments() + ")";
            text.append(" case ").append(number).append(": ");
            text.append(span.isVoid() ? call + "; return;" : "return " + call + ";");
        }
        return new Twin(span.bodyStart(), text.append(" default: } ").toString(), 0);
    }

    private Woven assemble(Path path, List<Twin> twins) {
        String text = source(path).text();
        twins.sort(Comparator.comparingInt(Twin::at));
        StringBuilder out = new StringBuilder();
        List<Region> regions = new ArrayList<>();
        int copied = 0;
        for (Twin twin : twins) {
            out.append(text, copied, twin.at());
            copied = twin.at();
            int start = out.length();
            out.append(twin.text());
            if (twin.variant() > 0) {
                regions.add(new Region(start, out.length(), twin.variant()));
            }
        }
        out.append(text, copied, text.length());
        return new Woven(new Source(path, out.toString()), regions);
    }
}
