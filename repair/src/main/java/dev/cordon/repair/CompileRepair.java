package dev.cordon.repair;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/// Mends a project that does not compile: step by step the change that leaves the fewest errors.
final class CompileRepair {
    private static final int MAX_STEPS = 12;
    private static final int MAX_TRIES = 1500;

    private final MemoryCompiler compiler;
    private final Map<Path, Source> sources;
    private final Map<Path, Source> tests;
    private final Progress progress;
    private final Deadline deadline;
    private final List<String> notes = new ArrayList<>();

    /// @param sources changed in place
    CompileRepair(
            MemoryCompiler compiler,
            Map<Path, Source> sources,
            Map<Path, Source> tests,
            Progress progress,
            Deadline deadline) {
        this.compiler = compiler;
        this.sources = sources;
        this.tests = tests;
        this.progress = progress;
        this.deadline = deadline;
    }

    List<String> notes() {
        return notes;
    }

    static String describe(Diagnostic<? extends JavaFileObject> error) {
        JavaFileObject file = error.getSource();
        String where = file == null ? "" : file.getName() + ":" + error.getLineNumber() + ": ";
        return where + error.getMessage(Locale.ROOT).lines().findFirst().orElse("");
    }

    MemoryCompiler.Compiled run(MemoryCompiler.Compiled broken) {
        MemoryCompiler.Compiled state = broken;
        for (int step = 0; step < MAX_STEPS && !state.good() && !deadline.passed(); step++) {
            progress.say(
                    "%d compile errors, first: %s"
                            .formatted(state.errors().size(), describe(state.errors().getFirst())));
            int mended = notes.size();
            state = improve(state);
            if (notes.size() == mended) {
                return state;
            }
        }
        return state;
    }

    private MemoryCompiler.Compiled improve(MemoryCompiler.Compiled state) {
        MemoryCompiler.Compiled best = state;
        Candidate bestCandidate = null;
        int tries = 0;
        for (Candidate candidate :
                new CompileRules(sources, tests).propose(state.errors().getFirst())) {
            if (tries++ >= MAX_TRIES || deadline.passed()) {
                break;
            }
            MemoryCompiler.Compiled after = compiler.compile(with(candidate));
            if (better(after, best)) {
                best = after;
                bestCandidate = candidate;
                if (after.good()) {
                    break;
                }
            }
        }
        if (bestCandidate != null) {
            for (Path path : bestCandidate.paths()) {
                Source old = sources.get(path);
                if (old != null) {
                    sources.put(path, old.with(bestCandidate.edits(path)));
                }
            }
            notes.add("compile error mended by " + bestCandidate.words());
        }
        return best;
    }

    /// Fewer errors, or the same number with the first one further on.
    private static boolean better(MemoryCompiler.Compiled now, MemoryCompiler.Compiled then) {
        if (now.good()) {
            return !then.good();
        }
        return !then.good() && now.errors().size() < then.errors().size();
    }

    private List<Source> with(Candidate candidate) {
        List<Source> all = new ArrayList<>();
        for (Source source : sources.values()) {
            all.add(
                    candidate.paths().contains(source.path())
                            ? source.with(candidate.edits(source.path()))
                            : source);
        }
        all.addAll(tests.values());
        return all;
    }
}
