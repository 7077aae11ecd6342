package dev.cordon.sandbox;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The text of an HTML page: tags, scripts, styles and comments removed, blocks on lines of their
/// own.
///
/// It is for reading, not for safety; what it gives is as untrusted as the page. Time grows with
/// the length of the page only.
final class HtmlText {
    private static final Set<String> SKIPPED =
            Set.of("script", "style", "noscript", "template", "svg", "head");
    private static final Set<String> BLOCKS =
            Set.of(
                    "p",
                    "div",
                    "br",
                    "li",
                    "ul",
                    "ol",
                    "tr",
                    "table",
                    "section",
                    "article",
                    "header",
                    "footer",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "pre",
                    "blockquote",
                    "hr",
                    "dt",
                    "dd",
                    "title",
                    "main",
                    "nav");
    private static final Map<String, String> ENTITIES =
            Map.of(
                    "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ",
                    "mdash", "\u2014", "ndash", "\u2013", "hellip", "\u2026");
    private static final int MAX_ENTITY_CHARS = 10;

    private final String html;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private HtmlText(String html) {
        this.html = html;
    }

    static String of(String html) {
        HtmlText text = new HtmlText(html);
        text.run();
        return text.out.toString().strip();
    }

    private void run() {
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c == '<') {
                tag();
            } else if (c == '&') {
                entity();
            } else {
                put(c);
                at++;
            }
        }
    }

    private void put(char c) {
        if (!Character.isWhitespace(c)) {
            out.append(c);
        } else if (!out.isEmpty() && !Character.isWhitespace(out.charAt(out.length() - 1))) {
            out.append(' ');
        }
    }

    private void line() {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
        if (end > 0 && out.charAt(end - 1) != '\n') {
            out.append('\n');
        }
    }

    private void tag() {
        if (html.startsWith("<!--", at)) {
            int end = html.indexOf("-->", at + 4);
            at = end < 0 ? html.length() : end + 3;
            return;
        }
        int nameStart = html.startsWith("</", at) ? at + 2 : at + 1;
        int nameEnd = nameStart;
        while (nameEnd < html.length() && Character.isLetterOrDigit(html.charAt(nameEnd))) {
            nameEnd++;
        }
        boolean declaration = html.startsWith("!", nameStart);
        if (nameEnd == nameStart && !declaration) {
            put('<');
            at++;
            return;
        }
        int end = html.indexOf('>', nameEnd);
        String name = html.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
        boolean opens = nameStart == at + 1;
        at = end < 0 ? html.length() : end + 1;
        if (opens && SKIPPED.contains(name)) {
            skipTo(name);
        } else if (BLOCKS.contains(name)) {
            line();
        }
    }

    private void skipTo(String name) {
        for (int close = html.indexOf("</", at);
                close >= 0;
                close = html.indexOf("</", close + 2)) {
            if (html.regionMatches(true, close + 2, name, 0, name.length())) {
                int end = html.indexOf('>', close);
                at = end < 0 ? html.length() : end + 1;
                return;
            }
        }
        at = html.length();
    }

    private void entity() {
        int end = at;
        while (end < html.length() && end - at <= MAX_ENTITY_CHARS && html.charAt(end) != ';') {
            end++;
        }
        if (end == html.length() || html.charAt(end) != ';') {
            put('&');
            at++;
            return;
        }
        String name = html.substring(at + 1, end);
        String known = ENTITIES.get(name);
        if (known != null) {
            out.append(known);
        } else if (name.startsWith("#")) {
            number(name);
        } else {
            out.append('&').append(name).append(';');
        }
        at = end + 1;
    }

    private void number(String name) {
        try {
            boolean hex = name.startsWith("#x") || name.startsWith("#X");
            int point = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
            out.appendCodePoint(point);
        } catch (IllegalArgumentException e) {
            out.append('\ufffd');
        }
    }
}
