package dev.cordon.policy;

import dev.cordon.protocol.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a `.rules` file: calls of `prefix_rule`, `host_executable` and `network_rule` with named
/// literal arguments. Nothing is evaluated; whatever is no literal is an error.
///
/// ```
/// prefix_rule(pattern = ["git", ["push", "fetch"]], decision = "prompt", match = ["git push"])
/// host_executable(name = "git", paths = ["/usr/bin/git"])
/// network_rule(host = "repo.example.org", protocol = "https", decision = "allow")
/// ```
final class RuleFile {
    static final int MAX_FILE_CHARS = 1024 * 1024;
    private static final int MAX_DEPTH = 8;

    private final String text;
    private final String file;
    private final Origin.Layer layer;
    private final RuleTree tree;
    private int at;
    private int line = 1;
    private int lineStart;

    private RuleFile(String text, String file, Origin.Layer layer) {
        this.text = text;
        this.file = file;
        this.layer = layer;
        this.tree = new RuleTree(file, layer, Condition.Compiler.NONE);
    }

    /// The rules of a file; their examples have been tried.
    ///
    /// @throws ConfigException with the place of what is wrong
    static Rules read(String text, String file, Origin.Layer layer) {
        if (text.length() > MAX_FILE_CHARS) {
            throw new ConfigException(
                    file, "is longer than " + MAX_FILE_CHARS + " characters; split it");
        }
        return new RuleFile(text, file, layer).all();
    }

    private Rules all() {
        List<Rule> rules = new ArrayList<>();
        List<Rules.HostExecutable> executables = new ArrayList<>();
        skip();
        while (at < text.length()) {
            int callLine = line;
            int callColumn = at - lineStart + 1;
            String name = identifier();
            Toml.Table arguments = arguments(callLine, callColumn);
            switch (name) {
                case "prefix_rule" ->
                        rules.add(tree.prefix(arguments, Optional.of(Rule.Verdict.ALLOW)));
                case "network_rule" -> rules.add(network(arguments));
                case "host_executable" -> executables.add(executable(arguments));
                default ->
                        throw tree.problem(
                                arguments,
                                "unknown call "
                                        + name
                                        + "; use prefix_rule, host_executable or network_rule");
            }
            skip();
        }
        return new Rules(rules, executables);
    }

    private Rule network(Toml.Table arguments) {
        Map<String, Toml> entries = new LinkedHashMap<>(arguments.entries());
        Toml protocol = entries.remove("protocol");
        String host = tree.text(arguments, "host");
        if (host.contains("*")) {
            throw tree.problem(arguments, "network_rule names one host, without *");
        }
        if (!(protocol instanceof Toml.Text(String word, _, _))
                || (!word.equals("http") && !word.equals("https"))) {
            throw tree.problem(arguments, "protocol is \"http\" or \"https\"");
        }
        String port = host.contains(":") ? "" : word.equals("https") ? ":443" : ":80";
        entries.put("host", new Toml.Text(host + port, arguments.line(), arguments.column()));
        return tree.host(new Toml.Table(entries, arguments.line(), arguments.column()));
    }

    private Rules.HostExecutable executable(Toml.Table arguments) {
        String name = tree.text(arguments, "name");
        Toml paths = arguments.entries().get("paths");
        if (name.contains("/") || paths == null || arguments.entries().size() != 2) {
            throw tree.problem(arguments, "host_executable has a bare name and paths");
        }
        List<String> all = tree.texts(paths, "paths");
        for (String path : all) {
            if (!path.startsWith("/") || !path.endsWith("/" + name)) {
                throw tree.problem(paths, Quoted.of(path) + " is no absolute path of " + name);
            }
        }
        // A repository must not say which of its files counts as a program of the system.
        return new Rules.HostExecutable(name, layer == Origin.Layer.PROJECT ? List.of() : all);
    }

    private Toml.Table arguments(int callLine, int callColumn) {
        Map<String, Toml> entries = new LinkedHashMap<>();
        expect('(');
        while (!take(')')) {
            String name = identifier();
            expect('=');
            if (entries.put(name, literal(0)) != null) {
                throw trouble("the argument " + name + " appears twice");
            }
            if (!take(',')) {
                expect(')');
                break;
            }
        }
        return new Toml.Table(entries, callLine, callColumn);
    }

    private Toml literal(int depth) {
        skip();
        int startLine = line;
        int column = at - lineStart + 1;
        char c = at < text.length() ? text.charAt(at) : '\0';
        if (c == '"' || c == '\'') {
            return new Toml.Text(string(c), startLine, column);
        }
        if (c == '[' && depth < MAX_DEPTH) {
            at++;
            List<Toml> elements = new ArrayList<>();
            while (!take(']')) {
                elements.add(literal(depth + 1));
                if (!take(',')) {
                    expect(']');
                    break;
                }
            }
            return new Toml.Array(elements, startLine, column);
        }
        if (Character.isLetter(c)) {
            String word = identifier();
            if (word.equals("True") || word.equals("False")) {
                return new Toml.Bool(word.equals("True"), startLine, column);
            }
        }
        throw trouble("expected a string or a list in [ ]");
    }

    private String string(char quote) {
        StringBuilder out = new StringBuilder();
        at++;
        if (text.startsWith("" + quote + quote, at)) {
            throw trouble("strings of several lines are not supported");
        }
        while (true) {
            char c = at < text.length() ? text.charAt(at) : '\n';
            at++;
            if (c == '\n') {
                throw trouble("a string is not closed");
            }
            if (c == quote) {
                return out.toString();
            }
            if (c == '\\') {
                char escaped = at < text.length() ? text.charAt(at) : '\n';
                at++;
                out.append(escape(escaped));
            } else {
                out.append(c);
            }
        }
    }

    private char escape(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '"', '\'' -> c;
            default -> throw trouble("unknown escape \\" + c);
        };
    }

    private String identifier() {
        skip();
        int start = at;
        while (at < text.length() && ShellLexer.isNamePart(text.charAt(at), at > start)) {
            at++;
        }
        if (at == start) {
            throw trouble("expected a name");
        }
        return text.substring(start, at);
    }

    private boolean take(char c) {
        skip();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw trouble("expected " + c);
        }
    }

    private void skip() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                at++;
                if (c == '\n') {
                    line++;
                    lineStart = at;
                }
            } else {
                return;
            }
        }
    }

    private ConfigException trouble(String sentence) {
        return new ConfigException(
                List.of(
                        new ConfigException.Problem(
                                file, line, Math.max(1, at - lineStart + 1), sentence)));
    }
}
