package dev.cordon.repair;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/// Missing base cases and refusals at the start of a method, missing checks before a statement.
final class GuardRules {
    private static final int MAX_CASES = 260;

    private final Site site;
    private final ConditionRules conditions;

    GuardRules(Site site, ConditionRules conditions) {
        this.site = site;
        this.conditions = conditions;
    }

    /// With the method's parameters in scope.
    void method(MethodTree tree, TreePath path) {
        BlockTree body = tree.getBody();
        if (body == null
                || body.getStatements().isEmpty()
                || tree.getReturnType() == null
                || !(site.element(path).orElse(null) instanceof ExecutableElement method)) {
            return;
        }
        StatementTree first = body.getStatements().getFirst();
        if (!site.suspects(first) && !site.suspects(tree)) {
            return;
        }
        List<String> checks = cases(method);
        int count = 0;
        for (String value : values(method)) {
            String exit = value.isEmpty() ? "return;" : "return " + value + ";";
            for (String check : checks) {
                if (count++ < MAX_CASES) {
                    site.before(EditKind.BASE_CASE, first, block(check, exit, first), 1);
                }
            }
        }
        for (String thrown : refusals()) {
            for (String check : checks) {
                String exit = "throw new " + thrown + "(\"" + check.replace("\"", "") + "\");";
                site.before(EditKind.GUARD_THROWS, first, block(check, exit, first), 1);
            }
        }
    }

    private List<String> refusals() {
        Set<String> names = new LinkedHashSet<>(site.proposals().hints().expectedThrows());
        if (names.isEmpty()) {
            names.add("IllegalArgumentException");
        }
        List<String> known = new ArrayList<>();
        for (String name : names) {
            for (String home : List.of("java.lang.", "java.util.", "java.io.")) {
                if (site.elements().getTypeElement(home + name) != null) {
                    known.add(home.equals("java.lang.") ? name : home + name);
                }
            }
        }
        return known;
    }

    private String block(String check, String exit, Tree at) {
        String indent = site.source().indent(site.start(at));
        return "if (" + check + ") {\n" + indent + "    " + exit + "\n" + indent + "}";
    }

    private List<String> cases(ExecutableElement method) {
        List<String> checks = new ArrayList<>();
        for (VariableElement parameter : method.getParameters()) {
            String name = parameter.getSimpleName().toString();
            TypeMirror type = parameter.asType();
            if (Site.whole(type)) {
                for (String relation : List.of(" <= 0", " == 0", " < 0", " <= 1", " == 1")) {
                    checks.add(name + relation);
                }
            } else if (type.getKind() == TypeKind.DOUBLE) {
                checks.add(name + " < 0");
                checks.add(name + " == 0");
            } else if (type.getKind() == TypeKind.ARRAY) {
                checks.add(name + ".length == 0");
                checks.add(name + " == null");
                checks.add(name + " == null || " + name + ".length == 0");
            } else if (!type.getKind().isPrimitive()) {
                checks.add(name + " == null");
                if (site.canBeEmpty(type)) {
                    checks.add(name + ".isEmpty()");
                    checks.add(name + " == null || " + name + ".isEmpty()");
                    if (site.isText(type)) {
                        checks.add(name + ".isBlank()");
                    }
                }
            } else if (type.getKind() == TypeKind.BOOLEAN) {
                checks.add(name);
                checks.add("!" + name);
            }
        }
        for (VariableElement one : method.getParameters()) {
            for (VariableElement other : method.getParameters()) {
                if (one != other && Site.whole(one.asType()) && Site.whole(other.asType())) {
                    checks.add(one.getSimpleName() + " > " + other.getSimpleName());
                    checks.add(one.getSimpleName() + " >= " + other.getSimpleName());
                    checks.add(one.getSimpleName() + " == " + other.getSimpleName());
                }
            }
        }
        for (VariableElement field : site.scopes().visible()) {
            if (Site.isField(field)) {
                if (Site.whole(field.asType())) {
                    checks.add(field.getSimpleName() + " == 0");
                } else if (site.canBeEmpty(field.asType())) {
                    checks.add(field.getSimpleName() + ".isEmpty()");
                } else if (!field.asType().getKind().isPrimitive()) {
                    checks.add(field.getSimpleName() + " == null");
                }
            }
        }
        return checks;
    }

    private List<String> values(ExecutableElement method) {
        TypeMirror type = method.getReturnType();
        List<String> values = new ArrayList<>();
        switch (type.getKind()) {
            case VOID -> values.add("");
            case BOOLEAN -> values.addAll(List.of("false", "true"));
            case INT, LONG -> values.addAll(List.of("0", "1", "-1"));
            case DOUBLE, FLOAT -> values.add("0");
            case CHAR, BYTE, SHORT -> {}
            default -> {
                if (site.isText(type)) {
                    values.add("\"\"");
                } else if (site.is(type, "java.util.List")) {
                    values.add("java.util.List.of()");
                    values.add("new java.util.ArrayList<>()");
                } else if (site.is(type, "java.util.Set")) {
                    values.add("java.util.Set.of()");
                } else if (site.is(type, "java.util.Map")) {
                    values.add("java.util.Map.of()");
                } else if (site.is(type, "java.util.Optional")) {
                    values.add("java.util.Optional.empty()");
                } else if (type.getKind() == TypeKind.ARRAY) {
                    String text = type.toString();
                    values.add("new " + text.replace("[]", "[0]"));
                }
                values.add("null");
            }
        }
        for (VariableElement parameter : method.getParameters()) {
            if (site.alike(parameter.asType(), type)) {
                values.add(parameter.getSimpleName().toString());
            }
        }
        return values;
    }

    /// A check around, or a way out before, one statement of a block.
    void statement(StatementTree tree, boolean inLoop, boolean definesNothing) {
        List<String> checks = conditions.checks();
        String indent = site.source().indent(site.start(tree));
        String text = site.text(tree);
        for (String check : checks.subList(0, Math.min(18, checks.size()))) {
            boolean about = text.contains(check.replaceAll("[^A-Za-z0-9_].*", ""));
            if (definesNothing && about) {
                String wrapped =
                        "if (" + check + ") {\n" + indent + "    " + text + "\n" + indent + "}";
                site.replace(EditKind.GUARD, tree, wrapped);
            }
            if (inLoop) {
                site.before(EditKind.GUARD, tree, block(check, "continue;", tree), 0.7);
                site.before(EditKind.GUARD, tree, block(check, "break;", tree), 0.6);
            }
        }
    }
}
