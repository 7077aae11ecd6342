package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Public examples of safe and unsafe commands, where they are present beside the checkout.
final class VectorsTest {
    private static final Situation UNTRUSTED =
            Situation.standard().under(ApprovalPolicy.Kind.UNTRUSTED);

    /// Programs that another system does not have, so that the examples call them both.
    private static final Set<String> BOTH_SAFE_AND_UNSAFE = Set.of("numfmt 1000", "tac Cargo.toml");

    private static Json read(String name) throws IOException {
        String outside = System.getenv("CORDON_OUTSIDE");
        Path folder =
                outside == null
                        ? Path.of(System.getProperty("cordon.root", "."))
                                .resolve("../shared/outside")
                        : Path.of(outside);
        Path file = folder.resolve("vectors").resolve(name);
        assumeTrue(Files.exists(file), "the outside examples are not beside this checkout");
        return JsonText.read(Files.readString(file));
    }

    @Test
    void nothingThatIsCalledUnsafeRunsUnasked() throws IOException {
        List<String> wrong = new ArrayList<>();
        Set<String> git = new LinkedHashSet<>();
        int safe = 0;
        for (Json element : ((Json.Arr) read("safe-commands.json")).elements()) {
            Json.Obj vector = (Json.Obj) element;
            List<String> argv = vector.texts("argv");
            boolean isSafe = vector.bool("safe").orElseThrow();
            String line = String.join(" ", argv);
            String decided =
                    Situation.word(
                            UNTRUSTED.decide(Situation.command(argv.toArray(new String[0]))));
            boolean mixed = BOTH_SAFE_AND_UNSAFE.contains(line);
            if (isSafe && line.contains("git ")) {
                git.add(line);
                assertEquals("ask", decided, line + ": a repository can make git run programs");
            } else if (isSafe || mixed) {
                safe++;
                if (!decided.equals("allow")) {
                    wrong.add(line + " is " + decided);
                }
            } else if (decided.equals("allow")) {
                wrong.add(line + " is allowed");
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(21, safe);
        assertEquals(
                List.of(
                        "git status",
                        "git branch",
                        "git branch --show-current",
                        "bash -lc git status",
                        "git -C . branch --show-current"),
                List.copyOf(git));
    }

    @Test
    void theGitQueriesAmongThemRunUnaskedThroughCordonsOwnGit() {
        assertEquals("allow", Situation.word(UNTRUSTED.decide(Situation.git("status"))));
        assertEquals("allow", Situation.word(UNTRUSTED.decide(Situation.git("branch"))));
        assertEquals(
                "allow",
                Situation.word(UNTRUSTED.decide(Situation.git("branch", "--show-current"))));
    }

    @Test
    void acceptedScriptsArePlainAndRejectedOnesNeverCountAsHarmless() throws IOException {
        Json.Obj scripts = (Json.Obj) read("bash-lc.json");
        List<String> wrong = new ArrayList<>();
        for (String script : scripts.texts("accepted_scripts")) {
            if (!CommandFacts.ofScript(script, Knowledge.builtIn()).plain()) {
                wrong.add("not plain: " + script);
            }
        }
        for (String script : scripts.texts("rejected_scripts")) {
            if (UNTRUSTED.line(script).equals("allow")
                    || CommandFacts.ofScript(script, Knowledge.builtIn()).plain()) {
                wrong.add("harmless: " + script);
            }
        }
        assertEquals(List.of(), wrong);
    }
}
