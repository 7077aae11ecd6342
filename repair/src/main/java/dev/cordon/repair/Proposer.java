package dev.cordon.repair;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/// Walks an attributed file and lets every rule propose at every suspicious place.
final class Proposer extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Site site;
    private final Scopes scopes;
    private final OperatorRules operators;
    private final ValueRules values;
    private final CallRules calls;
    private final ConditionRules conditions;
    private final GuardRules guards;
    private final StatementRules statements;
    private int loops;

    private Proposer(Site site, Scopes scopes, Donors donors) {
        this.site = site;
        this.scopes = scopes;
        this.operators = new OperatorRules(site);
        this.values = new ValueRules(site, donors);
        this.calls = new CallRules(site);
        this.conditions = new ConditionRules(site, donors);
        this.guards = new GuardRules(site, conditions);
        this.statements = new StatementRules(site, donors);
    }

    /// All candidates of one file.
    ///
    /// @param foreign what other places of the project offer for reuse
    static List<Candidate> propose(
            MemoryCompiler.Attributed attributed,
            CompilationUnitTree unit,
            Proposals proposals,
            Donors foreign) {
        Scopes scopes = new Scopes();
        Site site = new Site(attributed, unit, proposals, scopes);
        Donors donors = Donors.empty();
        new DonorFinder(site, donors).scan(unit, null);
        donors.addForeign(foreign);
        new Proposer(site, scopes, donors).scan(unit, null);
        return proposals.candidates();
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
        scopes.enter();
        if (site.element(getCurrentPath()).orElse(null) instanceof TypeElement type) {
            for (VariableElement field :
                    ElementFilter.fieldsIn(site.elements().getAllMembers(type))) {
                scopes.declare(field);
            }
        }
        super.visitClass(tree, null);
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
        if (!site.written(tree)) {
            return null;
        }
        int outer = loops;
        loops = 0;
        scopes.enter();
        for (VariableTree parameter : tree.getParameters()) {
            declare(parameter);
        }
        guards.method(tree, getCurrentPath());
        scan(tree.getBody(), null);
        scopes.leave();
        loops = outer;
        return null;
    }

    private void declare(VariableTree tree) {
        if (site.element(new TreePath(getCurrentPath(), tree)).orElse(null)
                instanceof VariableElement variable) {
            scopes.declare(variable);
        }
    }

    @Override
    public @Nullable Void visitBlock(BlockTree tree, @Nullable Void nothing) {
        scopes.enter();
        for (StatementTree statement : tree.getStatements()) {
            scan(statement, null);
            if (site.suspects(statement)) {
                guards.statement(
                        statement, loops > 0, statement instanceof ExpressionStatementTree);
            }
        }
        statements.block(tree.getStatements(), tree, loops > 0);
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
        ExpressionTree value = tree.getInitializer();
        if (value != null && site.suspects(tree)) {
            given(value);
            String type = tree.getType() == null ? "" : String.valueOf(tree.getType());
            if (type.equals("int") && site.written(tree.getType())) {
                site.replace(EditKind.CAST, tree.getType(), "long");
                site.replace(EditKind.CAST, tree.getType(), "double", 0.8);
            }
        }
        super.visitVariable(tree, null);
        if (site.element(getCurrentPath()).orElse(null) instanceof VariableElement variable) {
            scopes.declare(variable);
        }
        return null;
    }

    private void given(ExpressionTree value) {
        if (site.suspects(value)) {
            values.offByOne(value, getCurrentPath());
            calls.given(value, getCurrentPath());
        }
    }

    @Override
    public @Nullable Void visitForLoop(ForLoopTree tree, @Nullable Void nothing) {
        scopes.enter();
        scan(tree.getInitializer(), null);
        if (tree.getCondition() != null) {
            conditions.condition(tree.getCondition(), getCurrentPath());
        }
        scan(tree.getCondition(), null);
        scan(tree.getUpdate(), null);
        loops++;
        scan(tree.getStatement(), null);
        loops--;
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(EnhancedForLoopTree tree, @Nullable Void nothing) {
        scopes.enter();
        scan(tree.getExpression(), null);
        declare(tree.getVariable());
        given(tree.getExpression());
        loops++;
        scan(tree.getStatement(), null);
        loops--;
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitWhileLoop(WhileLoopTree tree, @Nullable Void nothing) {
        conditions.condition(tree.getCondition(), getCurrentPath());
        if (site.suspects(tree)) {
            statements.loop(tree);
        }
        loops++;
        super.visitWhileLoop(tree, null);
        loops--;
        return null;
    }

    @Override
    public @Nullable Void visitDoWhileLoop(DoWhileLoopTree tree, @Nullable Void nothing) {
        conditions.condition(tree.getCondition(), getCurrentPath());
        loops++;
        super.visitDoWhileLoop(tree, null);
        loops--;
        return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void nothing) {
        scopes.enter();
        super.visitLambdaExpression(tree, null);
        if (tree.getBody() instanceof ExpressionTree body && site.suspects(body)) {
            values.offByOne(body, getCurrentPath());
            calls.given(body, getCurrentPath());
        }
        scopes.leave();
        return null;
    }

    @Override
    public @Nullable Void visitIf(IfTree tree, @Nullable Void nothing) {
        conditions.condition(tree.getCondition(), getCurrentPath());
        if (site.suspects(tree.getCondition())) {
            statements.branch(tree);
        }
        return super.visitIf(tree, null);
    }

    @Override
    public @Nullable Void visitConditionalExpression(
            ConditionalExpressionTree tree, @Nullable Void nothing) {
        conditions.condition(tree.getCondition(), getCurrentPath());
        if (site.suspects(tree)) {
            operators.choice(tree);
            given(tree.getTrueExpression());
            given(tree.getFalseExpression());
        }
        return super.visitConditionalExpression(tree, null);
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void nothing) {
        ExpressionTree value = tree.getExpression();
        if (value != null && site.suspects(tree)) {
            given(value);
            values.operand(value, getCurrentPath());
            returned(value);
        }
        return super.visitReturn(tree, null);
    }

    private void returned(ExpressionTree value) {
        site.type(getCurrentPath(), value)
                .ifPresent(type -> {
                    for (VariableElement variable : scopes.visible()) {
                        if (site.alike(variable.asType(), type)) {
                            site.replace(
                                    EditKind.VARIABLE,
                                    value,
                                    variable.getSimpleName().toString(),
                                    0.6);
                        }
                    }
                    if (type.getKind() == javax.lang.model.type.TypeKind.BOOLEAN) {
                        conditions.condition(value, getCurrentPath());
                    }
                });
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void nothing) {
        if (site.suspects(tree)) {
            operators.binary(tree, getCurrentPath());
            if (comparison(tree)) {
                values.offByOne(tree.getLeftOperand(), getCurrentPath());
                values.offByOne(tree.getRightOperand(), getCurrentPath());
            }
        }
        return super.visitBinary(tree, null);
    }

    private static boolean comparison(Tree tree) {
        return switch (tree.getKind()) {
            case LESS_THAN,
                    LESS_THAN_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_EQUAL,
                    EQUAL_TO,
                    NOT_EQUAL_TO,
                    DIVIDE,
                    MULTIPLY,
                    REMAINDER ->
                    true;
            default -> false;
        };
    }

    @Override
    public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void nothing) {
        if (site.suspects(tree)) {
            operators.unary(tree, getCurrentPath());
        }
        return super.visitUnary(tree, null);
    }

    @Override
    public @Nullable Void visitCompoundAssignment(
            CompoundAssignmentTree tree, @Nullable Void nothing) {
        if (site.suspects(tree)) {
            operators.compound(tree);
            given(tree.getExpression());
        }
        return super.visitCompoundAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void nothing) {
        if (site.suspects(tree)) {
            operators.assignment(tree, getCurrentPath());
            given(tree.getExpression());
            values.operand(tree.getExpression(), getCurrentPath());
        }
        return super.visitAssignment(tree, null);
    }

    @Override
    public @Nullable Void visitArrayAccess(ArrayAccessTree tree, @Nullable Void nothing) {
        if (site.suspects(tree)) {
            values.offByOne(tree.getIndex(), getCurrentPath());
            values.operand(tree.getIndex(), getCurrentPath());
        }
        return super.visitArrayAccess(tree, null);
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void nothing) {
        if (site.suspects(tree)) {
            values.literal(tree);
        }
        return null;
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void nothing) {
        if (site.suspects(tree)) {
            values.name(tree, getCurrentPath());
        }
        return null;
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void nothing) {
        if (site.suspects(tree)) {
            values.member(tree, getCurrentPath());
        }
        return super.visitMemberSelect(tree, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
        if (site.suspects(tree)) {
            calls.call(tree, getCurrentPath());
            for (ExpressionTree argument : new ArrayList<>(tree.getArguments())) {
                given(argument);
            }
        }
        return super.visitMethodInvocation(tree, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void nothing) {
        if (site.suspects(tree)) {
            calls.construction(tree, getCurrentPath());
            tree.getArguments().forEach(a -> values.offByOne(a, getCurrentPath()));
        }
        return super.visitNewClass(tree, null);
    }

    @Override
    public @Nullable Void visitNewArray(NewArrayTree tree, @Nullable Void nothing) {
        for (ExpressionTree size : tree.getDimensions()) {
            if (site.suspects(size)) {
                values.offByOne(size, getCurrentPath());
            }
        }
        return super.visitNewArray(tree, null);
    }

    @Override
    public @Nullable Void visitBreak(BreakTree tree, @Nullable Void nothing) {
        if (site.suspects(tree) && loops > 0) {
            statements.jump(tree);
        }
        return null;
    }

    @Override
    public @Nullable Void visitContinue(ContinueTree tree, @Nullable Void nothing) {
        if (site.suspects(tree)) {
            statements.jump(tree);
        }
        return null;
    }

    @Override
    public @Nullable Void visitCase(CaseTree tree, @Nullable Void nothing) {
        if (tree.getStatements() != null) {
            tree.getStatements().stream()
                    .filter(site::suspects)
                    .findFirst()
                    .ifPresent(_ -> statements.fallThrough(tree));
        }
        return super.visitCase(tree, null);
    }
}
