package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.CompilationUnitTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Candidates compiled together and alone.
final class BatchTest {
    private static final Path FILE = Path.of("Subject.java");
    private static final String TEXT =
            """
            class Subject {
                static int one() { return 1; }
                int kept;
                Subject() { kept = 1; }
                <T extends Comparable<T>> T max(T a, T b) throws java.io.IOException {
                    return a.compareTo(b) > 0 ? a : b;
                }
            }
            """;

    private final Source source = new Source(FILE, TEXT);

    private Candidate candidate(String old, String now) {
        int at = TEXT.indexOf(old);
        return new Candidate(
                List.of(
                        new Candidate.Place(
                                FILE,
                                EditKind.NUMBER,
                                source.line(at),
                                List.of(new Edit(at, at + old.length(), now)))),
                1);
    }

    private List<Batch.Ready> compile(Candidate... candidates) {
        try (MemoryCompiler compiler = new MemoryCompiler(List.of(), List.of("-proc:none"))) {
            compiler.know(compiler.compile(List.of(source)).classes());
            MemoryCompiler.Attributed attributed = compiler.attribute(List.of(source));
            CompilationUnitTree unit = attributed.units().getFirst();
            List<MethodSpan> spans = new ArrayList<>();
            Suspicion none = Suspicion.from(List.of(), _ -> java.util.Optional.empty(), Map.of());
            Proposals proposals = new Proposals(source, none, Hints.from(List.of()));
            new MethodSpan.Finder(new Site(attributed, unit, proposals, new Scopes()))
                    .scan(unit, spans);
            return new Batch(
                            Map.of(FILE, source),
                            Map.of(FILE, spans),
                            compiler,
                            Deadline.in(60_000))
                    .compile(List.of(candidates), 100);
        }
    }

    @Test
    void candidatesInMethodsShareTheirClasses() {
        List<Batch.Ready> ready =
                compile(candidate("return 1", "return 2"), candidate("return 1", "return 3"));

        assertEquals(List.of(1, 2), ready.stream().map(Batch.Ready::variant).toList());
        assertEquals(ready.getFirst().classes(), ready.getLast().classes());
        assertEquals(ready.getFirst().key(), ready.getLast().key());
    }

    @Test
    void oneThatDoesNotCompileDoesNotTakeTheOthersDown() {
        Candidate good = candidate("return 1", "return 2");

        List<Batch.Ready> ready = compile(candidate("return 1", "return \"x\""), good);

        assertEquals(List.of(good), ready.stream().map(Batch.Ready::candidate).toList());
    }

    @Test
    void aChangeInAConstructorIsCompiledAlone() {
        Candidate alone = candidate("kept = 1", "kept = 2");

        List<Batch.Ready> ready = compile(alone, candidate("return 1", "return 2"));

        assertEquals(List.of(0, 2), ready.stream().map(Batch.Ready::variant).toList());
        assertEquals(alone, ready.getFirst().candidate());
    }

    @Test
    void genericMethodsThatThrowHaveTwinsToo() {
        assertEquals(1, compile(candidate("> 0", "< 0")).size());
    }

    @Test
    void nothingIsReadyWhereNothingCompiles() {
        assertEquals(
                List.of(),
                compile(candidate("return 1", "return x"), candidate("kept = 1", "kept = y")));
    }
}
