package dev.cordon.repair;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import java.util.List;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;

/// Statements deleted, moved, exchanged, inserted from a similar place.
final class StatementRules {
    private final Site site;
    private final Donors donors;

    StatementRules(Site site, Donors donors) {
        this.site = site;
        this.donors = donors;
    }

    void block(List<? extends StatementTree> statements, Tree owner, boolean inLoop) {
        for (int i = 0; i < statements.size(); i++) {
            StatementTree statement = statements.get(i);
            if (!site.written(statement)) {
                continue;
            }
            if (i + 1 < statements.size() && site.written(statements.get(i + 1))) {
                neighbours(statement, statements.get(i + 1));
            }
            if (!site.suspects(statement)) {
                continue;
            }
            if (!(statement instanceof VariableTree)) {
                delete(statement);
            }
            hoist(statements, i);
            insertions(statement, inLoop);
        }
        if (owner instanceof BlockTree block && !statements.isEmpty()) {
            leaveBlock(block, statements.getLast());
        }
    }

    private void delete(StatementTree statement) {
        int from = site.start(statement);
        int to = site.end(statement);
        Source source = site.source();
        int lineStart = source.lineStart(source.line(from));
        boolean alone = source.text().substring(lineStart, from).isBlank();
        int next = to;
        while (next < source.text().length() && " \t\r".indexOf(source.text().charAt(next)) >= 0) {
            next++;
        }
        if (alone && next < source.text().length() && source.text().charAt(next) == '\n') {
            site.proposals()
                    .add(EditKind.DELETED, from, List.of(new Edit(lineStart, next + 1, "")), 1);
        } else {
            site.proposals().replace(EditKind.DELETED, from, to, ";");
        }
    }

    private void neighbours(StatementTree one, StatementTree other) {
        if (site.suspects(one) || site.suspects(other)) {
            site.swap(EditKind.MOVED, one, other);
        }
    }

    /// A statement moved up over two or three others, or down.
    private void hoist(List<? extends StatementTree> statements, int index) {
        for (int distance = 2; distance <= 3; distance++) {
            int to = index - distance;
            if (to >= 0 && site.written(statements.get(to))) {
                StatementTree moved = statements.get(index);
                StatementTree target = statements.get(to);
                String text = site.text(moved);
                site.proposals()
                        .add(
                                EditKind.MOVED,
                                site.start(moved),
                                List.of(
                                        new Edit(
                                                site.start(target),
                                                site.start(target),
                                                text
                                                        + "\n"
                                                        + site.source().indent(site.start(target))),
                                        removal(moved)),
                                0.7);
            }
        }
    }

    private Edit removal(StatementTree statement) {
        int from = site.start(statement);
        int to = site.end(statement);
        Source source = site.source();
        int lineStart = source.lineStart(source.line(from));
        if (source.text().substring(lineStart, from).isBlank()
                && to < source.text().length()
                && source.text().charAt(to) == '\n') {
            return new Edit(lineStart, to + 1, "");
        }
        return new Edit(from, to, "");
    }

    /// The last statement of a block moved behind it, as when it belongs after the loop.
    private void leaveBlock(BlockTree block, StatementTree last) {
        if (!site.written(last) || !site.suspects(last) || site.end(block) < 0) {
            return;
        }
        int after = site.end(block);
        String outer = site.source().indent(site.start(block));
        site.proposals()
                .add(
                        EditKind.MOVED,
                        site.start(last),
                        List.of(
                                removal(last),
                                new Edit(after, after, "\n" + outer + site.text(last))),
                        0.9);
    }

    private void insertions(StatementTree statement, boolean inLoop) {
        for (String donor : donors.statements()) {
            if (!donor.equals(site.text(statement))) {
                if (!(statement instanceof ReturnTree) && !(statement instanceof ThrowTree)) {
                    site.after(EditKind.INSERTED, statement, donor, 1);
                }
                site.before(EditKind.INSERTED, statement, donor, 0.9);
            }
        }
        if (!(statement instanceof ReturnTree) && !(statement instanceof ThrowTree)) {
            forgotten(statement);
        }
        if (inLoop) {
            if (statement instanceof ExpressionStatementTree) {
                site.after(EditKind.JUMP, statement, "break;", 0.7);
            }
            for (VariableElement variable : site.scopes().locals()) {
                if (Site.whole(variable.asType())) {
                    String name = variable.getSimpleName().toString();
                    site.after(EditKind.STEP_INSERTED, statement, name + "++;", 0.8);
                    site.after(EditKind.STEP_INSERTED, statement, name + "--;", 0.5);
                }
            }
        }
    }

    /// What is easily forgotten: to count in a field, to empty what is filled again.
    private void forgotten(StatementTree statement) {
        for (VariableElement variable : site.scopes().visible()) {
            String name = variable.getSimpleName().toString();
            TypeMirror type = variable.asType();
            if (Site.isField(variable) && Site.whole(type)) {
                site.after(EditKind.STEP_INSERTED, statement, name + "++;", 0.6);
                site.after(EditKind.STEP_INSERTED, statement, name + "--;", 0.6);
            } else if (site.is(type, "java.lang.StringBuilder")) {
                site.after(EditKind.INSERTED, statement, name + ".setLength(0);", 1.2);
            } else if (site.canBeEmpty(type) && !site.isText(type)) {
                site.after(EditKind.INSERTED, statement, name + ".clear();", 1.2);
            }
        }
    }

    void loop(WhileLoopTree tree) {
        if (tree.getStatement() instanceof BlockTree body && !body.getStatements().isEmpty()) {
            StatementTree last = body.getStatements().getLast();
            for (VariableElement variable : site.scopes().locals()) {
                if (Site.whole(variable.asType())) {
                    String name = variable.getSimpleName().toString();
                    site.after(EditKind.STEP_INSERTED, last, name + "++;", 1.2);
                    site.after(EditKind.STEP_INSERTED, last, name + "--;", 1);
                }
            }
        }
    }

    void jump(BreakTree tree) {
        site.replace(EditKind.JUMP, tree, "continue;");
        site.replace(EditKind.JUMP, tree, "return;", 0.5);
    }

    void jump(ContinueTree tree) {
        site.replace(EditKind.JUMP, tree, "break;");
    }

    void branch(IfTree tree) {
        StatementTree then = tree.getThenStatement();
        StatementTree other = tree.getElseStatement();
        if (other != null) {
            site.swap(EditKind.BRANCHES_SWAPPED, then, other);
            int from = site.end(then);
            site.proposals().replace(EditKind.DELETED, from, site.end(other), "", 0.8);
            if (other instanceof IfTree) {
                // `else if` that should have been a second question.
                site.proposals()
                        .replace(
                                EditKind.MOVED,
                                from,
                                site.start(other),
                                "\n" + site.source().indent(site.start(tree)),
                                0.8);
            }
        }
    }

    /// A case that falls through.
    void fallThrough(CaseTree tree) {
        List<? extends StatementTree> body = tree.getStatements();
        if (tree.getCaseKind() != CaseTree.CaseKind.STATEMENT || body == null || body.isEmpty()) {
            return;
        }
        StatementTree last = body.getLast();
        if (!(last instanceof BreakTree) && !(last instanceof ReturnTree)) {
            site.after(EditKind.JUMP, last, "break;", 1.6);
        }
    }
}
