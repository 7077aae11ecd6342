package dev.cordon.policy;

import dev.cordon.policy.Shell.Join;
import dev.cordon.policy.Shell.Redirect;
import dev.cordon.policy.Shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads scripts of bash and of POSIX shells. Never fails: from where it does not understand a
/// script the rest is {@link Shell.Opaque}. Takes time in proportion to the length.
///
/// ```
/// sequence = element { ( "&&" | "||" | ";" | "&" | newline ) element }
/// element  = { "!" | "time" } command { ( "|" | "|&" ) command }
/// command  = simple | compound { redirect } | function
/// ```
final class ShellParser {
    static final int MAX_SCRIPT_CHARS = 1024 * 1024;
    static final int MAX_DEPTH = 40;

    private final ShellLexer lexer;
    private final Doubled doubled;

    /// What `((` begins.
    private enum Doubled {
        ARITHMETIC,
        SUBSHELLS
    }

    private ShellParser(ShellLexer lexer) {
        this(lexer, Doubled.ARITHMETIC);
    }

    private ShellParser(ShellLexer lexer, Doubled doubled) {
        this.lexer = lexer;
        this.doubled = doubled;
    }

    static Shell.Script parse(String script) {
        if (script.length() > MAX_SCRIPT_CHARS) {
            Shell opaque = new Shell.Opaque(script, "longer than " + MAX_SCRIPT_CHARS);
            return new Shell.Script(opaque, List.of());
        }
        ShellLexer lexer = new ShellLexer(script);
        ShellParser parser = new ShellParser(lexer);
        List<Shell.Element> elements = new ArrayList<>();
        try {
            parser.sequence(elements);
            if (!lexer.atEnd()) {
                throw lexer.trouble("unexpected " + lexer.peek());
            }
            lexer.endOfText();
        } catch (ShellTrouble e) {
            int start = Math.min(lexer.understood(), script.length());
            elements.add(
                    new Shell.Element(
                            new Shell.Opaque(script.substring(start), e.reason()), Join.END));
        }
        Shell body =
                elements.size() == 1 ? elements.getFirst().command() : new Shell.Sequence(elements);
        return new Shell.Script(
                isBackground(elements) ? new Shell.Sequence(elements) : body, lexer.heredocs());
    }

    private static boolean isBackground(List<Shell.Element> elements) {
        return elements.size() == 1 && elements.getFirst().join() == Join.BACKGROUND;
    }

    /// A substitution whose opening was read; reads up to its `)`.
    static Shell substitution(ShellLexer lexer) {
        lexer.deeper();
        Shell body = new ShellParser(lexer).sequence();
        lexer.expect(')');
        lexer.shallower();
        return body;
    }

    private Shell sequence() {
        List<Shell.Element> elements = new ArrayList<>();
        sequence(elements);
        return new Shell.Sequence(elements);
    }

    private void sequence(List<Shell.Element> elements) {
        lexer.skipNewlines();
        while (!atStop()) {
            Shell command = pipeline();
            Join join = join();
            if ((join == Join.AND || join == Join.OR) && skipNewlinesAndStop()) {
                throw lexer.trouble("a command is missing");
            }
            elements.add(new Shell.Element(command, join));
            lexer.markUnderstood();
            if (join == Join.END) {
                return;
            }
            lexer.skipNewlines();
        }
    }

    private boolean skipNewlinesAndStop() {
        lexer.skipNewlines();
        return atStop();
    }

    private boolean atStop() {
        if (lexer.atEnd()) {
            return true;
        }
        char c = lexer.peek();
        if (c == ')' || (c == ';' && lexer.peekAt(1) == ';')) {
            return true;
        }
        return switch (lexer.reserved()) {
            case "then", "elif", "else", "fi", "do", "done", "esac", "}" -> true;
            default -> false;
        };
    }

    private Join join() {
        lexer.skipBlanks();
        if (lexer.atEnd()) {
            return Join.END;
        }
        if (lexer.take("&&")) {
            return Join.AND;
        }
        if (lexer.take("||")) {
            return Join.OR;
        }
        char c = lexer.peek();
        if (c == '&') {
            lexer.take("&");
            return Join.BACKGROUND;
        }
        if (c == ';' && lexer.peekAt(1) != ';') {
            lexer.take(";");
            return Join.NEXT;
        }
        if (c == '\n') {
            lexer.skipNewlines();
            return Join.NEXT;
        }
        return Join.END;
    }

    private Shell pipeline() {
        List<Shell> parts = new ArrayList<>();
        boolean prefixed = false;
        while (lexer.reserved().equals("!") || lexer.reserved().equals("time")) {
            prefixed = true;
            if (lexer.takeReserved().equals("time")) {
                lexer.skipBlanks();
                if (lexer.takeWord("-p")) {
                    lexer.skipBlanks();
                }
            }
            lexer.skipBlanks();
        }
        parts.add(command());
        lexer.skipBlanks();
        while (lexer.peek() == '|' && lexer.peekAt(1) != '|') {
            lexer.take("|");
            lexer.take("&");
            lexer.skipNewlines();
            parts.add(command());
            lexer.skipBlanks();
        }
        return parts.size() == 1 && !prefixed
                ? parts.getFirst()
                : new Shell.Pipeline(parts, prefixed);
    }

    private Shell command() {
        lexer.deeper();
        Shell command = compoundOrSimple();
        lexer.shallower();
        return command;
    }

    private Shell compoundOrSimple() {
        if (lexer.peek() == '(') {
            if (lexer.peekAt(1) == '(' && doubled == Doubled.ARITHMETIC) {
                lexer.take("((");
                Word arithmetic = lexer.arithmetic();
                return compound("((", List.of(arithmetic), asCommands(arithmetic));
            }
            lexer.take("(");
            Shell body = nonEmpty(sequence());
            lexer.expect(')');
            return compound("(", List.of(), List.of(body));
        }
        return switch (lexer.reserved()) {
            case "{" -> {
                lexer.takeReserved();
                Shell body = nonEmpty(sequence());
                lexer.expectReserved("}");
                yield compound("{", List.of(), List.of(body));
            }
            case "if" -> conditional();
            case "while", "until" -> {
                String keyword = lexer.takeReserved();
                Shell condition = nonEmpty(sequence());
                yield compound(keyword, List.of(), List.of(condition, loopBody()));
            }
            case "for", "select" -> forLoop();
            case "case" -> caseOf();
            case "function" -> function();
            case "[[" -> {
                lexer.takeReserved();
                yield compound("[[", lexer.test(), List.of());
            }
            // After a bar some shells take ! for a keyword and some for a mistake.
            case "!", "then", "elif", "else", "fi", "do", "done", "esac", "}", "in", "coproc" ->
                    throw lexer.trouble("unexpected " + lexer.reserved());
            default -> simple();
        };
    }

    private Shell nonEmpty(Shell body) {
        if (body instanceof Shell.Sequence(List<Shell.Element> elements) && elements.isEmpty()) {
            throw lexer.trouble("a command is missing");
        }
        return body;
    }

    private Shell compound(String keyword, List<Word> words, List<Shell> bodies) {
        List<Redirect> redirects = new ArrayList<>();
        lexer.skipBlanks();
        Optional<Redirect> redirect = lexer.redirect();
        while (redirect.isPresent()) {
            redirects.add(redirect.get());
            lexer.skipBlanks();
            redirect = lexer.redirect();
        }
        return new Shell.Compound(keyword, words, bodies, redirects);
    }

    private Shell conditional() {
        List<Shell> bodies = new ArrayList<>();
        lexer.takeReserved();
        bodies.add(nonEmpty(sequence()));
        lexer.expectReserved("then");
        bodies.add(nonEmpty(sequence()));
        while (lexer.reserved().equals("elif")) {
            lexer.takeReserved();
            bodies.add(nonEmpty(sequence()));
            lexer.expectReserved("then");
            bodies.add(nonEmpty(sequence()));
        }
        if (lexer.reserved().equals("else")) {
            lexer.takeReserved();
            bodies.add(nonEmpty(sequence()));
        }
        lexer.expectReserved("fi");
        return compound("if", List.of(), bodies);
    }

    private Shell loopBody() {
        lexer.skipNewlines();
        lexer.expectReserved("do");
        Shell body = nonEmpty(sequence());
        lexer.expectReserved("done");
        return body;
    }

    /// What `((...))` would run in a shell that has no arithmetic command and takes it for a
    /// subshell in a subshell, as dash does; nothing if it could not be read there.
    private List<Shell> asCommands(Word arithmetic) {
        String source = arithmetic.source();
        String inside = source.substring(0, source.length() - "))".length());
        ShellLexer inner = new ShellLexer(inside, lexer.depth(), new ArrayList<>());
        try {
            Shell body = nonEmpty(new ShellParser(inner, Doubled.SUBSHELLS).sequence());
            return inner.atEnd() ? List.of(body) : List.of();
        } catch (ShellTrouble _) {
            return List.of();
        }
    }

    private Shell forLoop() {
        String keyword = lexer.takeReserved();
        lexer.skipBlanks();
        List<Word> words = new ArrayList<>();
        if (lexer.take("((")) {
            words.add(lexer.arithmetic());
        } else {
            words.add(lexer.needWord("the name of a variable"));
            lexer.skipNewlines();
            if (lexer.reserved().equals("in")) {
                lexer.takeReserved();
                lexer.skipBlanks();
                while (lexer.atWord()) {
                    words.add(lexer.needWord("a word"));
                    lexer.skipBlanks();
                }
            }
        }
        lexer.skipBlanks();
        lexer.take(";");
        return compound(keyword, words, List.of(loopBody()));
    }

    private Shell caseOf() {
        lexer.takeReserved();
        lexer.skipBlanks();
        List<Word> words = new ArrayList<>();
        List<Shell> bodies = new ArrayList<>();
        words.add(lexer.needWord("the subject of case"));
        lexer.skipNewlines();
        lexer.expectReserved("in");
        lexer.skipNewlines();
        while (!lexer.reserved().equals("esac")) {
            lexer.take("(");
            do {
                lexer.skipBlanks();
                words.add(lexer.needWord("a pattern"));
                lexer.skipBlanks();
            } while (lexer.take("|"));
            lexer.expect(')');
            bodies.add(sequence());
            lexer.skipNewlines();
            if (!lexer.take(";;&") && !lexer.take(";;") && !lexer.take(";&")) {
                break;
            }
            lexer.skipNewlines();
        }
        lexer.expectReserved("esac");
        return compound("case", words, bodies);
    }

    private Shell function() {
        lexer.takeReserved();
        lexer.skipBlanks();
        Word name = lexer.needWord("the name of a function");
        lexer.skipBlanks();
        if (lexer.take("(")) {
            lexer.skipBlanks();
            lexer.expect(')');
        }
        return functionBody(name);
    }

    private Shell functionBody(Word name) {
        lexer.skipNewlines();
        Shell body = command();
        if (!(body instanceof Shell.Compound)) {
            throw lexer.trouble("a function without { }");
        }
        return new Shell.Compound("function", List.of(name), List.of(body), List.of());
    }

    private Shell simple() {
        List<Shell.Assignment> assignments = new ArrayList<>();
        List<Word> words = new ArrayList<>();
        List<Redirect> redirects = new ArrayList<>();
        while (true) {
            lexer.skipBlanks();
            Optional<Redirect> redirect = lexer.redirect();
            if (redirect.isPresent()) {
                redirects.add(redirect.get());
                continue;
            }
            if (lexer.peek() == '(' && words.size() == 1 && assignments.isEmpty()) {
                lexer.take("(");
                lexer.skipBlanks();
                lexer.expect(')');
                return functionBody(words.getFirst());
            }
            if (!lexer.atWord()) {
                break;
            }
            Optional<Shell.Assignment> assignment =
                    words.isEmpty() ? lexer.assignment() : Optional.empty();
            if (assignment.isPresent()) {
                assignments.add(assignment.get());
            } else {
                words.add(lexer.needWord("a word"));
                words.addAll(lexer.arrayAfterEquals());
            }
        }
        if (assignments.isEmpty() && words.isEmpty() && redirects.isEmpty()) {
            throw lexer.trouble("a command is missing");
        }
        return new Shell.Simple(assignments, words, redirects);
    }
}
