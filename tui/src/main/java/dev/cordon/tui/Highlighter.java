package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Gives the parts of a line of code their roles, one line after the other.
///
/// It knows words, strings, numbers and comments and no grammar: wrong code is shown as well as
/// right code, and a line costs what its length says. What is open at the end of a line (a comment,
/// a string over lines) is kept for the next one.
final class Highlighter {
    /// A longer line was not written by hand and is not worth the colours.
    private static final int MAX_LINE_CHARACTERS = 4096;

    private final Optional<Lexicon> lexicon;
    private final Marks marks;
    private String open = "";
    private Role openRole = Role.TEXT;
    private boolean openEscapes;

    /// How lines are read.
    private enum Marks {
        WORDS,
        DIFF,
        MARKUP,
        MARKDOWN,
        NOTHING
    }

    /// @param language as behind a fence, or the last part of a file name; anything may stand here
    Highlighter(String language) {
        String name = language.strip().toLowerCase(Locale.ROOT);
        this.marks =
                switch (name) {
                    case "diff", "patch", "udiff" -> Marks.DIFF;
                    case "html", "xml", "xhtml", "svg", "vue", "pom", "htm", "jsp", "xsd" ->
                            Marks.MARKUP;
                    case "markdown", "md" -> Marks.MARKDOWN;
                    case "", "text", "txt", "plain" -> Marks.NOTHING;
                    default -> Marks.WORDS;
                };
        this.lexicon = marks == Marks.WORDS ? Languages.find(name) : Optional.empty();
    }

    /// The language that a file's name tells, for example `java` of `src/Main.java`.
    static String languageOf(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /// The next line, without control characters.
    List<Span> line(String text) {
        if (text.length() > MAX_LINE_CHARACTERS) {
            return List.of(new Span(text, Role.CODE));
        }
        return switch (marks) {
            case DIFF -> List.of(new Span(text, diff(text)));
            case MARKUP -> markup(text);
            case MARKDOWN -> List.of(new Span(text, markdown(text)));
            case NOTHING -> List.of(new Span(text, Role.CODE));
            case WORDS ->
                    lexicon.isPresent()
                            ? new LineLexer(text, lexicon.get()).run()
                            : List.of(new Span(text, Role.CODE));
        };
    }

    private static Role diff(String text) {
        if (text.startsWith("+++") || text.startsWith("---") || text.startsWith("diff ")) {
            return Role.STRONG;
        }
        if (text.startsWith("@@")) {
            return Role.HUNK;
        }
        if (text.startsWith("+")) {
            return Role.ADDED;
        }
        return text.startsWith("-") ? Role.REMOVED : Role.TEXT;
    }

    private Role markdown(String text) {
        String line = text.strip();
        if (line.startsWith("```") || line.startsWith("~~~")) {
            open = open.isEmpty() ? line.substring(0, 3) : "";
            return Role.DIM;
        }
        if (!open.isEmpty()) {
            return Role.CODE;
        }
        if (line.startsWith("#")) {
            return Role.HEADING;
        }
        return line.startsWith(">") ? Role.QUOTE : Role.TEXT;
    }

    private List<Span> markup(String text) {
        Row row = new Row();
        int at = 0;
        while (at < text.length()) {
            if (!open.isEmpty()) {
                int end = text.indexOf(open, at);
                int to = end < 0 ? text.length() : end + open.length();
                row.add(text.substring(at, to), openRole);
                open = end < 0 ? open : "";
                at = to;
            } else if (text.startsWith("<!--", at)) {
                openRole = Role.COMMENT;
                open = "-->";
            } else if (text.charAt(at) == '<') {
                at = tag(text, at, row);
            } else {
                int next = text.indexOf('<', at);
                int to = next < 0 ? text.length() : next;
                row.add(text.substring(at, to), Role.TEXT);
                at = to;
            }
        }
        return row.spans();
    }

    private static int tag(String text, int from, Row row) {
        int at = from;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
            if (text.charAt(at - 1) == '>') {
                row.add(text.substring(from, at), Role.KEYWORD);
                return at;
            }
        }
        row.add(text.substring(from, at), Role.KEYWORD);
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '>') {
                row.add(">", Role.KEYWORD);
                return at + 1;
            }
            if (c == '"' || c == '\'') {
                int end = text.indexOf(c, at + 1);
                int to = end < 0 ? text.length() : end + 1;
                row.add(text.substring(at, to), Role.STRING);
                at = to;
            } else {
                row.add(String.valueOf(c), c == '/' ? Role.KEYWORD : Role.TYPE);
                at++;
            }
        }
        return at;
    }

    /// Spans that grow while their role stays the same.
    private static final class Row {
        private final List<Span> spans = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private Role role = Role.TEXT;

        void add(String piece, Role wanted) {
            if (wanted != role) {
                flush();
                role = wanted;
            }
            text.append(piece);
        }

        private void flush() {
            if (!text.isEmpty()) {
                spans.add(new Span(text.toString(), role));
                text.setLength(0);
            }
        }

        List<Span> spans() {
            flush();
            return spans;
        }
    }

    /// One line of a language with a lexicon.
    private final class LineLexer {
        private final String text;
        private final Lexicon words;
        private final Row row = new Row();
        private int at;

        LineLexer(String text, Lexicon words) {
            this.text = text;
            this.words = words;
        }

        List<Span> run() {
            while (at < text.length()) {
                if (!open.isEmpty()) {
                    toEnd(at);
                } else if (!comment() && !string() && !word()) {
                    int end = at + Character.charCount(text.codePointAt(at));
                    row.add(text.substring(at, end), Role.TEXT);
                    at = end;
                }
            }
            return row.spans();
        }

        private boolean comment() {
            if (!words.blockStart().isEmpty() && text.startsWith(words.blockStart(), at)) {
                open = words.blockEnd();
                openRole = Role.COMMENT;
                openEscapes = false;
                toEnd(at + words.blockStart().length());
                return true;
            }
            for (String start : words.lineComments()) {
                boolean here =
                        !words.traits().contains(Lexicon.Trait.HASH_AT_WORD)
                                || at == 0
                                || Character.isWhitespace(text.charAt(at - 1));
                if (here && text.startsWith(start, at)) {
                    row.add(text.substring(at), Role.COMMENT);
                    at = text.length();
                    return true;
                }
            }
            return false;
        }

        private boolean string() {
            for (Lexicon.Quote quote : words.strings()) {
                if (!text.startsWith(quote.mark(), at) || lifetime(quote)) {
                    continue;
                }
                open = quote.mark();
                openRole = Role.STRING;
                openEscapes = quote.escapes();
                int from = at;
                toEnd(at + quote.mark().length());
                if (!quote.lines()) {
                    open = "";
                }
                if (words.traits().contains(Lexicon.Trait.KEYS) && colonFollows()) {
                    retype(from);
                }
                return true;
            }
            return false;
        }

        /// A string before a colon is a key.
        private void retype(int from) {
            row.text.setLength(Math.max(0, row.text.length() - (at - from)));
            row.add(text.substring(from, at), Role.TYPE);
        }

        private boolean colonFollows() {
            int i = at;
            while (i < text.length() && text.charAt(i) == ' ') {
                i++;
            }
            return i < text.length() && text.charAt(i) == ':';
        }

        private boolean lifetime(Lexicon.Quote quote) {
            return words.traits().contains(Lexicon.Trait.LIFETIMES)
                    && quote.mark().equals("'")
                    && text.indexOf('\'', at + 1) != at + 2
                    && !text.startsWith("\\", at + 1);
        }

        /// Goes on to the end of what is open.
        ///
        /// @param from where its end may stand first
        private void toEnd(int from) {
            int i = from;
            while (i < text.length()) {
                if (openEscapes && text.charAt(i) == '\\') {
                    i += 2;
                } else if (text.startsWith(open, i)) {
                    row.add(text.substring(at, i + open.length()), openRole);
                    at = i + open.length();
                    open = "";
                    return;
                } else {
                    i++;
                }
            }
            row.add(text.substring(at), openRole);
            at = text.length();
        }

        private boolean word() {
            int character = text.codePointAt(at);
            boolean digit = character >= '0' && character <= '9';
            boolean mark =
                    character == '#'
                            || (character == '@'
                                    && words.traits().contains(Lexicon.Trait.ANNOTATIONS))
                            || (character == '$' && words.traits().contains(Lexicon.Trait.DOLLARS));
            if (!digit
                    && !mark
                    && !Character.isUnicodeIdentifierStart(character)
                    && character != '_') {
                return false;
            }
            int end = at + Character.charCount(character);
            while (end < text.length() && isPart(text.codePointAt(end), digit)) {
                end += Character.charCount(text.codePointAt(end));
            }
            String word = text.substring(at, end);
            row.add(word, digit ? Role.NUMBER : role(word, end));
            at = end;
            return true;
        }

        private boolean isPart(int character, boolean number) {
            boolean name =
                    Character.isUnicodeIdentifierPart(character)
                            && !Character.isIdentifierIgnorable(character);
            boolean hyphen =
                    character == '-' && !number && words.traits().contains(Lexicon.Trait.HYPHENS);
            return name || hyphen || (number && character == '.');
        }

        private Role role(String word, int end) {
            char first = word.charAt(0);
            if ((first == '@' || first == '$') && word.length() > 1) {
                return Role.TYPE;
            }
            String known =
                    words.traits().contains(Lexicon.Trait.ANY_CASE)
                            ? word.toLowerCase(Locale.ROOT)
                            : word;
            if (words.traits().contains(Lexicon.Trait.KEYS) && isKey(end)) {
                return Role.TYPE;
            }
            if (words.keywords().contains(known)) {
                return Role.KEYWORD;
            }
            boolean capital =
                    words.traits().contains(Lexicon.Trait.CAPITAL_TYPES)
                            && Character.isUpperCase(first);
            return capital || words.types().contains(known) ? Role.TYPE : Role.TEXT;
        }

        private boolean isFirst() {
            int i = 0;
            while (i < at && text.charAt(i) == ' ') {
                i++;
            }
            return i == at;
        }

        private boolean isKey(int end) {
            int i = end;
            while (i < text.length() && text.charAt(i) == ' ') {
                i++;
            }
            boolean first = isFirst();
            char next = i < text.length() ? text.charAt(i) : ' ';
            return next == ':' || (next == '=' && first);
        }
    }
}
