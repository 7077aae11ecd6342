package dev.cordon.policy;

import dev.cordon.policy.Shell.Redirect;
import dev.cordon.policy.Shell.Word;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Reads the words, redirections and heredocs of a script for {@link ShellParser}.
final class ShellLexer {
    static final char END = '\0';

    private final String text;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final List<Word> heredocs;
    private int at;
    private int depth;
    private int understood;

    /// A heredoc whose body has not been read yet.
    private record Pending(int number, String delimiter, boolean literal, boolean strip) {}

    ShellLexer(String text) {
        this(text, 0, new ArrayList<>());
    }

    ShellLexer(String text, int depth, List<Word> heredocs) {
        this.text = text;
        this.depth = depth;
        this.heredocs = heredocs;
    }

    List<Word> heredocs() {
        return heredocs;
    }

    int depth() {
        return depth;
    }

    String text() {
        return text;
    }

    int position() {
        return at;
    }

    /// The text up to here is in the tree; counts only outside of everything nested.
    void markUnderstood() {
        if (depth == 0) {
            understood = at;
        }
    }

    int understood() {
        return understood;
    }

    ShellTrouble trouble(String reason) {
        return new ShellTrouble(reason + " at character " + (at + 1));
    }

    void deeper() {
        depth++;
        if (depth > ShellParser.MAX_DEPTH) {
            throw trouble("nested deeper than " + ShellParser.MAX_DEPTH);
        }
    }

    void shallower() {
        depth--;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    char peek() {
        return peekAt(0);
    }

    char peekAt(int offset) {
        int index = at + offset;
        return index < text.length() ? text.charAt(index) : END;
    }

    void advance(int count) {
        at += count;
    }

    boolean take(String token) {
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    /// Takes the token if it is a whole word.
    boolean takeWord(String word) {
        if (text.startsWith(word, at) && isMeta(peekAt(word.length()))) {
            at += word.length();
            return true;
        }
        return false;
    }

    void expect(char c) {
        skipBlanks();
        if (peek() != c || atEnd()) {
            throw trouble("expected " + c);
        }
        at++;
    }

    /// Skips spaces, tabs, joined lines and comments.
    void skipBlanks() {
        while (true) {
            char c = peek();
            if (c == ' ' || c == '\t') {
                at++;
            } else if (c == '\\' && peekAt(1) == '\n') {
                at += 2;
            } else if (c == '#' && (at == 0 || isMeta(text.charAt(at - 1)))) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                return;
            }
        }
    }

    /// Skips blanks and ends of lines; the bodies of heredocs begin after an end of line.
    void skipNewlines() {
        skipBlanks();
        while (peek() == '\n') {
            at++;
            while (!pending.isEmpty()) {
                readHeredoc(pending.removeFirst());
            }
            skipBlanks();
        }
    }

    void endOfText() {
        if (!pending.isEmpty()) {
            throw trouble("a heredoc has no body");
        }
    }

    private void readHeredoc(Pending heredoc) {
        StringBuilder body = new StringBuilder();
        int from = at;
        while (true) {
            if (from >= text.length()) {
                throw trouble("the end of heredoc " + heredoc.delimiter() + " is missing");
            }
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            int start = from;
            while (heredoc.strip() && start < end && text.charAt(start) == '\t') {
                start++;
            }
            from = Math.min(end + 1, text.length());
            boolean last =
                    end - start == heredoc.delimiter().length()
                            && text.startsWith(heredoc.delimiter(), start);
            if (last) {
                break;
            }
            body.append(text, start, end).append('\n');
        }
        at = from;
        String content = body.toString();
        heredocs.set(
                heredoc.number(),
                heredoc.literal()
                        ? new Word(List.of(new Shell.Text(content, true)), content, false)
                        : ShellWords.heredoc(new ShellLexer(content, depth, heredocs)));
    }

    /// The reserved word that stands here; empty if none does.
    String reserved() {
        char c = peek();
        if (c == '{' || c == '}' || c == '!') {
            return isMeta(peekAt(1)) ? String.valueOf(c) : "";
        }
        if (c == '[') {
            return peekAt(1) == '[' && isMeta(peekAt(2)) ? "[[" : "";
        }
        int length = 0;
        while (length < 9 && peekAt(length) >= 'a' && peekAt(length) <= 'z') {
            length++;
        }
        if (length < 2 || !isMeta(peekAt(length))) {
            return "";
        }
        String word = text.substring(at, at + length);
        return switch (word) {
            case "if",
                    "then",
                    "elif",
                    "else",
                    "fi",
                    "for",
                    "while",
                    "until",
                    "do",
                    "done",
                    "case",
                    "esac",
                    "in",
                    "select",
                    "function",
                    "time",
                    "coproc" ->
                    word;
            default -> "";
        };
    }

    String takeReserved() {
        String word = reserved();
        at += word.length();
        return word;
    }

    void expectReserved(String word) {
        skipNewlines();
        if (!reserved().equals(word)) {
            throw trouble("expected " + word);
        }
        at += word.length();
    }

    boolean atWord() {
        char c = peek();
        return !atEnd() && (!isMeta(c) || isProcess());
    }

    private boolean isProcess() {
        return (peek() == '<' || peek() == '>') && peekAt(1) == '(';
    }

    Word needWord(String what) {
        if (!atWord()) {
            throw trouble("expected " + what);
        }
        return ShellWords.word(this, ShellWords.Mode.COMMAND);
    }

    /// The inside of `((`, up to `))`, as one word.
    Word arithmetic() {
        return ShellWords.arithmetic(this);
    }

    /// The operands of `[[`, up to `]]`.
    List<Word> test() {
        List<Word> words = new ArrayList<>();
        boolean pattern = false;
        while (true) {
            skipNewlines();
            if (atEnd()) {
                throw trouble("expected ]]");
            }
            if (takeWord("]]")) {
                return words;
            }
            char c = peek();
            if (!pattern && (isMeta(c) && !isProcess())) {
                at++;
                continue;
            }
            Word word =
                    ShellWords.word(
                            this, pattern ? ShellWords.Mode.REGEX : ShellWords.Mode.COMMAND);
            pattern = word.source().equals("=~");
            words.add(word);
        }
    }

    /// `NAME=value` if one stands here.
    Optional<Shell.Assignment> assignment() {
        int end = at;
        while (end < text.length() && isNamePart(text.charAt(end), end > at)) {
            end++;
        }
        if (end == at) {
            return Optional.empty();
        }
        String name = text.substring(at, end);
        if (end < text.length() && text.charAt(end) == '[') {
            int close = text.indexOf(']', end);
            int line = Math.min(close < 0 ? text.length() : close, end + 200);
            String index = text.substring(end, line);
            if (close < 0 || close != line || index.indexOf('$') >= 0 || index.indexOf('`') >= 0) {
                return Optional.empty();
            }
            end = close + 1;
        }
        if (text.startsWith("+=", end)) {
            end++;
        }
        if (end >= text.length() || text.charAt(end) != '=') {
            return Optional.empty();
        }
        at = end + 1;
        if (peek() == '(') {
            return Optional.of(new Shell.Assignment(name, array()));
        }
        if (!atWord()) {
            return Optional.of(new Shell.Assignment(name, List.of()));
        }
        Word value = ShellWords.word(this, ShellWords.Mode.COMMAND);
        return Optional.of(new Shell.Assignment(name, List.of(value)));
    }

    /// The words of an array in `declare x=(...)`.
    List<Word> arrayAfterEquals() {
        boolean array = peek() == '(' && at > 0 && text.charAt(at - 1) == '=';
        return array ? array() : List.of();
    }

    private List<Word> array() {
        List<Word> words = new ArrayList<>();
        deeper();
        expect('(');
        skipNewlines();
        while (atWord()) {
            words.add(ShellWords.word(this, ShellWords.Mode.COMMAND));
            skipNewlines();
        }
        expect(')');
        shallower();
        return words;
    }

    private static final String[] REDIRECTS = {
        "&>>", "&>", "<<<", "<<-", "<<", "<>", "<&", "<", ">>", ">|", ">&", ">"
    };

    /// A redirection if one stands here.
    Optional<Redirect> redirect() {
        int digits = 0;
        while (peekAt(digits) >= '0' && peekAt(digits) <= '9') {
            digits++;
        }
        char first = peekAt(digits);
        if (first != '<' && first != '>' && !(digits == 0 && first == '&' && peekAt(1) == '>')) {
            return Optional.empty();
        }
        if (digits == 0 && isProcess()) {
            return Optional.empty();
        }
        at += digits;
        for (String operator : REDIRECTS) {
            if (take(operator)) {
                skipBlanks();
                Word target = needWord("a file after " + operator);
                int number = -1;
                if (operator.equals("<<") || operator.equals("<<-")) {
                    number = heredocs.size();
                    heredocs.add(new Word(List.of(), "", false));
                    pending.add(ShellLexer.pending(number, target, operator.equals("<<-")));
                }
                return Optional.of(new Redirect(operator, target, number));
            }
        }
        throw trouble("expected a redirection");
    }

    private static Pending pending(int number, Word target, boolean strip) {
        StringBuilder delimiter = new StringBuilder();
        boolean quoted = false;
        for (Shell.Part part : target.parts()) {
            if (part instanceof Shell.Text(String piece, boolean isQuoted)) {
                delimiter.append(piece);
                quoted |= isQuoted;
            } else {
                throw new ShellTrouble("the delimiter of a heredoc is not plain");
            }
        }
        return new Pending(number, delimiter.toString(), quoted, strip);
    }

    static boolean isNamePart(char c, boolean digitsToo) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (digitsToo && c >= '0' && c <= '9');
    }

    /// Whether the character ends a word.
    static boolean isMeta(char c) {
        return switch (c) {
            case ' ', '\t', '\n', ';', '&', '|', '(', ')', '<', '>', END -> true;
            default -> false;
        };
    }
}
