package dev.cordon.policy;

import java.util.ArrayList;
import java.util.List;

/// Writes a command in another way that a shell understands in the same way.
///
/// Every choice comes from outside, so that whatever drives it can repeat and shrink a case.
final class Mangling {
    private static final int WORD_WAYS = 17;

    /// Programs that run the words after theirs.
    static final List<String> WRAPPERS =
            List.of(
                    "env %s",
                    "env -i A=b %s",
                    "nohup %s",
                    "nice -n 5 %s",
                    "timeout -k 1 5 %s",
                    "timeout --signal=KILL 5 %s",
                    "stdbuf -oL %s",
                    "setsid -w %s",
                    "ionice -c3 %s",
                    "sudo -u root %s",
                    "doas %s",
                    "xargs %s",
                    "find . -maxdepth 0 -exec %s \\;");

    /// What may stand around the words of one command.
    static final List<String> AROUND =
            List.of(
                    "command %s",
                    "exec %s", "A=b %s", "> /dev/null %s", "%s 2>&1", "%s < /dev/null");

    /// What a command may stand in; `%s` is the command, `%q` the command as one quoted word, `%b`
    /// the command as it stands in backticks.
    static final List<String> SHAPES =
            List.of(
                    " \t%s",
                    "%s # harmless",
                    "# harmless\n%s",
                    "%s;",
                    "\n\n%s\n",
                    "true && %s",
                    "false || %s",
                    ": ; %s",
                    // In braces, since behind a bar `time` is a program, which runs no shell word.
                    "true | {\n%s\n}",
                    "%s | cat",
                    "%s &",
                    "(%s)",
                    "{ %s; }",
                    "! %s",
                    "time %s",
                    "if true; then %s; fi",
                    "if %s; then :; fi",
                    "while %s; do break; done",
                    "until false; do %s; break; done",
                    "for i in 1; do %s; done",
                    "case a in a) %s;; esac",
                    "f() { %s; }; f",
                    "function f { %s; }; f",
                    "echo $(%s)",
                    "echo \"$(%s)\"",
                    "echo `%b`",
                    "x=$(%s)",
                    "cat <(%s)",
                    "echo \"${x:-$(%s)}\"",
                    "echo $(( $(%s) + 1 ))",
                    "cat <<E\n$(%s)\nE",
                    "eval %q",
                    "builtin eval %q",
                    "bash -c %q",
                    "sh -lc %q",
                    "bash --norc -ec %q",
                    "/bin/sh -c %q",
                    "bash <<'E'\n%s\nE",
                    "bash <<< %q",
                    "echo %q | sh",
                    "watch -n1 %q",
                    "ssh host %q",
                    "trap %q EXIT",
                    "set -- a; %s",
                    "[[ -n $(%s) ]]");

    /// Where choices come from.
    interface Choices {
        /// From 0 to `bound - 1`.
        int next(int bound);
    }

    private final Choices choices;
    private final StringBuilder before = new StringBuilder();
    private int variables;

    private Mangling(Choices choices) {
        this.choices = choices;
    }

    /// The command in another way.
    ///
    /// @param words the program and its arguments as the program gets them
    static String of(List<String> words, Choices choices) {
        Mangling mangling = new Mangling(choices);
        String line = mangling.line(words);
        for (int i = choices.next(3); i > 1; i--) {
            line = WRAPPERS.get(choices.next(WRAPPERS.size())).replace("%s", line);
        }
        if (choices.next(3) == 0) {
            line = AROUND.get(choices.next(AROUND.size())).replace("%s", line);
        }
        for (int i = choices.next(4); i > 0; i--) {
            String shape = SHAPES.get(choices.next(SHAPES.size()));
            // A quoted script has its own variables; elsewhere they are set before everything.
            String inner = shape.contains("%q") ? mangling.takeBefore() + line : line;
            line = filled(shape, inner);
        }
        return mangling.takeBefore() + line;
    }

    /// The command as anybody would write it.
    static String plain(List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.isEmpty() ? "" : " ").append(isPlain(word) ? word : quoted(word));
        }
        return line.toString();
    }

    private String takeBefore() {
        String all = before.toString();
        before.setLength(0);
        return all;
    }

    private String line(List<String> words) {
        if (words.size() > 1
                && choices.next(12) == 0
                && words.stream().allMatch(Mangling::isPlain)) {
            return "{" + String.join(",", words) + "}";
        }
        if (choices.next(16) == 0) {
            List<String> quoted = new ArrayList<>();
            words.forEach(word -> quoted.add(quoted(word)));
            before.append("all=(").append(String.join(" ", quoted)).append(");");
            return "\"${all[@]}\"";
        }
        if (choices.next(16) == 0) {
            StringBuilder set = new StringBuilder("set --");
            words.forEach(word -> set.append(' ').append(quoted(word)));
            before.append(set).append(';');
            return "\"$@\"";
        }
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            if (!line.isEmpty()) {
                line.append(choices.next(6) == 0 ? " \\\n " : choices.next(6) == 0 ? "\t" : " ");
            }
            line.append(word(word, line.isEmpty()));
        }
        return line.toString();
    }

    private String word(String word, boolean program) {
        // Most words stay as they are, or one odd word would hide what another one does.
        int way = choices.next(2) == 0 ? 0 : choices.next(WORD_WAYS);
        int cut = word.isEmpty() ? 0 : choices.next(word.length());
        String left = word.substring(0, cut);
        String right = word.substring(cut);
        return switch (way) {
            case 1 -> quoted(word);
            case 2 -> doubled(word);
            case 3 -> escaped(word);
            case 4 -> quoted(left) + doubled(right);
            case 5 -> ansi(word);
            case 6 -> "$" + doubled(word);
            case 7 -> "''" + quoted(word) + "\"\"";
            case 8 -> escaped(left) + "\\\n" + escaped(right);
            case 9 -> variable(word);
            case 10 -> variable(left) + variable(right);
            case 11 -> "\"${unset_one:-" + doubled(word).substring(1);
            case 12 -> "\"$(printf %s " + quoted(word) + ")\"";
            case 13 -> "`printf %s " + inBackticks(quoted(word)) + "`";
            case 14 ->
                    word.startsWith("/home/ada/") && isPlain(word)
                            ? "~" + word.substring("/home/ada".length())
                            : quoted(word);
            case 15 ->
                    program && isPlain(word) && word.indexOf('/') < 0
                            ? "/usr/bin/" + word
                            : quoted(word);
            case 16 -> program && isPlain(word) ? "\\" + word : ansi(word);
            default -> isPlain(word) ? word : quoted(word);
        };
    }

    /// Each shape has one place; what is put there may have percent signs of its own.
    private static String filled(String shape, String command) {
        if (shape.contains("%q")) {
            return shape.replace("%q", quoted(command));
        }
        if (shape.contains("%b")) {
            return shape.replace("%b", inBackticks(command));
        }
        // `$((` begins arithmetic in every shell: a subshell there is written with a blank. `((`
        // alone does not in all of them.
        boolean arithmetic = command.startsWith("(") && shape.contains("$(%s");
        return shape.replace("%s", arithmetic ? " " + command : command);
    }

    /// Backticks take one layer of backslashes away.
    private static String inBackticks(String script) {
        return script.replace("\\", "\\\\").replace("`", "\\`").replace("$", "\\$");
    }

    private String variable(String word) {
        String name = "v" + variables++;
        before.append(name).append('=').append(quoted(word)).append(';');
        return choices.next(2) == 0 ? "\"$" + name + "\"" : "\"${" + name + "}\"";
    }

    private String ansi(String word) {
        StringBuilder out = new StringBuilder("$'");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean ascii = c < 0x80;
            switch (choices.next(5)) {
                case 0 -> out.append(ascii ? "\\x" + hex(c, 2) : "\\u" + hex(c, 4));
                case 1 -> out.append(ascii ? "\\" + octal(c) : "\\u" + hex(c, 4));
                case 2 -> out.append("\\u").append(hex(c, 4));
                case 3 -> out.append("\\U0000").append(hex(c, 4));
                default -> out.append(c == '\'' || c == '\\' ? "\\" + c : String.valueOf(c));
            }
        }
        return out.append('\'').toString();
    }

    private static String hex(char c, int digits) {
        String text = "000" + Integer.toHexString(c);
        return text.substring(text.length() - digits);
    }

    private static String octal(char c) {
        String text = "00" + Integer.toOctalString(c);
        return text.substring(text.length() - 3);
    }

    private static String escaped(String word) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            out.append(c == '\n' ? "'\n'" : "\\" + c);
        }
        return out.isEmpty() ? "''" : out.toString();
    }

    private static String doubled(String word) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            out.append("$`\"\\".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
        }
        return out.append('"').toString();
    }

    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    static boolean isPlain(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean usual = Character.isLetterOrDigit(c) && c < 0x80;
            if (!usual && "_-./:@%+".indexOf(c) < 0) {
                return false;
            }
        }
        return !word.isEmpty();
    }
}
