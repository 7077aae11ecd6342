package dev.cordon.repair;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/// Edits of operators and their operands.
final class OperatorRules {
    private static final List<String> RELATIONS = List.of("<", "<=", ">", ">=", "==", "!=");
    private static final List<String> SUMS = List.of("+", "-", "*", "/", "%");
    private static final List<String> BITS = List.of("&", "|", "^");
    private static final List<String> SHIFTS = List.of("<<", ">>", ">>>");
    private static final String CLOSE = "<<=|<=<|>>=|>=>|==!=|!===|<>|><|<=>=|>=<=";

    private final Site site;

    OperatorRules(Site site) {
        this.site = site;
    }

    void binary(BinaryTree tree, TreePath path) {
        ExpressionTree left = tree.getLeftOperand();
        ExpressionTree right = tree.getRightOperand();
        Optional<TypeMirror> leftType = site.type(path, left);
        Optional<TypeMirror> rightType = site.type(path, right);
        if (leftType.isEmpty() || rightType.isEmpty()) {
            return;
        }
        String operator = operator(tree);
        if (RELATIONS.contains(operator)) {
            relation(tree, operator, leftType.get(), rightType.get());
        } else if (operator.equals("&&") || operator.equals("||")) {
            swapOperator(tree, EditKind.LOGIC, operator.equals("&&") ? "||" : "&&", 1);
            site.replace(EditKind.DROP_TERM, tree, site.text(left));
            site.replace(EditKind.DROP_TERM, tree, site.text(right));
        } else {
            sum(tree, path, operator, leftType.get(), rightType.get());
        }
    }

    private static String operator(BinaryTree tree) {
        return switch (tree.getKind()) {
            case LESS_THAN -> "<";
            case LESS_THAN_EQUAL -> "<=";
            case GREATER_THAN -> ">";
            case GREATER_THAN_EQUAL -> ">=";
            case EQUAL_TO -> "==";
            case NOT_EQUAL_TO -> "!=";
            case PLUS -> "+";
            case MINUS -> "-";
            case MULTIPLY -> "*";
            case DIVIDE -> "/";
            case REMAINDER -> "%";
            case AND -> "&";
            case OR -> "|";
            case XOR -> "^";
            case LEFT_SHIFT -> "<<";
            case RIGHT_SHIFT -> ">>";
            case UNSIGNED_RIGHT_SHIFT -> ">>>";
            case CONDITIONAL_AND -> "&&";
            case CONDITIONAL_OR -> "||";
            default -> "?";
        };
    }

    private void swapOperator(BinaryTree tree, EditKind kind, String operator, double weight) {
        int from = site.end(tree.getLeftOperand());
        String between = site.source().text().substring(from, site.start(tree.getRightOperand()));
        String old = operator(tree);
        int at = between.indexOf(old);
        if (at >= 0) {
            site.proposals().replace(kind, from + at, from + at + old.length(), operator, weight);
        }
    }

    private void relation(BinaryTree tree, String operator, TypeMirror left, TypeMirror right) {
        boolean numbers = Site.number(left) && Site.number(right);
        if (numbers || unboxes(left, right)) {
            for (String other : RELATIONS) {
                double weight = CLOSE.contains(operator + other) ? 1 : 0.5;
                swapOperator(tree, EditKind.RELATION, other, weight);
            }
            if (Site.number(left) && Site.number(right)) {
                site.swap(EditKind.OPERANDS_SWAPPED, tree.getLeftOperand(), tree.getRightOperand());
            }
            return;
        }
        swapOperator(tree, EditKind.RELATION, operator.equals("==") ? "!=" : "==", 1);
        boolean againstNull = left.getKind() == TypeKind.NULL || right.getKind() == TypeKind.NULL;
        if (!left.getKind().isPrimitive() && !right.getKind().isPrimitive() && !againstNull) {
            String not = operator.equals("==") ? "" : "!";
            String one = site.text(tree.getLeftOperand());
            String other = site.text(tree.getRightOperand());
            site.replace(EditKind.EQUALITY, tree, not + one + ".equals(" + other + ")");
            site.replace(
                    EditKind.EQUALITY,
                    tree,
                    not + "java.util.Objects.equals(" + one + ", " + other + ")",
                    0.9);
        }
    }

    private static boolean unboxes(TypeMirror left, TypeMirror right) {
        return left.getKind().isPrimitive() != right.getKind().isPrimitive();
    }

    private void sum(
            BinaryTree tree, TreePath path, String operator, TypeMirror left, TypeMirror right) {
        List<String> family =
                SUMS.contains(operator) ? SUMS : BITS.contains(operator) ? BITS : SHIFTS;
        boolean text = site.isText(left) || site.isText(right);
        if (!text) {
            for (String other : family) {
                boolean twin = "+-+*/**/%/&|&>>>".contains(operator + other);
                swapOperator(tree, EditKind.ARITHMETIC, other, twin ? 1 : 0.5);
            }
        }
        if (text || "-/%<<>>>".contains(operator)) {
            site.swap(EditKind.OPERANDS_SWAPPED, tree.getLeftOperand(), tree.getRightOperand());
        }
        Optional<TypeMirror> whole = site.type(path);
        operandOnly(tree, tree.getLeftOperand(), left, whole);
        operandOnly(tree, tree.getRightOperand(), right, whole);
        precedence(tree, operator);
        if (!text && (operator.equals("+") || operator.equals("-"))) {
            for (String factor : List.of(" * 10", " * 2")) {
                String more = site.text(tree.getLeftOperand()) + factor;
                site.replace(EditKind.OPERAND_ADDED, tree.getLeftOperand(), more, 0.6);
            }
        }
        if (whole.isPresent() && whole.get().getKind() == TypeKind.INT) {
            String start = site.text(tree.getLeftOperand());
            if (operator.equals("/")) {
                site.proposals()
                        .replace(
                                EditKind.CAST,
                                site.start(tree.getLeftOperand()),
                                site.end(tree.getLeftOperand()),
                                "(double) " + start);
            }
            if (operator.equals("*") || operator.equals("+")) {
                site.proposals()
                        .replace(
                                EditKind.CAST,
                                site.start(tree.getLeftOperand()),
                                site.end(tree.getLeftOperand()),
                                "(long) " + start,
                                0.7);
            }
        }
    }

    private void operandOnly(
            BinaryTree tree, ExpressionTree operand, TypeMirror type, Optional<TypeMirror> whole) {
        if (whole.isPresent() && site.assignable(type, whole.get())) {
            boolean otherIsLiteral =
                    (operand == tree.getLeftOperand()
                                    ? tree.getRightOperand()
                                    : tree.getLeftOperand())
                            instanceof LiteralTree;
            site.replace(EditKind.OPERAND_ONLY, tree, site.text(operand), otherIsLiteral ? 1.5 : 1);
        }
    }

    /// `a + b * c` to `(a + b) * c`, `a * (b + c)` to `a * b + c`.
    private void precedence(BinaryTree tree, String operator) {
        ExpressionTree left = tree.getLeftOperand();
        ExpressionTree right = tree.getRightOperand();
        String words = " " + operator + " ";
        if (right instanceof BinaryTree inner) {
            site.replace(
                    EditKind.PRECEDENCE,
                    tree,
                    "("
                            + site.text(left)
                            + words
                            + site.text(inner.getLeftOperand())
                            + ") "
                            + operator(inner)
                            + " "
                            + site.text(inner.getRightOperand()));
        }
        if (left instanceof BinaryTree inner) {
            site.replace(
                    EditKind.PRECEDENCE,
                    tree,
                    site.text(inner.getLeftOperand())
                            + " "
                            + operator(inner)
                            + " ("
                            + site.text(inner.getRightOperand())
                            + words
                            + site.text(right)
                            + ")");
        }
        if (left instanceof BinaryTree sum && right instanceof BinaryTree product) {
            longer(sum, product);
        }
        if (left instanceof ParenthesizedTree open) {
            site.replace(
                    EditKind.PRECEDENCE,
                    tree,
                    site.text(open.getExpression()) + words + site.text(right),
                    0.7);
        }
        if (right instanceof ParenthesizedTree open) {
            site.replace(
                    EditKind.PRECEDENCE,
                    tree,
                    site.text(left) + words + site.text(open.getExpression()),
                    0.7);
        }
    }

    /// `a + b - c % d` to `a + (b - c) % d`: only the end of a sum is meant.
    private void longer(BinaryTree sum, BinaryTree product) {
        int close = site.end(product.getLeftOperand());
        for (ExpressionTree part = sum;
                part instanceof BinaryTree inner;
                part = inner.getLeftOperand()) {
            int open = site.start(inner.getRightOperand());
            site.proposals()
                    .add(
                            EditKind.PRECEDENCE,
                            open,
                            List.of(new Edit(open, open, "("), new Edit(close, close, ")")),
                            1);
        }
    }

    void unary(UnaryTree tree, TreePath path) {
        String inner = site.text(tree.getExpression());
        switch (tree.getKind()) {
            case LOGICAL_COMPLEMENT -> site.replace(EditKind.NEGATION, tree, inner);
            case UNARY_MINUS, BITWISE_COMPLEMENT ->
                    site.replace(EditKind.ARITHMETIC, tree, inner, 0.8);
            case POSTFIX_INCREMENT -> step(tree, inner + "--", "++" + inner, inner + " += 2");
            case POSTFIX_DECREMENT -> step(tree, inner + "++", "--" + inner, inner + " -= 2");
            case PREFIX_INCREMENT -> step(tree, "--" + inner, inner + "++", inner + " += 2");
            case PREFIX_DECREMENT -> step(tree, "++" + inner, inner + "--", inner + " -= 2");
            default -> {
                // The plus sign changes nothing.
            }
        }
    }

    private void step(UnaryTree tree, String opposite, String moved, String twice) {
        site.replace(EditKind.STEP, tree, opposite);
        site.replace(EditKind.STEP, tree, moved, 0.8);
        site.replace(EditKind.STEP, tree, twice, 0.3);
        site.replace(EditKind.STEP, tree, site.text(tree.getExpression()), 0.4);
        String counted = site.text(tree.getExpression());
        String sign = opposite.contains("--") ? " += " : " -= ";
        for (VariableElement variable : site.scopes().locals()) {
            if (Site.whole(variable.asType()) && !variable.getSimpleName().contentEquals(counted)) {
                site.replace(EditKind.STEP, tree, counted + sign + variable.getSimpleName(), 0.5);
            }
        }
    }

    void compound(CompoundAssignmentTree tree) {
        String operator =
                switch (tree.getKind()) {
                    case PLUS_ASSIGNMENT -> "+=";
                    case MINUS_ASSIGNMENT -> "-=";
                    case MULTIPLY_ASSIGNMENT -> "*=";
                    case DIVIDE_ASSIGNMENT -> "/=";
                    case REMAINDER_ASSIGNMENT -> "%=";
                    case AND_ASSIGNMENT -> "&=";
                    case OR_ASSIGNMENT -> "|=";
                    case XOR_ASSIGNMENT -> "^=";
                    case LEFT_SHIFT_ASSIGNMENT -> "<<=";
                    case RIGHT_SHIFT_ASSIGNMENT -> ">>=";
                    default -> ">>>=";
                };
        String left = site.text(tree.getVariable());
        String right = site.text(tree.getExpression());
        for (String other : List.of("+=", "-=", "*=", "/=", "=", "|=", "&=", "^=", "<<=", ">>=")) {
            boolean twin = (operator + other).matches("\\+=-=|-=\\+=|\\*=/=|/=\\*=|.=\\|?=");
            if (!other.equals(operator)) {
                site.replace(
                        EditKind.ASSIGNMENT,
                        tree,
                        left + " " + other + " " + right,
                        twin ? 1.2 : 0.5);
            }
        }
    }

    void assignment(AssignmentTree tree, TreePath path) {
        Optional<TypeMirror> type = site.type(path);
        String left = site.text(tree.getVariable());
        String right = site.text(tree.getExpression());
        if (left.equals(right)) {
            site.replace(EditKind.TARGET, tree, "this." + left + " = " + right, 2);
        }
        if (type.isEmpty()) {
            return;
        }
        if (tree.getVariable() instanceof IdentifierTree
                && tree.getExpression() instanceof IdentifierTree) {
            site.replace(EditKind.TARGET, tree, right + " = " + left, 1.3);
        }
        if (type.get().getKind() == TypeKind.BOOLEAN) {
            site.replace(EditKind.ASSIGNMENT, tree, left + " = !" + left);
            site.replace(EditKind.ASSIGNMENT, tree, left + " |= " + right, 0.6);
            site.replace(EditKind.ASSIGNMENT, tree, left + " &= " + right, 0.6);
            return;
        }
        if (Site.number(type.get()) || site.isText(type.get())) {
            site.replace(EditKind.ASSIGNMENT, tree, left + " += " + right);
        }
        if (Site.number(type.get())) {
            site.replace(EditKind.ASSIGNMENT, tree, left + " -= " + right, 0.5);
            site.replace(EditKind.ASSIGNMENT, tree, left + " *= " + right, 0.5);
            site.replace(EditKind.ASSIGNMENT, tree, left + " /= " + right, 0.3);
            site.replace(EditKind.ASSIGNMENT, tree, left + " %= " + right, 0.3);
            for (String keep : List.of("max", "min")) {
                String call = left + " = Math." + keep + "(" + left + ", " + right + ")";
                site.replace(EditKind.CALL_ADDED, tree, call, 1.6);
            }
        }
    }

    void choice(ConditionalExpressionTree tree) {
        site.swap(EditKind.BRANCHES_SWAPPED, tree.getTrueExpression(), tree.getFalseExpression());
        for (Tree branch : List.of(tree.getTrueExpression(), tree.getFalseExpression())) {
            site.replace(EditKind.OPERAND_ONLY, tree, site.text(branch), 0.7);
        }
    }
}
