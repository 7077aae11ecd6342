package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The probes are static, as the code that calls them is foreign: one test after the other.
@Execution(ExecutionMode.SAME_THREAD)
final class InstrumenterTest {
    private static final String TEXT =
            """
            package org.example;
            class Subject {
                static int sum(int n) {
                    int sum = 0;
                    for (int i = 1; i <= n; i++) {
                        sum += i;
                    }
                    if (n < 0) {
                        System.exit(4);
                    }
                    return sum;
                }
            }
            """;

    private final LineTable lines = new LineTable();

    private Method sum() throws Exception {
        Source source = new Source(Path.of("org/example/Subject.java"), TEXT);
        Map<String, byte[]> classes;
        try (MemoryCompiler compiler = new MemoryCompiler(List.of(), List.of("-g", "-proc:none"))) {
            classes = compiler.compile(List.of(source)).classes();
        }
        CandidateLoader loader =
                new CandidateLoader(
                        classes,
                        Map.of(),
                        new HashMap<>(),
                        new HashMap<>(),
                        List.of(),
                        Optional.of(lines));
        Method method = loader.loadClass("org.example.Subject").getDeclaredMethod("sum", int.class);
        method.setAccessible(true);
        return method;
    }

    private Set<Integer> hits() {
        boolean[] hits = Probe.takeHits();
        Set<Integer> found = new TreeSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (hits[i]) {
                assertEquals("org/example/Subject.java", lines.place(i).file());
                found.add(lines.place(i).line());
            }
        }
        return found;
    }

    @AfterEach
    void letGo() {
        Probe.start(Long.MAX_VALUE);
        Probe.takeHits();
    }

    @Test
    void marksTheLinesThatRanAndNoOthers() throws Exception {
        Method sum = sum();
        Probe.start(1000);

        assertEquals(6, sum.invoke(null, 3));
        assertEquals(Set.of(4, 5, 6, 8, 11), hits());
        assertEquals(0, sum.invoke(null, 0));
        assertEquals(Set.of(4, 5, 8, 11), hits());
    }

    @Test
    void countsAStepForEachMethodEnteredAndEachRoundOfALoop() throws Exception {
        Method sum = sum();
        Probe.start(1000);
        sum.invoke(null, 7);

        assertEquals(1 + 7, 1000 - Probe.stepsLeft());
    }

    @Test
    void stopsWhenTheStepsAreSpent() throws Exception {
        Method sum = sum();
        Probe.start(50);

        InvocationTargetException thrown =
                assertThrows(
                        InvocationTargetException.class, () -> sum.invoke(null, 1_000_000_000));
        assertInstanceOf(Probe.Exhausted.class, thrown.getCause());
    }

    @Test
    void doesNotLetTheCodeEndTheMachine() throws Exception {
        Method sum = sum();
        Probe.start(50);

        InvocationTargetException thrown =
                assertThrows(InvocationTargetException.class, () -> sum.invoke(null, -1));
        assertInstanceOf(Probe.ExitAsked.class, thrown.getCause());
    }
}
