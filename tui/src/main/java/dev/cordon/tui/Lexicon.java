package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a lexer must know of one language.
///
/// @param lineComments what begins a comment to the end of the line
/// @param blockStart what begins a comment over lines; empty if there is none
/// @param blockEnd what ends it
/// @param strings longest first
/// @param keywords words of the language; lower case if case does not count
/// @param types names shown as types although they do not look like one
/// @param traits what is special
record Lexicon(
        List<String> lineComments,
        String blockStart,
        String blockEnd,
        List<Quote> strings,
        Set<String> keywords,
        Set<String> types,
        Set<Trait> traits) {

    Lexicon {
        lineComments = List.copyOf(lineComments);
        strings = List.copyOf(strings);
        keywords = Set.copyOf(keywords);
        types = Set.copyOf(types);
        traits = Set.copyOf(traits);
    }

    /// One kind of string.
    ///
    /// @param mark what begins and ends it
    /// @param lines whether it may go on in the next line
    /// @param escapes whether a backslash takes the next character in
    record Quote(String mark, boolean lines, boolean escapes) {}

    /// What is special about a language.
    enum Trait {
        /// Upper and lower case are alike.
        ANY_CASE,
        /// A word with a capital is a type.
        CAPITAL_TYPES,
        /// A word before a colon, or before `=` at the beginning of a line, is a key.
        KEYS,
        /// `$NAME` is a variable.
        DOLLARS,
        /// `@Name` is an annotation.
        ANNOTATIONS,
        /// `#` begins a comment only at the beginning of a word.
        HASH_AT_WORD,
        /// A `'` may begin a lifetime, which is no string.
        LIFETIMES,
        /// A hyphen is part of a word.
        HYPHENS
    }

    /// Reads one line of the table: `field=words` parts between semicolons.
    static Lexicon parse(String row) {
        List<String> line = new ArrayList<>();
        String start = "";
        String end = "";
        List<Quote> quotes = new ArrayList<>();
        Set<String> keywords = Set.of();
        Set<String> types = Set.of();
        Set<Trait> traits = new java.util.HashSet<>();
        for (String part : row.split(" ; ", -1)) {
            int equals = part.indexOf('=');
            String field = part.substring(0, equals).strip();
            List<String> words = List.of(part.substring(equals + 1).strip().split(" ", -1));
            switch (field) {
                case "line" -> line.addAll(words);
                case "block" -> {
                    start = words.get(0);
                    end = words.get(1);
                }
                case "strings" -> words.forEach(word -> quotes.add(quote(word)));
                case "keywords" -> keywords = Set.copyOf(words);
                case "types" -> types = Set.copyOf(words);
                case "traits" -> words.forEach(word -> traits.add(Trait.valueOf(word)));
                default -> throw new IllegalArgumentException("unknown field " + field);
            }
        }
        quotes.sort((a, b) -> b.mark().length() - a.mark().length());
        return new Lexicon(line, start, end, quotes, keywords, types, traits);
    }

    /// `"` one line with escapes, `r"` without escapes, `m"` over lines, `rm"` both.
    private static Quote quote(String word) {
        boolean raw = word.startsWith("r");
        boolean lines = word.startsWith("m", raw ? 1 : 0);
        return new Quote(word.substring((raw ? 1 : 0) + (lines ? 1 : 0)), lines, !raw);
    }
}
