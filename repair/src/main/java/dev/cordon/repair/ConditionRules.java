package dev.cordon.repair;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/// Edits of whole conditions, and checks that could be missing.
final class ConditionRules {
    private static final int MAX_CHECKS = 40;

    private final Site site;
    private final Donors donors;

    ConditionRules(Site site, Donors donors) {
        this.site = site;
        this.donors = donors;
    }

    /// A condition of `if`, `while`, `for` or `?:`.
    void condition(ExpressionTree given, TreePath parent) {
        ExpressionTree tree =
                given instanceof ParenthesizedTree open ? open.getExpression() : given;
        if (!site.suspects(tree)) {
            return;
        }
        String text = site.text(tree);
        site.replace(EditKind.NEGATION, tree, "!(" + text + ")");
        site.replace(EditKind.CONSTANT_CONDITION, tree, "true");
        site.replace(EditKind.CONSTANT_CONDITION, tree, "false");
        for (String check : checks()) {
            if (!text.contains(check)) {
                boolean about = mentions(text, check);
                double weight = about ? 1.2 : 0.6;
                String alone = simple(tree) ? text : "(" + text + ")";
                site.replace(EditKind.ADD_TERM, tree, check + " && " + alone, weight);
                site.replace(EditKind.ADD_TERM, tree, check + " || " + alone, weight * 0.9);
                site.replace(EditKind.ADD_TERM, tree, alone + " || " + check, weight * 0.7);
            }
        }
        for (String other : donors.conditions()) {
            if (!text.contains(other)) {
                String alone = simple(tree) ? text : "(" + text + ")";
                site.replace(EditKind.ADD_TERM, tree, alone + " && " + other, 0.45);
                site.replace(EditKind.ADD_TERM, tree, alone + " || " + other, 0.45);
                site.replace(EditKind.ADD_TERM, tree, other, 0.4);
            }
        }
    }

    private static boolean simple(Tree tree) {
        return switch (tree.getKind()) {
            case CONDITIONAL_OR, CONDITIONAL_AND, CONDITIONAL_EXPRESSION, ASSIGNMENT -> false;
            default -> true;
        };
    }

    private static boolean mentions(String text, String check) {
        int end = 0;
        String plain = check.startsWith("!") ? check.substring(1) : check;
        while (end < plain.length() && Character.isJavaIdentifierPart(plain.charAt(end))) {
            end++;
        }
        return text.contains(plain.substring(0, end));
    }

    /// Checks that the variables in scope allow, most usual first.
    List<String> checks() {
        List<String> checks = new ArrayList<>();
        List<VariableElement> variables = site.scopes().visible();
        for (VariableElement variable : variables) {
            String name = variable.getSimpleName().toString();
            TypeMirror type = variable.asType();
            if (!type.getKind().isPrimitive()) {
                checks.add(name + " != null");
                checks.add(name + " == null");
            }
            if (type.getKind() == TypeKind.BOOLEAN) {
                checks.add(name);
                checks.add("!" + name);
            } else if (type.getKind() == TypeKind.ARRAY) {
                checks.add(name + ".length == 0");
                checks.add(name + ".length > 0");
                bounds(name + ".length", variables, checks);
            } else if (site.canBeEmpty(type)) {
                checks.add(name + ".isEmpty()");
                checks.add("!" + name + ".isEmpty()");
                bounds(name + (site.isText(type) ? ".length()" : ".size()"), variables, checks);
            } else if (Site.whole(type)) {
                for (String relation :
                        List.of(
                                " > 0", " >= 0", " < 0", " <= 0", " == 0", " == 1", " <= 1",
                                " != 0")) {
                    checks.add(name + relation);
                }
            }
        }
        compared(variables, checks);
        return checks.subList(0, Math.min(checks.size(), MAX_CHECKS));
    }

    private static void bounds(
            String length, List<VariableElement> variables, List<String> checks) {
        for (VariableElement variable : variables) {
            if (Site.whole(variable.asType())) {
                checks.add(variable.getSimpleName() + " < " + length);
                checks.add(variable.getSimpleName() + " >= " + length);
            }
        }
    }

    private static void compared(List<VariableElement> variables, List<String> checks) {
        for (VariableElement one : variables) {
            for (VariableElement other : variables) {
                if (one != other && Site.whole(one.asType()) && Site.whole(other.asType())) {
                    for (String relation : List.of(" < ", " == ", " <= ")) {
                        checks.add(one.getSimpleName() + relation + other.getSimpleName());
                    }
                }
            }
        }
    }
}
