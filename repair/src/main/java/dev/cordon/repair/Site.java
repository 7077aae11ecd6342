package dev.cordon.repair;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/// One place in an attributed tree, with what rules need to ask and to propose there.
final class Site {
    private final Trees trees;
    private final Types types;
    private final Elements elements;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Proposals proposals;
    private final Scopes scopes;

    Site(
            MemoryCompiler.Attributed attributed,
            CompilationUnitTree unit,
            Proposals proposals,
            Scopes scopes) {
        this.trees = Trees.instance(attributed.task());
        this.types = attributed.task().getTypes();
        this.elements = attributed.task().getElements();
        this.unit = unit;
        this.positions = trees.getSourcePositions();
        this.proposals = proposals;
        this.scopes = scopes;
    }

    Types types() {
        return types;
    }

    Elements elements() {
        return elements;
    }

    Scopes scopes() {
        return scopes;
    }

    Proposals proposals() {
        return proposals;
    }

    Source source() {
        return proposals.source();
    }

    int start(Tree tree) {
        return (int) positions.getStartPosition(unit, tree);
    }

    int end(Tree tree) {
        return (int) positions.getEndPosition(unit, tree);
    }

    /// Whether the tree stands in the source; compilers also make trees of their own.
    boolean written(Tree tree) {
        return start(tree) >= 0 && end(tree) > start(tree);
    }

    String text(Tree tree) {
        return source().text().substring(start(tree), end(tree));
    }

    /// Whether a failing test runs a line of the tree.
    boolean suspects(Tree tree) {
        return written(tree) && proposals.suspects(start(tree), end(tree));
    }

    Optional<TypeMirror> type(TreePath path) {
        TypeMirror type = trees.getTypeMirror(path);
        return type == null || type.getKind() == TypeKind.ERROR
                ? Optional.empty()
                : Optional.of(type);
    }

    Optional<TypeMirror> type(TreePath parent, Tree child) {
        return type(new TreePath(parent, child));
    }

    Optional<Element> element(TreePath path) {
        return Optional.ofNullable(trees.getElement(path));
    }

    void replace(EditKind kind, Tree tree, String text) {
        proposals.replace(kind, start(tree), end(tree), text);
    }

    void replace(EditKind kind, Tree tree, String text, double weight) {
        proposals.replace(kind, start(tree), end(tree), text, weight);
    }

    void swap(EditKind kind, Tree one, Tree other) {
        proposals.add(
                kind,
                start(one),
                List.of(
                        new Edit(start(one), end(one), text(other)),
                        new Edit(start(other), end(other), text(one))),
                1);
    }

    /// Puts a line before a statement, in its indentation.
    void before(EditKind kind, Tree statement, String line, double weight) {
        int at = start(statement);
        proposals.replace(kind, at, at, line + "\n" + source().indent(at), weight);
    }

    /// Puts a line after a statement, in its indentation.
    void after(EditKind kind, Tree statement, String line, double weight) {
        int at = end(statement);
        proposals.add(
                kind,
                start(statement),
                List.of(new Edit(at, at, "\n" + source().indent(start(statement)) + line)),
                weight);
    }

    boolean assignable(TypeMirror from, TypeMirror to) {
        if (from.getKind() == TypeKind.VOID
                || to.getKind() == TypeKind.VOID
                || from.getKind() == TypeKind.NONE
                || from.getKind() == TypeKind.PACKAGE
                || from.getKind() == TypeKind.EXECUTABLE
                || to.getKind() == TypeKind.PACKAGE
                || to.getKind() == TypeKind.EXECUTABLE) {
            return false;
        }
        return types.isAssignable(from, to);
    }

    /// Whether one may stand for the other: the same type, or both whole numbers.
    boolean alike(TypeMirror one, TypeMirror other) {
        return assignable(one, other)
                && (one.getKind().isPrimitive() == other.getKind().isPrimitive());
    }

    boolean is(TypeMirror type, String qualifiedName) {
        return type.getKind() == TypeKind.DECLARED
                && types.erasure(type).toString().equals(qualifiedName);
    }

    boolean isText(TypeMirror type) {
        return is(type, "java.lang.String");
    }

    /// Whether the type has the method `isEmpty()`.
    boolean canBeEmpty(TypeMirror type) {
        if (type.getKind() != TypeKind.DECLARED || isText(type)) {
            return isText(type);
        }
        Element element = types.asElement(type);
        return element instanceof javax.lang.model.element.TypeElement found
                && javax.lang.model.util.ElementFilter.methodsIn(elements.getAllMembers(found))
                        .stream()
                        .anyMatch(m ->
                                m.getSimpleName().contentEquals("isEmpty")
                                        && m.getParameters().isEmpty());
    }

    static boolean whole(TypeMirror type) {
        return type.getKind() == TypeKind.INT || type.getKind() == TypeKind.LONG;
    }

    static boolean number(TypeMirror type) {
        return type.getKind().isPrimitive() && type.getKind() != TypeKind.BOOLEAN;
    }

    static boolean isField(VariableElement variable) {
        return variable.getKind() == ElementKind.FIELD
                || variable.getKind() == ElementKind.ENUM_CONSTANT;
    }
}
