package dev.cordon.repair;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/// Edits of literals, names and plain values.
final class ValueRules {
    private static final int MAX_FIELDS = 12;

    private final Site site;
    private final Donors donors;

    ValueRules(Site site, Donors donors) {
        this.site = site;
        this.donors = donors;
    }

    void literal(LiteralTree tree) {
        switch (tree.getValue()) {
            case Integer number -> whole(tree, number, "");
            case Long number -> whole(tree, number, "L");
            case Boolean flag -> site.replace(EditKind.FLAG, tree, flag ? "false" : "true");
            case Character letter -> character(tree, letter);
            case Double number -> real(tree, number);
            case String text -> text(tree, text);
            case null, default -> {
                // null and float: other rules.
            }
        }
    }

    private void whole(LiteralTree tree, long value, String suffix) {
        List<Long> near = List.of(value + 1, value - 1);
        for (long other : near) {
            site.replace(EditKind.NUMBER, tree, other + suffix);
        }
        for (long other : List.of(0L, 1L, -1L, 2L)) {
            site.replace(EditKind.NUMBER, tree, other + suffix, 0.8);
        }
        site.replace(EditKind.NUMBER, tree, -value + suffix, 0.6);
        for (long difference : site.proposals().hints().wrongNumber()) {
            site.replace(EditKind.NUMBER, tree, (value + difference) + suffix, 0.9);
        }
        for (String other : donors.numbers()) {
            site.replace(EditKind.NUMBER_FROM_PROJECT, tree, other + suffix);
        }
        for (long other : List.of(value * 10, value / 10, value * 2, value / 2)) {
            site.replace(EditKind.NUMBER, tree, other + suffix, 0.35);
        }
        for (VariableElement variable : site.scopes().visible()) {
            if (Site.whole(variable.asType())) {
                boolean field = Site.isField(variable);
                site.replace(
                        field ? EditKind.FIELD : EditKind.VARIABLE,
                        tree,
                        variable.getSimpleName().toString(),
                        0.5);
            }
        }
    }

    /// A remainder that is taken elsewhere in the file, or another variable, for a whole number.
    void operand(ExpressionTree tree, TreePath parent) {
        Optional<TypeMirror> type = site.type(parent, tree);
        if (type.isEmpty() || !Site.whole(type.get()) || !site.written(tree)) {
            return;
        }
        String text = site.text(tree);
        for (String divisor : donors.divisors()) {
            site.replace(EditKind.OPERAND_ADDED, tree, "(" + text + ") % " + divisor, 1.3);
        }
        if (tree instanceof LiteralTree) {
            return;
        }
        String inner = loose(tree) ? "(" + text + ")" : text;
        for (VariableElement variable : site.scopes().locals()) {
            String name = variable.getSimpleName().toString();
            if (Site.whole(variable.asType()) && !name.equals(text)) {
                site.replace(EditKind.OPERAND_ADDED, tree, inner + " + " + name, 0.4);
                site.replace(EditKind.OPERAND_ADDED, tree, inner + " - " + name, 0.4);
            }
        }
    }

    private void real(LiteralTree tree, double value) {
        for (double other :
                List.of(value * 10, value / 10, -value, 0.0, 1.0, value + 1, 0.5, value * 2)) {
            site.replace(EditKind.NUMBER, tree, String.valueOf(other), 0.6);
        }
        for (String other : donors.numbers()) {
            site.replace(EditKind.NUMBER_FROM_PROJECT, tree, other + ".0", 0.6);
        }
    }

    private void character(LiteralTree tree, char value) {
        String near = "aAzZ09 _-.,:;/()[]{}+*'\"";
        for (int i = 0; i < near.length(); i++) {
            site.replace(EditKind.TEXT, tree, quoted(near.charAt(i)), 0.7);
        }
        site.replace(EditKind.TEXT, tree, quoted((char) (value + 1)), 0.6);
        site.replace(EditKind.TEXT, tree, quoted((char) Math.max(1, value - 1)), 0.6);
        for (String word : donors.words()) {
            if (word.length() == 3) {
                site.replace(EditKind.TEXT, tree, quoted(word.charAt(1)));
            }
        }
    }

    private static String quoted(char letter) {
        String escaped =
                switch (letter) {
                    case '\'' -> "\\'";
                    case '\\' -> "\\\\";
                    case '\n' -> "\\n";
                    case '\t' -> "\\t";
                    default -> String.valueOf(letter);
                };
        return "'" + escaped + "'";
    }

    private void text(LiteralTree tree, String value) {
        if (site.text(tree).startsWith("\"\"\"")) {
            return;
        }
        for (Hints.Texts pair : site.proposals().hints().wrongTexts()) {
            TextDifference.mend(value, pair)
                    .ifPresent(mended ->
                            site.replace(
                                    EditKind.TEXT_FROM_TEST, tree, TextDifference.quote(mended)));
        }
        for (String other : List.of(value + " ", " " + value, value.strip(), "", " ", ",", ", ")) {
            site.replace(EditKind.TEXT, tree, TextDifference.quote(other));
        }
        site.replace(
                EditKind.TEXT,
                tree,
                TextDifference.quote(value.toLowerCase(java.util.Locale.ROOT)));
        site.replace(
                EditKind.TEXT,
                tree,
                TextDifference.quote(value.toUpperCase(java.util.Locale.ROOT)));
        for (String other : donors.words()) {
            site.replace(EditKind.TEXT, tree, other, 0.8);
        }
    }

    /// Other names for a name that is read.
    void name(IdentifierTree tree, TreePath path) {
        Optional<Element> element = site.element(path);
        Optional<TypeMirror> type = site.type(path);
        if (element.isEmpty()
                || type.isEmpty()
                || !(element.get() instanceof VariableElement variable)) {
            return;
        }
        String own = tree.getName().toString();
        if (own.equals("this") || own.equals("super")) {
            return;
        }
        for (VariableElement other : site.scopes().visible()) {
            String name = other.getSimpleName().toString();
            if (!name.equals(own) && site.alike(other.asType(), type.get())) {
                boolean field = Site.isField(other);
                double weight = field == Site.isField(variable) ? 1 : 0.8;
                site.replace(field ? EditKind.FIELD : EditKind.VARIABLE, tree, name, weight);
            }
        }
        if (type.get().getKind() == TypeKind.BOOLEAN) {
            site.replace(EditKind.NEGATION, tree, "!" + own);
        }
        if (!Site.isField(variable)) {
            hiddenField(tree, own, path);
        }
    }

    /// `this.x` where a parameter hides the field `x`.
    private void hiddenField(IdentifierTree tree, String own, TreePath path) {
        for (TreePath up = path; up != null; up = up.getParentPath()) {
            if (site.element(up).orElse(null) instanceof TypeElement owner) {
                boolean has =
                        ElementFilter.fieldsIn(owner.getEnclosedElements()).stream()
                                .anyMatch(f -> f.getSimpleName().contentEquals(own));
                if (has) {
                    site.replace(EditKind.FIELD, tree, "this." + own, 1.2);
                }
                return;
            }
        }
    }

    /// Other fields for `owner.field`.
    void member(MemberSelectTree tree, TreePath path) {
        Optional<Element> element = site.element(path);
        Optional<TypeMirror> type = site.type(path);
        if (type.isEmpty()
                || !(element.orElse(null) instanceof VariableElement field)
                || !(field.getEnclosingElement() instanceof TypeElement owner)) {
            return;
        }
        String start = site.text(tree.getExpression());
        int proposed = 0;
        for (VariableElement other : ElementFilter.fieldsIn(site.elements().getAllMembers(owner))) {
            if (proposed < MAX_FIELDS
                    && !other.equals(field)
                    && other.getModifiers().contains(Modifier.STATIC)
                            == field.getModifiers().contains(Modifier.STATIC)
                    && site.alike(other.asType(), type.get())) {
                site.replace(EditKind.FIELD, tree, start + "." + other.getSimpleName());
                proposed++;
            }
        }
    }

    /// One more or one less, for an expression that counts something.
    void offByOne(ExpressionTree tree, TreePath parent) {
        Optional<TypeMirror> type = site.type(parent, tree);
        if (type.isEmpty() || !site.written(tree) || tree instanceof LiteralTree) {
            return;
        }
        if (Site.whole(type.get())) {
            String text = site.text(tree);
            String inner = loose(tree) ? "(" + text + ")" : text;
            site.replace(EditKind.OFF_BY_ONE, tree, inner + " - 1");
            site.replace(EditKind.OFF_BY_ONE, tree, inner + " + 1");
        }
    }

    private static boolean loose(Tree tree) {
        return switch (tree.getKind()) {
            case CONDITIONAL_EXPRESSION, ASSIGNMENT, AND, OR, XOR, LEFT_SHIFT, RIGHT_SHIFT -> true;
            default -> false;
        };
    }
}
