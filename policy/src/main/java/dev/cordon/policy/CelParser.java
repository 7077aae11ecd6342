package dev.cordon.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads expressions by the grammar of the Common Expression Language (github.com/google/cel-spec,
/// doc/langdef.md):
///
/// ```
/// Expr       = Or ["?" Or ":" Expr]           Or  = And {"||" And}     And = Relation {"&&" Relation}
/// Relation   = Sum {("<"|"<="|">="|">"|"=="|"!="|"in") Sum}            Sum = Product {("+"|"-") Product}
/// Product    = Unary {("*"|"/"|"%") Unary}    Unary = {"!"} Member | {"-"} Member
/// Member     = Primary {"." NAME ["(" list ")"] | "[" Expr "]"}
/// Primary    = literal | NAME | NAME "(" list ")" | "(" Expr ")" | "[" list "]" | "{" entries "}"
/// ```
///
/// A name that is neither a variable nor bound by a macro, and a function that does not exist, are
/// mistakes that stop the start: they would fail in each decision.
final class CelParser {
    static final int MAX_SOURCE_CHARS = 8 * 1024;
    static final int MAX_DEPTH = 100;

    private static final Set<String> RESERVED =
            Set.of(
                    "as",
                    "break",
                    "const",
                    "continue",
                    "else",
                    "for",
                    "function",
                    "if",
                    "import",
                    "in",
                    "let",
                    "loop",
                    "package",
                    "namespace",
                    "return",
                    "var",
                    "void",
                    "while");
    private static final Set<String> RELATIONS = Set.of("<", "<=", ">=", ">", "==", "!=");

    private final String source;
    private final List<CelToken> tokens;
    private final Set<String> variables;
    private final Deque<String> bound = new ArrayDeque<>();
    private int at;
    private int depth;

    private CelParser(String source, Set<String> variables) {
        this.source = source;
        this.variables = variables;
        this.tokens = CelLexer.read(source);
    }

    /// @param variables the names that an expression may use
    /// @throws CelException with the place of what is wrong
    static CelNode parse(String source, Set<String> variables) {
        if (source.length() > MAX_SOURCE_CHARS) {
            throw new CelException("a condition has at most " + MAX_SOURCE_CHARS + " characters");
        }
        CelParser parser = new CelParser(source, variables);
        CelNode node = parser.expression();
        if (parser.peek().kind() != CelToken.Kind.END) {
            throw parser.trouble("unexpected " + parser.peek().described());
        }
        return node;
    }

    private CelNode expression() {
        if (++depth > MAX_DEPTH) {
            throw trouble("a condition is nested at most " + MAX_DEPTH + " deep");
        }
        CelNode condition = or();
        if (take("?")) {
            CelNode yes = or();
            expect(":");
            condition = new CelNode.Choice(condition, yes, expression());
        }
        depth--;
        return condition;
    }

    private CelNode or() {
        CelNode left = and();
        int chain = 0;
        while (take("||")) {
            left = new CelNode.Or(left, and());
            notTooMany(++chain);
        }
        return left;
    }

    private CelNode and() {
        CelNode left = relation();
        int chain = 0;
        while (take("&&")) {
            left = new CelNode.And(left, relation());
            notTooMany(++chain);
        }
        return left;
    }

    private CelNode relation() {
        CelNode left = sum();
        for (int chain = 1; ; chain++) {
            CelToken token = peek();
            boolean in = token.kind() == CelToken.Kind.NAME && token.text().equals("in");
            if (!in && !(token.kind() == CelToken.Kind.SIGN && RELATIONS.contains(token.text()))) {
                return left;
            }
            at++;
            left = new CelNode.Binary(token.text(), left, sum());
            notTooMany(chain);
        }
    }

    private CelNode sum() {
        CelNode left = product();
        for (int chain = 1; peek().is("+") || peek().is("-"); chain++) {
            left = new CelNode.Binary(next().text(), left, product());
            notTooMany(chain);
        }
        return left;
    }

    private CelNode product() {
        CelNode left = unary();
        for (int chain = 1; peek().is("*") || peek().is("/") || peek().is("%"); chain++) {
            left = new CelNode.Binary(next().text(), left, unary());
            notTooMany(chain);
        }
        return left;
    }

    private CelNode unary() {
        int count = 0;
        String sign = peek().text();
        boolean not = peek().is("!");
        if (!not && !peek().is("-")) {
            return member();
        }
        while (take(sign)) {
            notTooMany(++count);
        }
        boolean smallest = !not && count % 2 == 1 && peek().kind() == CelToken.Kind.INT;
        if (smallest) {
            // The smallest integer has no positive twin.
            CelToken number = next();
            return members(literal("-", number));
        }
        CelNode inner = member();
        for (int i = 0; i < count; i++) {
            inner = not ? new CelNode.Not(inner) : new CelNode.Minus(inner);
        }
        return inner;
    }

    private CelNode member() {
        return members(primary());
    }

    private CelNode members(CelNode first) {
        CelNode node = first;
        for (int chain = 1; ; chain++) {
            notTooMany(chain);
            if (take("[")) {
                node = new CelNode.Index(node, expression());
                expect("]");
            } else if (take(".")) {
                String name = name("a field or a function");
                node = take("(") ? method(node, name) : new CelNode.Field(node, name);
            } else {
                return node;
            }
        }
    }

    private CelNode method(CelNode receiver, String name) {
        Optional<CelNode.Kind> macro = macro(name);
        if (macro.isPresent()) {
            return macro(macro.get(), receiver);
        }
        List<CelNode> arguments = new ArrayList<>(List.of(receiver));
        arguments.addAll(list(")"));
        return call(name, true, arguments);
    }

    private static Optional<CelNode.Kind> macro(String name) {
        return switch (name) {
            case "all" -> Optional.of(CelNode.Kind.ALL);
            case "exists" -> Optional.of(CelNode.Kind.EXISTS);
            case "exists_one" -> Optional.of(CelNode.Kind.EXISTS_ONE);
            case "map" -> Optional.of(CelNode.Kind.MAP);
            case "filter" -> Optional.of(CelNode.Kind.FILTER);
            default -> Optional.empty();
        };
    }

    private CelNode macro(CelNode.Kind kind, CelNode range) {
        String variable = name("a variable");
        expect(",");
        bound.push(variable);
        CelNode first = expression();
        Optional<CelNode> filter = Optional.empty();
        if (kind == CelNode.Kind.MAP && take(",")) {
            filter = Optional.of(first);
            first = expression();
        }
        bound.pop();
        expect(")");
        return new CelNode.Macro(kind, range, variable, filter, first);
    }

    private CelNode call(String name, boolean method, List<CelNode> arguments) {
        if (!CelFunctions.exists(name, method, arguments.size())) {
            at--;
            throw trouble(
                    "there is no "
                            + (method ? "method " : "function ")
                            + name
                            + " with "
                            + (method ? arguments.size() - 1 : arguments.size())
                            + " arguments");
        }
        return new CelNode.Call(name, arguments);
    }

    private CelNode primary() {
        CelToken token = next();
        switch (token.kind()) {
            case INT -> {
                return literal("", token);
            }
            case REAL -> {
                return new CelNode.Literal(new CelValue.Real(Double.parseDouble(token.text())));
            }
            case TEXT -> {
                return new CelNode.Literal(new CelValue.Text(token.text()));
            }
            case NAME -> {
                return named(token);
            }
            case SIGN, END -> {}
        }
        switch (token.text()) {
            case "(" -> {
                CelNode inner = expression();
                expect(")");
                return inner;
            }
            case "[" -> {
                return new CelNode.ListOf(list("]"));
            }
            case "{" -> {
                return map();
            }
            default -> {
                at--;
                throw trouble("expected a value, found " + token.described());
            }
        }
    }

    private CelNode named(CelToken token) {
        String name = token.text();
        switch (name) {
            case "true", "false" -> {
                return new CelNode.Literal(new CelValue.Bool(name.equals("true")));
            }
            case "null" -> {
                return new CelNode.Literal(new CelValue.Null());
            }
            default -> {}
        }
        if (RESERVED.contains(name)) {
            at--;
            throw trouble("\"" + name + "\" is reserved");
        }
        if (take("(")) {
            return name.equals("has") ? has() : call(name, false, list(")"));
        }
        if (!variables.contains(name) && !bound.contains(name)) {
            at--;
            List<String> known = variables.stream().sorted().toList();
            throw trouble(
                    "unknown variable \""
                            + name
                            + "\""
                            + Nearest.to(name, known)
                                    .map(n -> "; did you mean \"" + n + "\"?")
                                    .orElse("; known are " + String.join(", ", known)));
        }
        return new CelNode.Name(name);
    }

    private CelNode has() {
        CelNode inner = expression();
        expect(")");
        if (inner instanceof CelNode.Field(CelNode of, String name)) {
            return new CelNode.Has(of, name);
        }
        at--;
        throw trouble("has takes a field, for example has(action.escalation)");
    }

    private List<CelNode> list(String end) {
        List<CelNode> elements = new ArrayList<>();
        while (!take(end)) {
            if (!elements.isEmpty()) {
                expect(",");
                if (end.equals("]") && take(end)) {
                    return elements;
                }
            }
            elements.add(expression());
        }
        return elements;
    }

    private CelNode map() {
        List<CelNode> keys = new ArrayList<>();
        List<CelNode> values = new ArrayList<>();
        while (!take("}")) {
            if (!keys.isEmpty()) {
                expect(",");
                if (take("}")) {
                    break;
                }
            }
            keys.add(expression());
            expect(":");
            values.add(expression());
        }
        return new CelNode.MapOf(keys, values);
    }

    private CelNode literal(String sign, CelToken token) {
        String text = token.text();
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        try {
            return new CelNode.Literal(
                    new CelValue.Int(
                            hex
                                    ? Long.parseLong(sign + text.substring(2), 16)
                                    : Long.parseLong(sign + text)));
        } catch (NumberFormatException _) {
            throw CelException.at(source, token.offset(), "the number " + text + " is too large");
        }
    }

    private String name(String what) {
        CelToken token = next();
        if (token.kind() != CelToken.Kind.NAME || RESERVED.contains(token.text())) {
            at--;
            throw trouble("expected " + what + ", found " + token.described());
        }
        return token.text();
    }

    /// What is next; behind the end is the end.
    private CelToken peek() {
        return tokens.get(Math.min(at, tokens.size() - 1));
    }

    private CelToken next() {
        CelToken token = peek();
        at++;
        return token;
    }

    private boolean take(String sign) {
        boolean there = peek().is(sign);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(String sign) {
        if (!take(sign)) {
            throw trouble("expected \"" + sign + "\", found " + peek().described());
        }
    }

    private void notTooMany(int chain) {
        if (chain > MAX_DEPTH) {
            throw trouble("more than " + MAX_DEPTH + " operators in a row");
        }
    }

    private CelException trouble(String sentence) {
        return CelException.at(source, peek().offset(), sentence);
    }
}
