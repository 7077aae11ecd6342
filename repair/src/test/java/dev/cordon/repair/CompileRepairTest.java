package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Compile errors and the change that mends each.
final class CompileRepairTest {
    private static final Path FILE = Path.of("Subject.java");

    private static String mended(String broken) {
        Map<Path, Source> sources = new LinkedHashMap<>();
        sources.put(FILE, new Source(FILE, broken));
        try (MemoryCompiler compiler = new MemoryCompiler(List.of(), List.of("-proc:none"))) {
            MemoryCompiler.Compiled before = compiler.compile(List.copyOf(sources.values()));
            assertEquals(false, before.good(), broken);
            MemoryCompiler.Compiled after =
                    new CompileRepair(compiler, sources, Map.of(), _ -> {}, Deadline.in(10_000))
                            .run(before);
            assertTrue(after.good(), () -> CompileRepair.describe(after.errors().getFirst()));
        }
        return sources.get(FILE).text();
    }

    @Test
    void aMissingImportIsAdded() {
        assertTrue(
                mended("class Subject {\n    List<String> all = new ArrayList<>();\n}\n")
                        .startsWith("import java.util."));
    }

    @Test
    void aMisspeltNameIsPutRight() {
        assertEquals(
                "class Subject {\n    int f(int count) {\n        return count;\n    }\n}\n",
                mended(
                        "class Subject {\n    int f(int count) {\n        return cuont;\n    }\n}\n"));
    }

    @Test
    void aMissingSemicolonIsAdded() {
        assertEquals(
                "class Subject {\n    int f() {\n        int a = 1;\n        return a;\n    }\n}\n",
                mended(
                        "class Subject {\n    int f() {\n        int a = 1\n        return a;\n    }\n}\n"));
    }

    @Test
    void aMissingBraceAtTheEndIsAdded() {
        assertTrue(
                mended("class Subject {\n    int f() {\n        return 1;\n    }\n")
                        .endsWith("}\n"));
    }

    @Test
    void aDeclarationThatDoesNotFitItsValueIsChanged() {
        String after =
                mended("class Subject {\n    int f(long a) {\n        return a;\n    }\n}\n");

        assertTrue(after.contains("return (int) (a);"), after);
    }

    @Test
    void twoErrorsAreMendedOneAfterTheOther() {
        String after =
                mended(
                        "class Subject {\n    List<String> f(int count) {\n"
                                + "        return List.of(\"\" + cuont);\n    }\n}\n");

        assertTrue(after.contains("import java.util.List;") && after.contains("+ count"), after);
    }
}
