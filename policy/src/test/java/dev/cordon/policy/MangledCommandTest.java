package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Properties of everything that is read as a shell would read it. The seeds are fixed, so that a
/// build is the same each time; `bench/fuzz` tries others.
final class MangledCommandTest {
    @Provide
    Arbitrary<List<String>> commands() {
        return Arbitraries.of(PlainCommands.ALL);
    }

    @Provide
    Arbitrary<List<Integer>> choices() {
        return Arbitraries.integers()
                .between(0, Integer.MAX_VALUE)
                .list()
                .ofMinSize(8)
                .ofMaxSize(40);
    }

    /// The list first, and what it makes after it is used up.
    static Mangling.Choices of(List<Integer> list) {
        SplittableRandom rest = new SplittableRandom(list.hashCode());
        int[] at = {0};
        return bound -> at[0] < list.size() ? list.get(at[0]++) % bound : rest.nextInt(bound);
    }

    @Property(tries = 2500, seed = "20260101", edgeCases = EdgeCasesMode.NONE)
    void noOtherWayToWriteACommandIsAllowedWhereThePlainOneIsNot(
            @ForAll("commands") List<String> command, @ForAll("choices") List<Integer> choices) {
        assertEquals(
                Optional.empty(), MangledCommand.flaw(command, Mangling.of(command, of(choices))));
    }

    /// Pieces that a shell gives a meaning to, in any order.
    @Provide
    Arbitrary<String> scripts() {
        return Arbitraries.of(
                        "'",
                        "\"",
                        "\\",
                        "`",
                        "$(",
                        "${",
                        "$((",
                        "))",
                        ")",
                        "}",
                        "(",
                        "{",
                        ";",
                        ";;",
                        "&",
                        "&&",
                        "|",
                        "||",
                        "<",
                        "<<",
                        "<<<",
                        ">",
                        ">(",
                        "<(",
                        "\n",
                        " ",
                        "\t",
                        "#",
                        "if ",
                        "then ",
                        "fi",
                        "for ",
                        "in ",
                        "do ",
                        "done",
                        "case ",
                        "esac",
                        "[[",
                        "]]",
                        "=~",
                        "x=",
                        "$x",
                        "$'",
                        "\\x41",
                        "E\n",
                        "*",
                        "?",
                        "[",
                        "~",
                        "{a,b}",
                        "ls",
                        "rm",
                        "git push",
                        "\0",
                        "\r",
                        "é",
                        "bash -c ",
                        "eval ")
                .list()
                .ofMaxSize(60)
                .map(pieces -> String.join("", pieces));
    }

    @Property(tries = 3000, seed = "20260102", edgeCases = EdgeCasesMode.NONE)
    void anyTextIsReadAndReadTheSameWayTwice(@ForAll("scripts") String script) {
        CommandFacts first = CommandFacts.ofScript(script, Knowledge.builtIn());

        assertEquals(first, CommandFacts.ofScript(script, Knowledge.builtIn()));
    }

    @Property(tries = 3000, seed = "20260103", edgeCases = EdgeCasesMode.NONE)
    void whatIsNotUnderstoodIsNeverHarmless(@ForAll("scripts") String script) {
        CommandFacts facts = CommandFacts.ofScript(script, Knowledge.builtIn());
        String decision = Situation.standard().under(ApprovalPolicy.Kind.UNTRUSTED).line(script);

        assertEquals(true, facts.doubts().isEmpty() || !decision.equals("allow"), script);
    }
}
