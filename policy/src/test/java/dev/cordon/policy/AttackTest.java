package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Known ways around the classification of commands. Each line of the table is a shell script that
/// must be asked about or refused where nothing confines it, and under `untrusted` everywhere.
final class AttackTest {
    record Case(String id, String script) {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        try (InputStream in = AttackTest.class.getResourceAsStream("attacks.tsv")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n", -1)) {
                int tab = line.indexOf('\t');
                if (tab > 0 && !line.startsWith("#")) {
                    String script = line.substring(tab + 1).replace("⏎", "\n").replace("␍", "\r");
                    cases.add(new Case(line.substring(0, tab), script));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static List<String> allowed(Situation situation) {
        List<String> wrong = new ArrayList<>();
        for (Case attack : cases()) {
            if (situation.line(attack.script()).equals("allow")) {
                wrong.add(attack.id() + ": " + attack.script());
            }
        }
        return wrong;
    }

    @Test
    void noneRunsUnaskedUnderUntrusted() {
        assertTrue(cases().size() > 100);
        assertEquals(List.of(), allowed(Situation.standard().under(ApprovalPolicy.Kind.UNTRUSTED)));
    }

    @Test
    void noneRunsUnaskedWhereNothingConfinesCommands() {
        assertEquals(
                List.of(), allowed(Situation.standard().in(Confinement.Mode.DANGER_FULL_ACCESS)));
    }

    @Test
    void noneRunsUnaskedInAWrapperAHereDocumentOrBehindAHarmlessCommand() {
        Situation untrusted = Situation.standard().under(ApprovalPolicy.Kind.UNTRUSTED);
        List<String> wrong = new ArrayList<>();
        for (Case attack : cases()) {
            for (String shape :
                    List.of(
                            "ls && %s",
                            "ls | %s",
                            "ls; %s",
                            "(%s)",
                            "$(%s)",
                            "{ %s; }",
                            "ls\n%s",
                            "env -i %s",
                            "timeout 9 %s",
                            "nice -n 5 %s",
                            "stdbuf -oL %s",
                            "sudo -n %s",
                            "xargs %s",
                            "timeout 9 nice env %s",
                            "bash <<'E'\n%s\nE",
                            "cat <<E\n$(%s\n)\nE",
                            "if true; then %s\nfi",
                            "for x in a; do %s\ndone")) {
                String script = shape.replace("%s", attack.script());
                if (untrusted.line(script).equals("allow")) {
                    wrong.add(attack.id() + ": " + script);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void aForbiddenCommandIsFoundInEverySpelling() {
        Situation situation =
                Situation.standard()
                        .with(
                                Situation.rules(
                                        "prefix_rule(pattern=[\"git\",\"push\"],"
                                                + " decision=\"forbidden\")"));
        List<String> wrong = new ArrayList<>();
        for (String line :
                """
                git push
                git  push
                git "push"
                /usr/bin/git push
                git -C . push
                FOO=1 git push
                git push > f
                env git push
                bash -c "git push"
                sh -c "git push"
                echo $(git push)
                git push *
                (git push)
                if true; then git push; fi
                eval git push
                command git push
                xargs git push
                git push &
                git -c a.b=c push
                git --git-dir=x push
                g\\it push
                'git' pu''sh
                $'git' push
                {git,push}
                sudo -u root git push
                doas git push
                timeout -k 1 5 git push
                nohup nice -n 5 git push
                setsid git push
                stdbuf -oL git push
                find . -exec git push ;
                time git push
                ! git push
                exec git push
                ssh host git push
                watch git push
                parallel git push ::: a
                f() { git push; }; f
                while git push; do :; done
                for i in a; do git push; done
                case a in a) git push;; esac
                cat <(git push)
                echo `git push`
                echo "$(git push)"
                echo "${x:-$(git push)}"
                trap 'git push' EXIT
                alias p='git push'
                bash <<< "git push"
                ls && true || git push
                env -i A=b git push
                bash -lc 'bash -c "git push"'
                coproc git push
                ((git push))
                ((("git" "push")))
                a=(git push);((("${a[@]}")))
                ((git -C /x push))
                """
                        .split("\n", -1)) {
            if (!line.isEmpty() && situation.line(line).equals("allow")) {
                wrong.add(line);
            }
        }
        for (String script :
                List.of("git pu\\\nsh", "cat <<E\n$(git push)\nE", "bash <<E\ngit push\nE")) {
            if (!situation.line(script).equals("deny")) {
                wrong.add(script);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void whatCannotBeResolvedIsAskedAboutWhereARuleForbidsSomething() {
        Situation situation =
                Situation.standard()
                        .with(
                                Situation.rules(
                                        "prefix_rule(pattern=[\"git\",\"push\"],"
                                                + " decision=\"forbidden\")"));
        for (String line :
                List.of("$x push", "eval \"$x\"", "git $x", "bash -c \"$x\"", "git \"pu")) {
            assertEquals("ask", situation.line(line), line);
        }
        assertEquals("allow", situation.line("git checkout $branch"));
    }
}
