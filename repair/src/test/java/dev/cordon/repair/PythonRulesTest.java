package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Each kind of edit of Python code with a broken text and the repair that must be among the
/// proposals.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PythonRulesTest {
    private Json.Obj said = Json.object().build();

    record Case(String kind, String broken, String repaired) {
        @Override
        public String toString() {
            return kind + ": " + repaired.strip().replace("\n", " / ");
        }
    }

    private static Case of(String kind, String broken, String repaired) {
        return new Case(kind, broken, repaired);
    }

    static final List<Case> CASES =
            List.of(
                    of("another comparison", "def f(a):\n    return a < 3\n", "a <= 3"),
                    of("another comparison", "def f(a, b):\n    return a in b\n", "a not in b"),
                    of(
                            "an inverted condition",
                            "def f(a):\n    if a:\n        g()\n",
                            "if not (a):"),
                    of("an inverted condition", "def f(a):\n    return not a\n", "return a"),
                    of("and, or exchanged", "def f(a, b):\n    return a and b\n", "a or b"),
                    of(
                            "a part of the condition removed",
                            "def f(a, b, c):\n    return a and b and c\n",
                            "return a and c"),
                    of(
                            "a check added to the condition",
                            "def f(a, b):\n    if b > 0:\n        g()\n",
                            "if (a is not None) and (b > 0):"),
                    of(
                            "a check added to the condition",
                            "def f(all):\n    return True\n",
                            "return not all"),
                    of(
                            "the condition made constant",
                            "def f(a):\n    while a:\n        g()\n",
                            "while True:"),
                    of("another operator", "def f(a, b):\n    return a + b\n", "a - b"),
                    of("another operator", "def f(a, b):\n    return a / b\n", "a // b"),
                    of("operands exchanged", "def f(a, b):\n    return a - b\n", "b - a"),
                    of("one operand kept", "def f(a):\n    return a * 2\n", "return a\n"),
                    of("a missing operand", "def f(a, b):\n    return a\n", "return a + b"),
                    of(
                            "a missing operand",
                            "def f(a, n):\n    g(a % n)\n    return a + 1\n",
                            "return (a + 1) % n"),
                    of("a missing operand", "def f(a, b):\n    return a + b\n", "a * 10 + b"),
                    of("parentheses moved", "def f(a, b):\n    return a + b / 2\n", "(a + b) / 2"),
                    of("one more or one less", "def f(a):\n    return len(a)\n", "len(a) - 1"),
                    of("one more or one less", "def f(a, i):\n    return a[i]\n", "a[i + 1]"),
                    of("another number", "def f(a):\n    return a + 1\n", "a + 2"),
                    of("another number", "def f(a):\n    return a * 0.5\n", "a * 5.0"),
                    of(
                            "a number from elsewhere in the project",
                            "def f(a):\n    g(360)\n    return a % 100\n",
                            "a % 360"),
                    of("the other truth value", "def f():\n    return True\n", "return False"),
                    of("another text", "def f(a):\n    return a + ','\n", "a + ', '"),
                    of(
                            "the text that the test expects",
                            "def f(a):\n    return 'Helo ' + a\n",
                            "'Hello ' + a"),
                    of("another variable", "def f(low, high):\n    return low\n", "return high"),
                    of("another variable", "def f(a, i):\n    return a[0]\n", "a[i]"),
                    of(
                            "another variable",
                            "def f(a, b):\n    a += b\n    a += 0\n    return a\n",
                            "a -= b"),
                    of(
                            "another field",
                            "class A:\n    def f(self):\n        self.size = 1\n"
                                    + "        return self.limit\n",
                            "return self.size"),
                    of(
                            "assigned to another variable",
                            "def f(a, b):\n    a = b\n    return a + b\n",
                            "b = a"),
                    of(
                            "another assignment operator",
                            "def f(a, b):\n    a = b\n    return a\n",
                            "a += b"),
                    of(
                            "another assignment operator",
                            "def f(a, b):\n    a += b\n    return a\n",
                            "a -= b"),
                    of(
                            "arguments exchanged",
                            "def f(a, b):\n    return divmod(a, b)\n",
                            "divmod(b, a)"),
                    of(
                            "a missing argument",
                            "def f(a, i):\n    return a.find('x')\n",
                            "a.find('x', i)"),
                    of(
                            "a missing argument",
                            "def f(a):\n    return sorted(a)\n",
                            "sorted(a, reverse=True)"),
                    of("a missing argument", "def f(n):\n    return range(n)\n", "range(1, n + 1)"),
                    of(
                            "an argument removed",
                            "def f(a):\n    return a.split(',', 1)\n",
                            "a.split(',')"),
                    of(
                            "another function",
                            "def g(a):\n    return a\n\n\ndef h(a):\n    return -a\n\n\n"
                                    + "def f(a):\n    return g(a)\n",
                            "return h(a)"),
                    of(
                            "the method's counterpart",
                            "def f(a):\n    return a.lower()\n",
                            "a.upper()"),
                    of("the method's counterpart", "def f(a):\n    return min(a)\n", "max(a)"),
                    of("a call removed", "def f(a):\n    g(a.strip())\n", "g(a)\n"),
                    of("a call added", "def f(a):\n    return a\n", "return sorted(a)"),
                    of("a call added", "def f(a, b):\n    a = b\n    return a\n", "a = max(a, b)"),
                    of(
                            "a copy instead of the original",
                            "def f(a):\n    return a\n",
                            "return list(a)"),
                    of("another slice", "def f(a):\n    return a[1:3]\n", "a[1:]"),
                    of(
                            "a missing check before it",
                            "def f(a):\n    g()\n    a.append(1)\n",
                            "    if a is not None:\n        a.append(1)"),
                    of(
                            "a missing check before it",
                            "def f(all):\n    for a in all:\n        g(a)\n",
                            "        if not a:\n            continue\n        g(a)"),
                    of(
                            "a missing refusal",
                            "def f(a):\n    return 10 // a\n",
                            "    if a == 0:\n        raise ValueError("),
                    of(
                            "a missing base case",
                            "def f(a):\n    return a * f(a - 1)\n",
                            "    if a <= 1:\n        return 1\n"),
                    of(
                            "a statement removed",
                            "def f(a):\n    g()\n    h()\n",
                            "def f(a):\n    h()\n"),
                    of("a statement moved", "def f(a):\n    g()\n    h()\n", "    h()\n    g()\n"),
                    of(
                            "a statement moved",
                            "def f(all):\n    for a in all:\n        g(a)\n        h()\n",
                            "        g(a)\n    h()\n"),
                    of(
                            "a statement from a similar place",
                            "def f(a):\n    a.clear()\n\n\ndef g(a):\n    a.append(1)\n",
                            "    a.clear()\n    a.append(1)\n"),
                    of(
                            "a statement from a similar place",
                            "def f(n):\n    g()\n    h()\n",
                            "    log(n)\n    h()\n"),
                    of(
                            "a missing step of the loop",
                            "def f(n):\n    i = 0\n    while i < n:\n        g(i)\n",
                            "        g(i)\n        i += 1\n"),
                    of(
                            "break, continue or return",
                            "def f(all):\n    for a in all:\n        break\n",
                            "        continue\n"),
                    of(
                            "branches exchanged",
                            "def f(a):\n    return 1 if a else -1\n",
                            "return -1 if a else 1"),
                    of(
                            "branches exchanged",
                            "def f(a):\n    if a:\n        g()\n    else:\n        h()\n",
                            "    if a:\n        h()\n    else:\n        g()"),
                    of(
                            "a missing import",
                            "def f(a):\n    return sqrt(a)\n",
                            "from math import sqrt\ndef"),
                    of(
                            "a missing import",
                            "'''Text.'''\n\nX = json.dumps([])\n",
                            "\nimport json\nX"),
                    of(
                            "a missing import",
                            "def f(a):\n    return helper(a)\n",
                            "from helpers import helper\n"),
                    of("a misspelt name", "def f(total):\n    return totl\n", "return total\n"),
                    of("a misspelt name", "def f(a):\n    a.apend(1)\n", "a.append(1)"));

    @BeforeAll
    void ask(@TempDir Path folder) throws Exception {
        for (String name : List.of("rules.py", "names.py")) {
            copy("python/" + name, folder.resolve(name));
        }
        copy("propose.py", folder.resolve("propose.py"));
        Json texts = Json.array(CASES.stream().map(Case::broken).map(Json::of).toList());
        Path in = Files.writeString(folder.resolve("in.json"), JsonText.write(texts));
        Path out = folder.resolve("out.json");
        Process process;
        try {
            process =
                    new ProcessBuilder(
                                    "python3",
                                    "-B",
                                    folder.resolve("propose.py").toString(),
                                    folder.toString())
                            .redirectInput(in.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
        } catch (IOException _) {
            assumeTrue(false, "there is no python3 on PATH");
            return;
        }
        assertEquals(0, process.waitFor());
        said = JsonText.readObject(Files.readString(out));
    }

    private static void copy(String name, Path to) throws IOException {
        try (InputStream in = PythonProject.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no resource " + name);
            }
            Files.write(to, in.readAllBytes());
        }
    }

    /// Pairs of kind and text.
    private List<List<String>> proposed(Case given) {
        List<List<String>> found = new ArrayList<>();
        Json answers = said.members().get("answers");
        if (answers instanceof Json.Arr all
                && all.elements().get(CASES.indexOf(given)) instanceof Json.Arr own) {
            for (Json pair : own.elements()) {
                if (pair instanceof Json.Arr two
                        && two.elements().getFirst() instanceof Json.Str(String kind)
                        && two.elements().getLast() instanceof Json.Str(String text)) {
                    found.add(List.of(kind, text));
                }
            }
        }
        return found;
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void isProposedForItsMistake(Case given) {
        List<String> texts =
                proposed(given).stream()
                        .filter(pair -> pair.getFirst().equals(given.kind()))
                        .map(List::getLast)
                        .toList();

        assertTrue(
                texts.stream().anyMatch(text -> text.contains(given.repaired())),
                given + " is not among\n" + String.join("\n", texts));
    }

    @Test
    void everyKindHasItsMistake() {
        Set<String> shown = new HashSet<>();
        CASES.forEach(given -> shown.add(given.kind()));

        assertEquals(new HashSet<>(said.texts("kinds")), shown);
    }

    @Test
    void nothingIsProposedUnderAKindThatIsNotListed() {
        Set<String> kinds = new HashSet<>();
        CASES.forEach(given -> proposed(given).forEach(pair -> kinds.add(pair.getFirst())));

        kinds.removeAll(said.texts("kinds"));
        assertEquals(Set.of(), kinds);
    }

    @Test
    void nothingIsProposedTwiceOrChangesNothing() {
        for (Case given : CASES) {
            List<String> texts = proposed(given).stream().map(List::getLast).toList();
            assertTrue(texts.stream().noneMatch(given.broken()::equals), given.toString());
        }
    }
}
