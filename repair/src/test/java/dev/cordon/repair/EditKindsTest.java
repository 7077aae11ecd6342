package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each kind of edit with a broken method and the repair that must be among the proposals.
final class EditKindsTest {
    private static final Path FILE = Path.of("Subject.java");
    private static final Set<EditKind> FOR_COMPILE_ERRORS =
            EnumSet.of(EditKind.IMPORT, EditKind.NAME, EditKind.SYNTAX, EditKind.SIGNATURE);

    record Case(EditKind kind, String broken, String repaired) {
        @Override
        public String toString() {
            return kind + ": " + repaired;
        }
    }

    private static Case of(EditKind kind, String broken, String repaired) {
        return new Case(kind, broken, repaired);
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>(expressions());
        cases.addAll(statements());
        return cases;
    }

    private static List<Case> expressions() {
        return List.of(
                of(EditKind.RELATION, "boolean f(int a) { return a < 3; }", "a <= 3"),
                of(EditKind.RELATION, "boolean f(int a) { return a == 3; }", "a != 3"),
                of(
                        EditKind.NEGATION,
                        "int f(int a) { if (a > 0) { return 1; } return 2; }",
                        "!(a > 0)"),
                of(EditKind.NEGATION, "boolean f(boolean a) { return !a; }", "return a;"),
                of(EditKind.LOGIC, "boolean f(int a) { return a > 0 && a < 9; }", "a > 0 || a < 9"),
                of(
                        EditKind.DROP_TERM,
                        "boolean f(int a) { return a > 0 && a < 9; }",
                        "return a < 9;"),
                of(
                        EditKind.ADD_TERM,
                        "int f(String a) { if (a.length() > 2) { return 1; } return 0; }",
                        "a != null && a.length() > 2"),
                of(
                        EditKind.CONSTANT_CONDITION,
                        "int f(int a) { if (a > 0) { return 1; } return 2; }",
                        "if (true)"),
                of(EditKind.ARITHMETIC, "int f(int a, int b) { return a + b; }", "a - b"),
                of(EditKind.ARITHMETIC, "int f(int a, int b) { return a / b; }", "a * b"),
                of(EditKind.ARITHMETIC, "int f(int a, int b) { return a & b; }", "a | b"),
                of(EditKind.OPERANDS_SWAPPED, "int f(int a, int b) { return a - b; }", "b - a"),
                of(EditKind.OPERAND_ONLY, "int f(int a) { return a * 2; }", "return a;"),
                of(
                        EditKind.OPERAND_ADDED,
                        "int f(int a, int b) { total = a % 7; return a + b; }",
                        "(a + b) % 7"),
                of(EditKind.OPERAND_ADDED, "int f(int a, int b) { return a; }", "return a + b;"),
                of(EditKind.OPERAND_ADDED, "int f(int a, int b) { return a + b; }", "a * 10 + b"),
                of(EditKind.VARIABLE, "int f(int[] a, int i) { return a[0]; }", "a[i]"),
                of(EditKind.ASSIGNMENT, "void f(int a) { total = a; }", "total *= a"),
                of(EditKind.PRECEDENCE, "int f(int a, int b) { return a + b / 2; }", "(a + b) / 2"),
                of(
                        EditKind.PRECEDENCE,
                        "int f(int a, int b, int c) { return a + b - c % 7; }",
                        "a + (b - c) % 7"),
                of(EditKind.OFF_BY_ONE, "int f(String a) { return a.length(); }", "a.length() - 1"),
                of(EditKind.OFF_BY_ONE, "int f(int[] a, int i) { return a[i]; }", "a[i + 1]"),
                of(
                        EditKind.OFF_BY_ONE,
                        "int f(int n) { int s = 0; for (int i = 0; i < n; i++) { s += i; } return s; }",
                        "i < n + 1"),
                of(EditKind.NUMBER, "int f(int a) { return a + 1; }", "a + 2"),
                of(
                        EditKind.NUMBER_FROM_PROJECT,
                        "int f(int a) { total = 360; return a % 100; }",
                        "a % 360"),
                of(EditKind.FLAG, "boolean f() { return true; }", "return false;"),
                of(EditKind.TEXT, "String f(String a) { return a + \",\"; }", "a + \", \""),
                of(EditKind.TEXT, "boolean f(char a) { return a == ' '; }", "a == '_'"),
                of(
                        EditKind.TEXT_FROM_TEST,
                        "String f(String a) { return \"Helo \" + a; }",
                        "\"Hello \" + a"),
                of(EditKind.VARIABLE, "int f(int low, int high) { return low; }", "return high;"),
                of(EditKind.FIELD, "int f() { return total; }", "return other;"),
                of(EditKind.FIELD, "int f(int total) { return total; }", "return this.total;"),
                of(EditKind.TARGET, "void f(int total) { total = total; }", "this.total = total;"),
                of(EditKind.TARGET, "int f(int a, int b) { a = b; return a + b; }", "b = a;"),
                of(EditKind.STEP, "int f(int a) { a++; return a; }", "a--;"),
                of(EditKind.ASSIGNMENT, "void f(int a) { total = a; }", "total += a"),
                of(EditKind.ASSIGNMENT, "void f(int a) { total += a; }", "total -= a"),
                of(
                        EditKind.ARGUMENTS_SWAPPED,
                        "int f(int a, int b) { return Math.floorMod(a, b); }",
                        "Math.floorMod(b, a)"),
                of(
                        EditKind.ARGUMENT_ADDED,
                        "int f(String a, int from) { return a.indexOf('x'); }",
                        "a.indexOf('x', from)"),
                of(
                        EditKind.ARGUMENT_DROPPED,
                        "String f(String a) { return a.substring(1, 2); }",
                        "a.substring(1)"),
                of(
                        EditKind.METHOD_TWIN,
                        "int f(int a, int b) { return Math.min(a, b); }",
                        "Math.max(a, b)"),
                of(EditKind.METHOD, "int f(int a) { return twice(a); }", "return half(a);"),
                of(EditKind.CALL_DROPPED, "String f(String a) { return a.trim(); }", "return a;"),
                of(EditKind.CALL_ADDED, "String f(String a) { return a; }", "a.trim()"),
                of(EditKind.CALL_ADDED, "int f(int a) { return a; }", "Math.abs(a)"),
                of(
                        EditKind.EQUALITY,
                        "boolean f(String a, String b) { return a == b; }",
                        "a.equals(b)"),
                of(EditKind.CAST, "double f(int a, int b) { return a / b; }", "(double) a / b"),
                of(EditKind.COPY, "int[] f(int[] a) { return a; }", "a.clone()"),
                of(
                        EditKind.COLLECTION,
                        "Object f() { return new java.util.HashMap<String, String>(); }",
                        "java.util.LinkedHashMap<String, String>()"));
    }

    private static List<Case> statements() {
        return List.of(
                of(EditKind.GUARD, "void f(String a) { total += a.length(); }", "if (a != null) {"),
                of(
                        EditKind.GUARD,
                        "int f(java.util.List<String> all) { int n = 0; for (String a : all) {"
                                + " n += a.length(); } return n; }",
                        "if (a == null) {"),
                of(
                        EditKind.GUARD_THROWS,
                        "int f(int a) { return 10 / a; }",
                        "throw new IllegalArgumentException"),
                of(EditKind.BASE_CASE, "int f(int a) { return a * f(a - 1); }", "if (a <= 1) {"),
                of(
                        EditKind.STEP,
                        "void f(int n, int size) { for (int i = 0; i < n; i++) { total = i; } }",
                        "i += size"),
                of(EditKind.ASSIGNMENT, "boolean f(boolean a) { a = true; return a; }", "a = !a;"),
                of(
                        EditKind.DELETED,
                        "void f(int a) {\n total = a;\n other = a;\n }",
                        "{\n other = a;"),
                of(
                        EditKind.MOVED,
                        "void f(int a) { total = other; other = a; }",
                        "other = a; total = other;"),
                of(
                        EditKind.MOVED,
                        "void f(int n) { for (int i = 0; i < n; i++) { total += i; other = total; } }",
                        "}\n    other = total;"),
                of(
                        EditKind.INSERTED,
                        "void f(int a) { total = a; } void g() { other = 0; total = 1; }",
                        "total = a;\n    other = 0;"),
                of(
                        EditKind.STEP_INSERTED,
                        "void f(int a) { other = a; }",
                        "other = a;\n    total++;"),
                of(
                        EditKind.INSERTED,
                        "String f(StringBuilder a) { String s = a.toString(); return s; }",
                        "a.setLength(0);"),
                of(
                        EditKind.STEP_INSERTED,
                        "int f(int a) { int i = 0; while (i < a) { total += i; } return i; }",
                        "i++;"),
                of(
                        EditKind.JUMP,
                        "int f(int a) { for (int i = 0; i < a; i++) { total = i; if (i > 3) { break; } }"
                                + " return total; }",
                        "continue;"),
                of(
                        EditKind.JUMP,
                        "int f(int a) { switch (a) { case 1: total = 1; case 2: total = 2; } return total; }",
                        "total = 1;\n    break;"),
                of(
                        EditKind.BRANCHES_SWAPPED,
                        "int f(int a) { return a > 0 ? 1 : -1; }",
                        "a > 0 ? -1 : 1"));
    }

    private static List<Candidate> propose(Source source) {
        Suspicion suspicion =
                Suspicion.from(List.of(), _ -> java.util.Optional.empty(), java.util.Map.of());
        long lines = source.text().lines().count();
        for (int line = 1; line <= lines; line++) {
            suspicion.put(FILE, line, 1);
        }
        Hints hints =
                new Hints(
                        false,
                        false,
                        false,
                        false,
                        false,
                        List.of(),
                        List.of(new Hints.Texts("Hello Bob", "Helo Bob")),
                        List.of());
        try (MemoryCompiler compiler = new MemoryCompiler(List.of(), List.of("-proc:none"))) {
            MemoryCompiler.Attributed attributed = compiler.attribute(List.of(source));
            assertEquals(List.of(), attributed.errors());
            return Proposer.propose(
                    attributed,
                    attributed.units().getFirst(),
                    new Proposals(source, suspicion, hints),
                    Donors.empty());
        }
    }

    private static Source subject(String method) {
        return new Source(
                FILE,
                """
                class Subject {
                    int total;
                    int other;
                    int twice(int a) { return a + a; }
                    int half(int a) { return a >> 1; }
                    %s
                }
                """
                        .formatted(method));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isProposedForItsMistake(Case given) {
        Source source = subject(given.broken());
        List<String> proposed = new ArrayList<>();
        for (Candidate candidate : propose(source)) {
            if (candidate.places().getFirst().kind() == given.kind()) {
                proposed.add(source.with(candidate.edits(FILE)).text());
            }
        }

        assertTrue(
                proposed.stream().anyMatch(text -> text.contains(given.repaired())),
                given + " is not among\n" + String.join("\n", proposed));
    }

    @Test
    void everyKindHasItsMistake() {
        Set<EditKind> shown = EnumSet.copyOf(FOR_COMPILE_ERRORS);
        cases().forEach(given -> shown.add(given.kind()));

        assertEquals(EnumSet.allOf(EditKind.class), shown);
    }

    @Test
    void theOrderIsTheSameEachTime() {
        Source source =
                subject(
                        "int f(int[] a, int b) { int n = 0; for (int i = 0; i < b; i++) {"
                                + " if (a[i] > b && total > 0) { n += a[i] % 7; } } return n; }");
        List<String> orders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            List<Candidate> all = new ArrayList<>(propose(source));
            all.sort(Candidate.ORDER);
            assertTrue(all.size() > 200, all.size() + " candidates");
            orders.add(all.toString());
        }

        assertEquals(orders.getFirst(), orders.getLast());
    }

    @Test
    void nothingIsProposedTwiceOrChangesNothing() {
        Source source =
                subject("int f(int a, int b) { if (a < b) { return a + 1; } return b - 1; }");
        List<String> texts =
                propose(source).stream().map(c -> source.with(c.edits(FILE)).text()).toList();

        assertTrue(texts.stream().noneMatch(source.text()::equals));
        assertTrue(new java.util.HashSet<>(texts).size() > texts.size() * 9 / 10, "many twins");
    }
}
