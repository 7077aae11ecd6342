package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ShellParserTest {
    private static final Situation UNTRUSTED =
            Situation.standard().under(ApprovalPolicy.Kind.UNTRUSTED);

    private static final String[] PIECES = {
        "ls",
        " ",
        "\n",
        ";",
        "&&",
        "||",
        "|",
        "&",
        "(",
        ")",
        "{",
        "}",
        "$(",
        "`",
        "\"",
        "'",
        "$",
        "${",
        "<<E\n",
        "\nE\n",
        "<",
        ">",
        ">>",
        "2>&1",
        "if ",
        "then ",
        "fi",
        "for ",
        "in ",
        "do ",
        "done",
        "case ",
        "esac",
        ";;",
        "[[ ",
        " ]]",
        "((",
        "))",
        "\\",
        "\\\n",
        "#",
        "*",
        "?",
        "~",
        "A=",
        "=",
        "!",
        "time ",
        "function ",
        "touch MARK",
        "echo",
        "-n",
        "git push",
        "$'\\x41'",
        "<(",
        "é",
        "\r",
        "\0",
        "\t",
        "{a,b}",
        "eval ",
        "env ",
        "x=(",
        "<<<",
        "while ",
        "until ",
    };

    private static String random(Random random, int pieces) {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            script.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return script.toString();
    }

    @Test
    void everyCommandIsFoundWhateverStandsAroundIt() {
        CommandFacts facts =
                CommandFacts.ofScript(
                        """
                        set -e
                        build() { local x=$1; make "$x"; }
                        for f in a b; do
                          if [ -f "$f" ]; then cat <<EOF | tr a b > out; else rm -f $f; fi
                        text $(date) `id`
                        EOF
                        done
                        case $1 in (x|y) git pull ;; *) exit 1 ;; esac
                        while read -r l; do echo "${l:-$(pwd)}"; done < list
                        ((i = i + 1)); [[ $a =~ ^(x|y)+$ && -n $b ]] && true & wait
                        """,
                        Knowledge.builtIn());

        List<String> programs = new ArrayList<>();
        facts.commands().forEach(command -> programs.add(command.program()));
        assertEquals(
                List.of(
                        "set", "local", "make", "[", "cat", "tr", "rm", "git", "exit", "read",
                        "pwd", "echo", "i", "true", "wait", "date", "id"),
                programs.stream().filter(p -> !p.startsWith("$")).distinct().toList());
        assertEquals(List.of(), facts.doubts());
    }

    @Test
    void whatIsNotUnderstoodIsSaidToBeSo() {
        for (String script :
                List.of(
                        "echo \"x",
                        "ls &&",
                        "&& ls",
                        "ls ;; pwd",
                        "ls | | wc",
                        "if true",
                        "(ls",
                        "ls)",
                        "echo $((1)",
                        "cat <<E\nx",
                        "for",
                        "case x in",
                        "{ ls",
                        "echo $[1]",
                        "echo \0 x",
                        "coproc ls",
                        "echo a\\")) {
            Shell.Script parsed = ShellParser.parse(script);
            Shell body = parsed.body();
            Shell last =
                    body instanceof Shell.Sequence(List<Shell.Element> elements)
                            ? elements.getLast().command()
                            : body;
            assertInstanceOf(Shell.Opaque.class, last, script);
            assertEquals("ask", UNTRUSTED.line(script), script);
        }
    }

    @Test
    void noScriptMakesItFailOrChangeItsMind() {
        Random random = new Random(42);
        for (int i = 0; i < 60_000; i++) {
            String script = random(random, 1 + random.nextInt(24));
            assertEquals(ShellParser.parse(script), ShellParser.parse(script), script);
            CommandFacts.ofScript(script, Knowledge.builtIn());
        }
    }

    @Test
    void randomCharactersDoNotMakeItFail() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            char[] text = new char[random.nextInt(60)];
            for (int k = 0; k < text.length; k++) {
                text[k] =
                        (char)
                                (random.nextInt(8) == 0
                                        ? random.nextInt(0xFFFF)
                                        : random.nextInt(128));
            }
            CommandFacts.ofScript(new String(text), Knowledge.builtIn());
        }
    }

    /// An input that is allowed although its plain form is asked about would be a way around every
    /// question.
    @Test
    void noMangledFormIsAllowedWhosePlainFormIsAskedAbout() {
        Random random = new Random(99);
        String[] plain = {
            "touch MARK",
            "git push",
            "rm -rf x",
            "sed -i s/a/b/ f",
            "find . -delete",
            "uniq a b",
            "sort -o x y",
            "rg --pre ./e x",
            "python3 -c 1",
            "./cat x",
            "mvn -v"
        };
        for (int i = 0; i < 60_000; i++) {
            String line = plain[random.nextInt(plain.length)];
            String mangled = mangle(line, random);
            assertEquals("ask", UNTRUSTED.line(mangled), mangled);
        }
    }

    private static String mangle(String line, Random random) {
        String text = line;
        int rounds = 1 + random.nextInt(4);
        for (int i = 0; i < rounds; i++) {
            int at = random.nextInt(text.length() + 1);
            // Inside of quotes an inserted quote would change the meaning.
            boolean quoted = text.indexOf('"') >= 0 || text.indexOf('\'') >= 0;
            int way = quoted ? 1 + random.nextInt(9) : random.nextInt(16);
            text =
                    switch (way) {
                        case 0 -> text.substring(0, at) + "\\\n" + text.substring(at);
                        case 1 -> "ls && " + text;
                        case 2 -> text + " | cat";
                        case 3 -> "(" + text + ")";
                        case 4 -> "env " + text;
                        case 5 -> "echo $(" + text + ")";
                        case 6 -> "A=1 " + text;
                        case 7 -> text + " > /dev/null";
                        case 8 -> "bash -c '" + text.replace("'", "'\\''") + "'";
                        case 9 -> "{ " + text + "; }";
                        case 10 -> text.substring(0, at) + "''" + text.substring(at);
                        case 11 -> "ls\n" + text;
                        case 12 -> text.substring(0, at) + "\"\"" + text.substring(at);
                        case 13 -> "if true; then " + text + "; fi";
                        case 14 ->
                                "eval \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
                        default -> "command " + text;
                    };
        }
        return text;
    }

    @Test
    void deepNestingIsOpaqueAndFast() {
        for (String piece :
                List.of("$(", "(", "{ ", "`", "\"$(", "$((", "${a:-", "if ", "<(", "a=(")) {
            assertTrue(ShellParser.parse(piece.repeat(20_000)).toString().length() > 0, piece);
        }
    }

    @Test
    void timeGrowsWithTheLengthAndNotFaster() {
        long small = nanos(script(16));
        long large = nanos(script(256));
        // Sixteen times the text; quadratic growth would take 256 times as long.
        assertTrue(large < 120 * Math.max(small, 200_000), large + " ns after " + small + " ns");
    }

    private static String script(int kibibytes) {
        String unit =
                "for f in *.java; do if [ -f \"$f\" ]; then grep -n \"x $(id -u)\" $f | wc -l >"
                        + " /tmp/o; fi; done\n";
        return unit.repeat(kibibytes * 1024 / unit.length());
    }

    private static long nanos(String script) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            ShellParser.parse(script);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }
}
