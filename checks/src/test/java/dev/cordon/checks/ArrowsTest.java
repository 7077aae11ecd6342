package dev.cordon.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The way imports go. Reads what was compiled, so no spelling of an import escapes it.
class ArrowsTest {
    private static final Map<String, Set<String>> ALLOWED =
            Map.of(
                    "protocol", Set.of(),
                    "policy", Set.of("protocol"),
                    "sandbox", Set.of("protocol"),
                    "model", Set.of("protocol"),
                    "journal", Set.of("protocol"),
                    "telemetry", Set.of("protocol"),
                    "engine", Set.of("protocol", "policy", "sandbox", "model", "journal"),
                    "repair", Set.of("protocol", "model", "engine"),
                    "tui", Set.of("protocol", "engine"),
                    "cli",
                            Set.of(
                                    "protocol",
                                    "policy",
                                    "sandbox",
                                    "model",
                                    "journal",
                                    "telemetry",
                                    "engine",
                                    "repair",
                                    "tui"));

    /// What an auditor of a leaf has to read besides the JDK and `protocol`.
    private static final Map<String, List<String>> PARSERS =
            Map.of(
                    "protocol", List.of("tools/jackson/core/"),
                    "policy", List.of("org/tomlj/", "dev/cel/"),
                    "sandbox", List.of(),
                    "journal", List.of());

    @Test
    void everyModuleUsesOnlyTheModulesBelowIt() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String module : House.MODULES) {
            for (Path file : classes(module)) {
                for (String used : modulesUsedBy(file)) {
                    if (!used.equals(module) && !ALLOWED.get(module).contains(used)) {
                        wrong.add(module + " -> " + used + " in " + file.getFileName());
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void theLeavesUseTheJdkAndAtMostASmallParser() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, List<String>> leaf : PARSERS.entrySet()) {
            for (Path file : classes(leaf.getKey())) {
                for (String name : classesUsedBy(file)) {
                    boolean known =
                            name.startsWith("java/")
                                    || name.startsWith("javax/")
                                    || name.startsWith("dev/cordon/")
                                    || name.startsWith("org/jspecify/")
                                    || leaf.getValue().stream().anyMatch(name::startsWith);
                    if (!known) {
                        wrong.add(leaf.getKey() + " uses " + name + " in " + file.getFileName());
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void readsArrowsFromCompiledClasses() throws IOException {
        List<Path> gate =
                classes("engine").stream().filter(file -> file.endsWith("Gate.class")).toList();

        assertFalse(gate.isEmpty(), "engine is not compiled; run ./check");
        assertTrue(
                modulesUsedBy(gate.getFirst())
                        .containsAll(Set.of("policy", "sandbox", "journal", "protocol")));
    }

    private static List<Path> classes(String module) {
        return House.files(House.root().resolve(module).resolve("target/classes"), ".class");
    }

    private static Set<String> modulesUsedBy(Path file) throws IOException {
        Set<String> modules = new TreeSet<>();
        for (String name : classesUsedBy(file)) {
            if (name.startsWith("dev/cordon/")) {
                modules.add(name.split("/")[2]);
            }
        }
        return modules;
    }

    /// Names in internal form. Descriptors are read too: a type that is only passed through is an
    /// arrow as well.
    private static Set<String> classesUsedBy(Path file) throws IOException {
        Set<String> names = new TreeSet<>();
        for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
            switch (entry) {
                case ClassEntry used -> names.add(element(used.asInternalName()));
                case Utf8Entry text -> addDescriptor(text.stringValue(), names);
                default -> {}
            }
        }
        names.removeIf(name -> name.isEmpty() || !name.contains("/"));
        return names;
    }

    private static String element(String name) {
        if (!name.startsWith("[")) {
            return name;
        }
        int start = name.indexOf('L');
        return start < 0 ? "" : name.substring(start + 1, name.length() - 1);
    }

    private static void addDescriptor(String text, Set<String> names) {
        if (!text.startsWith("(") && !(text.startsWith("L") && text.endsWith(";"))) {
            return;
        }
        for (int start = text.indexOf('L'); start >= 0; start = text.indexOf('L', start + 1)) {
            int end = start + 1;
            while (end < text.length()
                    && (isNamePart(text.charAt(end)) || text.charAt(end) == '/')) {
                end++;
            }
            if (end < text.length() && text.charAt(end) == ';' && end > start + 1) {
                names.add(text.substring(start + 1, end));
                start = end;
            }
        }
    }

    private static boolean isNamePart(char c) {
        return Character.isJavaIdentifierPart(c);
    }
}
