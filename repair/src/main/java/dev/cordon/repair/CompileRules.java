package dev.cordon.repair;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/// Proposes changes for one compile error.
final class CompileRules {
    private static final List<String> PACKAGES =
            List.of(
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "java.io",
                    "java.nio.file",
                    "java.nio.charset",
                    "java.time",
                    "java.time.format",
                    "java.time.temporal",
                    "java.math",
                    "java.text",
                    "java.net",
                    "java.util.concurrent",
                    "java.util.concurrent.atomic",
                    "java.util.regex");

    private final Map<Path, Source> sources;
    private final Map<Path, Source> tests;
    private final List<Candidate> candidates = new ArrayList<>();

    CompileRules(Map<Path, Source> sources, Map<Path, Source> tests) {
        this.sources = sources;
        this.tests = tests;
    }

    List<Candidate> propose(Diagnostic<? extends JavaFileObject> error) {
        Source source = find(error);
        if (source == null || error.getPosition() < 0) {
            return List.of();
        }
        int at = (int) error.getPosition();
        String message = error.getMessage(Locale.ROOT);
        missingSign(source, at, message);
        missingName(source, at);
        wrongType(source, at, (int) error.getEndPosition(), message);
        missingReturn(source, at, message);
        exceptions(source, at, message);
        candidates.sort(Candidate.ORDER);
        return candidates;
    }

    private @Nullable Source find(Diagnostic<? extends JavaFileObject> error) {
        if (error.getSource() == null) {
            return null;
        }
        for (Source source : sources.values()) {
            if (source.unit().toUri().equals(error.getSource().toUri())) {
                return source;
            }
        }
        return null;
    }

    private void add(EditKind kind, Source source, int start, int end, String text, double weight) {
        int from = Math.min(start, source.text().length());
        int to = Math.min(Math.max(from, end), source.text().length());
        candidates.add(
                new Candidate(
                        List.of(
                                new Candidate.Place(
                                        source.path(),
                                        kind,
                                        source.line(from),
                                        List.of(new Edit(from, to, text)))),
                        kind.prior() * weight));
    }

    private void missingSign(Source source, int at, String message) {
        if (message.contains("reached end of file")) {
            add(EditKind.SYNTAX, source, source.text().length(), source.text().length(), "}\n", 1);
        }
        if (!message.contains("expected")
                && !message.contains("illegal")
                && !message.contains("not a statement")) {
            return;
        }
        for (String sign : List.of(";", ")", "(", "{", "}", ",", "]", ">", "\"", ");")) {
            for (int offset = -1; offset <= 1; offset++) {
                int place = Math.max(0, Math.min(source.text().length(), at + offset));
                double usual = message.contains("'" + sign + "'") ? 1.2 : 0.6;
                add(EditKind.SYNTAX, source, place, place, sign, usual - Math.abs(offset) * 0.05);
            }
        }
        add(EditKind.SYNTAX, source, at, at + 1, "", 0.5);
        int line = source.line(at);
        if (line > 1) {
            int end = source.lineStart(line) - 1;
            for (String sign : List.of(";", ")", "{", ");", "}")) {
                add(EditKind.SYNTAX, source, end, end, sign, 0.8);
            }
        }
    }

    private static String word(Source source, int at) {
        int end = at;
        String text = source.text();
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        return text.substring(Math.min(at, text.length()), end);
    }

    private void missingName(Source source, int errorAt) {
        int at = errorAt;
        if (at < source.text().length() && source.text().charAt(at) == '.') {
            at++;
        }
        String name = word(source, at);
        if (name.isEmpty() || !Character.isJavaIdentifierStart(name.charAt(0))) {
            return;
        }
        if (Character.isUpperCase(name.charAt(0))) {
            imports(source, name);
        }
        String own = name;
        names(source).stream()
                .filter(n -> !n.equals(own) && distance(n, own) <= Math.max(2, own.length() / 3))
                .sorted(
                        Comparator.comparingInt((String n) -> distance(n, own))
                                .thenComparing(n -> n))
                .limit(20)
                .forEach(n ->
                        add(
                                EditKind.NAME,
                                source,
                                errorNameStart(source, errorAt),
                                errorNameStart(source, errorAt) + own.length(),
                                n,
                                1.0 / (1 + distance(n, own) * 0.2)));
        for (String home : List.of("this.", "Math.", "String.", "Integer.", "Objects.", "List.")) {
            add(EditKind.NAME, source, at, at, home, 0.4);
        }
    }

    private static int errorNameStart(Source source, int at) {
        return at < source.text().length() && source.text().charAt(at) == '.' ? at + 1 : at;
    }

    private void imports(Source source, String name) {
        int place = importPlace(source);
        Set<String> homes = new LinkedHashSet<>();
        for (Source other : sources.values()) {
            if (SourceNames.mainClass(other).endsWith("." + name)) {
                homes.add(SourceNames.packageName(other));
            }
        }
        for (Source other : sources.values()) {
            other.text()
                    .lines()
                    .filter(l -> l.startsWith("import ") && l.endsWith("." + name + ";"))
                    .forEach(l -> homes.add(l.substring(7, l.length() - name.length() - 2)));
        }
        for (String home : PACKAGES) {
            if (ClassLoader.getSystemResource(home.replace('.', '/') + "/" + name + ".class")
                    != null) {
                homes.add(home);
            }
        }
        int rank = 0;
        for (String home : homes) {
            add(
                    EditKind.IMPORT,
                    source,
                    place,
                    place,
                    "import " + home + "." + name + ";\n",
                    1.2 - 0.05 * rank++);
        }
    }

    /// Before the first import, or after the package line with an empty line between.
    private static int importPlace(Source source) {
        int afterPackage = 0;
        for (int line = 1; line <= source.lines(); line++) {
            String text = source.lineText(line).strip();
            if (text.startsWith("import ")) {
                return source.lineStart(line);
            }
            if (text.startsWith("package ") && line < source.lines()) {
                afterPackage = source.lineStart(line + 1);
            }
        }
        return afterPackage;
    }

    private Set<String> names(Source source) {
        Set<String> names = new LinkedHashSet<>();
        for (Source each : sources.values()) {
            collect(each.text(), names);
        }
        tests.values().forEach(t -> collect(t.text(), names));
        names.addAll(
                List.of(
                        "length",
                        "size",
                        "isEmpty",
                        "add",
                        "get",
                        "put",
                        "contains",
                        "charAt",
                        "substring",
                        "equals",
                        "append",
                        "toString",
                        "println",
                        "String",
                        "Integer",
                        "return",
                        "containsKey",
                        "getOrDefault",
                        "remove",
                        "indexOf",
                        "stream",
                        "toList",
                        "collect",
                        "valueOf",
                        "parseInt",
                        "hasNext",
                        "next"));
        collect(source.text(), names);
        return names;
    }

    private static void collect(String text, Set<String> names) {
        int at = 0;
        while (at < text.length()) {
            if (Character.isJavaIdentifierStart(text.charAt(at))) {
                int end = at;
                while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                    end++;
                }
                names.add(text.substring(at, end));
                at = end;
            } else {
                at++;
            }
        }
    }

    /// The least number of letters to insert, remove or exchange.
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change =
                        corner
                                + (Character.toLowerCase(one.charAt(i - 1))
                                                == Character.toLowerCase(other.charAt(j - 1))
                                        ? 0
                                        : 1);
                corner = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }

    private void wrongType(Source source, int at, int end, String message) {
        if (!message.contains("incompatible types") || end <= at) {
            return;
        }
        int start = expressionStart(source, at);
        String text = source.text().substring(start, end);
        if (message.contains("possible lossy conversion")) {
            String to = message.substring(message.lastIndexOf(' ') + 1).strip();
            add(EditKind.CAST, source, start, end, "(" + to + ") (" + text + ")", 1.2);
            add(EditKind.CAST, source, start, end, "(" + to + ") " + text, 1.1);
        }
        if (message.contains("cannot be converted to String")
                || message.contains("cannot be converted to java.lang.String")) {
            add(EditKind.CAST, source, start, end, "String.valueOf(" + text + ")", 1);
        }
        if (message.contains("String cannot be converted to int")) {
            add(EditKind.CAST, source, start, end, "Integer.parseInt(" + text + ")", 1);
        }
        add(EditKind.CAST, source, start, end, text + ".toList()", 0.4);
        add(EditKind.CAST, source, start, end, text + ".toString()", 0.4);
        add(EditKind.CAST, source, start, end, "java.util.Optional.of(" + text + ")", 0.4);
        add(EditKind.CAST, source, start, end, text + ".get()", 0.3);
        add(EditKind.CAST, source, start, end, "!" + text, 0.2);
    }

    /// The diagnostic points at the operator of an operation; the expression starts before it.
    private static int expressionStart(Source source, int at) {
        int line = source.lineStart(source.line(at));
        String before = source.text().substring(line, at);
        int found = line + before.length() - before.stripLeading().length();
        for (String opener : List.of("return ", "= ", "(")) {
            int last = before.lastIndexOf(opener);
            if (last >= 0) {
                found = Math.max(found, line + last + opener.length());
            }
        }
        return found;
    }

    private void missingReturn(Source source, int at, String message) {
        if (!message.contains("missing return statement")) {
            return;
        }
        String indent = source.indent(at) + "    ";
        Set<String> names = new LinkedHashSet<>();
        collect(source.text().substring(Math.max(0, at - 2000), at), names);
        List<String> values = new ArrayList<>(names).reversed();
        values.addAll(List.of("null", "0", "false", "true", "-1", "\"\""));
        int rank = 0;
        for (String value : values) {
            add(
                    EditKind.SIGNATURE,
                    source,
                    source.lineStart(source.line(at)),
                    source.lineStart(source.line(at)),
                    indent + "return " + value + ";\n",
                    1 - 0.01 * rank++);
        }
    }

    private void exceptions(Source source, int at, String message) {
        if (!message.contains("unreported exception")) {
            return;
        }
        String name = message.substring(message.indexOf("exception ") + 10);
        String type = name.substring(0, Math.max(0, name.indexOf(';')));
        // The nearest opening brace of a method before the error.
        int open = source.text().lastIndexOf(") {", at);
        while (open > 0) {
            int line = source.line(open);
            String text = source.lineText(line).strip();
            boolean head =
                    !text.startsWith("if")
                            && !text.startsWith("for")
                            && !text.startsWith("while")
                            && !text.startsWith("}")
                            && !text.startsWith("switch")
                            && !text.startsWith("try");
            if (head) {
                add(EditKind.SIGNATURE, source, open + 1, open + 1, " throws " + type, 1.2);
                return;
            }
            open = source.text().lastIndexOf(") {", open - 1);
        }
    }
}
