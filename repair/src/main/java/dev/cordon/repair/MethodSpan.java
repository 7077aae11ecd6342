package dev.cordon.repair;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/// Where a method with a body lies in its file, and what is needed to write a twin of it.
///
/// @param bodyStart offset after the opening brace
/// @param bodyEnd offset of the closing brace
/// @param head modifiers, type parameters and return type of a twin
/// @param throwing the `throws` clause or nothing
/// @param owner binary name of the class
/// @param descriptor as in class files
record MethodSpan(
        int bodyStart,
        int bodyEnd,
        String head,
        String name,
        String parameters,
        String arguments,
        String throwing,
        boolean isVoid,
        String owner,
        String descriptor) {

    boolean contains(Edit edit) {
        return edit.start() >= bodyStart && edit.end() <= bodyEnd;
    }

    /// The smallest of the methods around an edit.
    static Optional<MethodSpan> around(List<MethodSpan> spans, Edit edit) {
        MethodSpan best = null;
        for (MethodSpan span : spans) {
            if (span.contains(edit)
                    && (best == null
                            || span.bodyEnd - span.bodyStart < best.bodyEnd - best.bodyStart)) {
                best = span;
            }
        }
        return Optional.ofNullable(best);
    }

    /// Collects the methods of a file; constructors are left out, since they can have no twin.
    static final class Finder extends TreePathScanner<@Nullable Void, List<MethodSpan>> {
        private final Site site;

        Finder(Site site) {
            this.site = site;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, List<MethodSpan> spans) {
            if (tree.getBody() != null && tree.getReturnType() != null && site.written(tree)) {
                site.element(getCurrentPath()).ifPresent(e -> add(tree, e, spans));
            }
            return super.visitMethod(tree, spans);
        }

        private void add(MethodTree tree, Element element, List<MethodSpan> spans) {
            if (!(element instanceof ExecutableElement method)
                    || !(method.getEnclosingElement() instanceof TypeElement owner)) {
                return;
            }
            List<String> parameters = new ArrayList<>();
            List<String> arguments = new ArrayList<>();
            for (VariableTree parameter : tree.getParameters()) {
                parameters.add(site.text(parameter));
                arguments.add(parameter.getName().toString());
            }
            List<String> types = new ArrayList<>();
            tree.getTypeParameters().forEach(t -> types.add(site.text(t)));
            List<String> thrown = new ArrayList<>();
            tree.getThrows().forEach(t -> thrown.add(site.text(t)));
            String fixed = method.getModifiers().contains(Modifier.STATIC) ? "static " : "";
            String generic = types.isEmpty() ? "" : "<" + String.join(", ", types) + "> ";
            String result = site.text(tree.getReturnType());
            spans.add(
                    new MethodSpan(
                            site.start(tree.getBody()) + 1,
                            site.end(tree.getBody()) - 1,
                            "private " + fixed + generic + result,
                            tree.getName().toString(),
                            String.join(", ", parameters),
                            String.join(", ", arguments),
                            thrown.isEmpty() ? "" : " throws " + String.join(", ", thrown),
                            result.equals("void"),
                            site.elements().getBinaryName(owner).toString(),
                            descriptor(method)));
        }

        private String descriptor(ExecutableElement method) {
            StringBuilder text = new StringBuilder("(");
            method.getParameters().forEach(p -> text.append(descriptor(p.asType())));
            return text.append(')').append(descriptor(method.getReturnType())).toString();
        }

        private String descriptor(javax.lang.model.type.TypeMirror given) {
            var type = site.types().erasure(given);
            return switch (type.getKind()) {
                case BOOLEAN -> "Z";
                case BYTE -> "B";
                case SHORT -> "S";
                case INT -> "I";
                case LONG -> "J";
                case CHAR -> "C";
                case FLOAT -> "F";
                case DOUBLE -> "D";
                case VOID -> "V";
                case ARRAY ->
                        "["
                                + descriptor(
                                        ((javax.lang.model.type.ArrayType) type)
                                                .getComponentType());
                default ->
                        site.types().asElement(type) instanceof TypeElement named
                                ? "L"
                                        + site.elements()
                                                .getBinaryName(named)
                                                .toString()
                                                .replace('.', '/')
                                        + ";"
                                : "?";
            };
        }
    }
}
