package dev.cordon.repair;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePathScanner;
import org.jspecify.annotations.Nullable;

/// Collects what a file has to offer for reuse.
final class DonorFinder extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Site site;
    private final Donors donors;

    DonorFinder(Site site, Donors donors) {
        this.site = site;
        this.donors = donors;
    }

    private void condition(ExpressionTree given) {
        ExpressionTree tree =
                given instanceof ParenthesizedTree open ? open.getExpression() : given;
        if (site.written(tree)) {
            Donors.add(donors.conditions(), site.text(tree));
        }
    }

    @Override
    public @Nullable Void visitIf(IfTree tree, @Nullable Void nothing) {
        condition(tree.getCondition());
        return super.visitIf(tree, null);
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree tree, @Nullable Void nothing) {
        condition(tree.getCondition());
        return super.visitWhileLoop(tree, null);
    }

    @Override
    public @Nullable Void visitExpressionStatement(
            ExpressionStatementTree tree, @Nullable Void nothing) {
        if (site.written(tree) && !site.text(tree).contains("super(")) {
            Donors.add(donors.statements(), site.text(tree));
        }
        return super.visitExpressionStatement(tree, null);
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void nothing) {
        if (tree.getKind() == Tree.Kind.REMAINDER && site.written(tree.getRightOperand())) {
            Donors.add(donors.divisors(), site.text(tree.getRightOperand()));
        }
        return super.visitBinary(tree, null);
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void nothing) {
        if (tree.getValue() instanceof String && !site.text(tree).startsWith("\"\"\"")) {
            Donors.add(donors.words(), site.text(tree));
        } else if (tree.getValue() instanceof Integer number) {
            Donors.add(donors.numbers(), number.toString());
        }
        return super.visitLiteral(tree, null);
    }
}
