package dev.cordon.repair;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/// Edits of calls: another method, other arguments, the call left out.
final class CallRules {
    private static final int MAX_METHODS = 40;

    /// Names that are each other's counterpart: one is often written for the other.
    private static final List<String> TWINS =
            List.of(
                    "min max",
                    "floor ceil",
                    "floor round",
                    "ceil round",
                    "first last",
                    "start end",
                    "startsWith endsWith",
                    "indexOf lastIndexOf",
                    "toUpperCase toLowerCase",
                    "isUpperCase isLowerCase",
                    "isBefore isAfter",
                    "plusDays minusDays",
                    "plusDays plusWeeks",
                    "plusMonths minusMonths",
                    "plusMonths plusDays",
                    "plusYears minusYears",
                    "plusYears plusMonths",
                    "add remove",
                    "push pop",
                    "pop peek",
                    "poll peek",
                    "offer offerFirst",
                    "addFirst addLast",
                    "removeFirst removeLast",
                    "getFirst getLast",
                    "peekFirst peekLast",
                    "pollFirst pollLast",
                    "anyMatch allMatch",
                    "anyMatch noneMatch",
                    "allMatch noneMatch",
                    "keySet values",
                    "containsKey containsValue",
                    "higherKey lowerKey",
                    "higherKey ceilingKey",
                    "floorKey lowerKey",
                    "headMap tailMap",
                    "getDayOfMonth getDayOfYear",
                    "getMonthValue getDayOfMonth",
                    "put putIfAbsent",
                    "findFirst findAny",
                    "trim strip",
                    "isDigit isLetter",
                    "isLetter isLetterOrDigit",
                    "isDigit isLetterOrDigit",
                    "replace replaceAll",
                    "replaceFirst replaceAll",
                    "append insert",
                    "equals equalsIgnoreCase",
                    "compareTo compareToIgnoreCase",
                    "floorMod floorDiv",
                    "sin cos",
                    "sqrt cbrt",
                    "union intersection",
                    "firstKey lastKey",
                    "addAll removeAll",
                    "addAll retainAll",
                    "removeAll retainAll",
                    "previous next",
                    "getKey getValue",
                    "naturalOrder reverseOrder",
                    "skip limit",
                    "takeWhile dropWhile",
                    "and or",
                    "toDays toHours",
                    "ofDays ofHours",
                    "nextOrSame next",
                    "getDays toDays",
                    "stripLeading stripTrailing",
                    "isEmpty isBlank");

    private static final List<String> COLLECTIONS =
            List.of(
                    "HashMap LinkedHashMap TreeMap",
                    "HashSet LinkedHashSet TreeSet",
                    "ArrayDeque PriorityQueue LinkedList",
                    "ArrayList LinkedList");

    private final Site site;

    CallRules(Site site) {
        this.site = site;
    }

    void call(MethodInvocationTree tree, TreePath path) {
        if (!(site.element(path).orElse(null) instanceof ExecutableElement method)) {
            return;
        }
        Optional<TypeMirror> result = site.type(path);
        arguments(tree.getArguments(), path);
        overloads(tree, method);
        if (result.isPresent() && result.get().getKind() != TypeKind.VOID) {
            instead(tree, path, result.get());
            wrapped(tree, result.get());
            if (result.get().getKind() == TypeKind.BOOLEAN) {
                site.replace(EditKind.NEGATION, tree, "!" + site.text(tree));
            }
        }
        otherMethods(tree, path, method);
    }

    private void arguments(List<? extends ExpressionTree> arguments, TreePath path) {
        for (int i = 0; i < arguments.size(); i++) {
            for (int j = i + 1; j < arguments.size(); j++) {
                Optional<TypeMirror> one = site.type(path, arguments.get(i));
                Optional<TypeMirror> other = site.type(path, arguments.get(j));
                if (one.isPresent() && other.isPresent() && site.alike(one.get(), other.get())) {
                    site.swap(EditKind.ARGUMENTS_SWAPPED, arguments.get(i), arguments.get(j));
                }
            }
        }
    }

    /// The receiver or an argument instead of the call.
    private void instead(MethodInvocationTree tree, TreePath path, TypeMirror result) {
        List<ExpressionTree> parts = new ArrayList<>(tree.getArguments());
        if (tree.getMethodSelect() instanceof MemberSelectTree select) {
            ExpressionTree receiver = select.getExpression();
            TreePath selectPath = new TreePath(path, select);
            if (!(site.element(new TreePath(selectPath, receiver)).orElse(null)
                    instanceof TypeElement)) {
                Optional<TypeMirror> type = site.type(selectPath, receiver);
                if (type.isPresent() && site.assignable(type.get(), result)) {
                    site.replace(EditKind.CALL_DROPPED, tree, site.text(receiver));
                }
            }
        }
        for (ExpressionTree part : parts) {
            Optional<TypeMirror> type = site.type(path, part);
            if (type.isPresent() && site.assignable(type.get(), result)) {
                site.replace(EditKind.CALL_DROPPED, tree, site.text(part));
            }
        }
    }

    private void wrapped(MethodInvocationTree tree, TypeMirror result) {
        String text = site.text(tree);
        if (site.isText(result)) {
            for (String call : List.of(".trim()", ".toLowerCase()", ".toUpperCase()")) {
                site.replace(EditKind.CALL_ADDED, tree, text + call);
            }
        }
    }

    private void otherMethods(MethodInvocationTree tree, TreePath path, ExecutableElement method) {
        if (!(method.getEnclosingElement() instanceof TypeElement owner)) {
            return;
        }
        TypeElement searched = owner;
        int start = site.start(tree.getMethodSelect());
        int end = site.end(tree.getMethodSelect());
        if (tree.getMethodSelect() instanceof MemberSelectTree select) {
            start = site.end(select.getExpression());
            Optional<TypeMirror> receiver =
                    site.type(new TreePath(path, select), select.getExpression());
            if (receiver.isPresent()
                    && receiver.get().getKind() == TypeKind.DECLARED
                    && site.types().asElement(receiver.get()) instanceof TypeElement found) {
                searched = found;
            }
        } else if (!(tree.getMethodSelect() instanceof IdentifierTree)
                || method.getSimpleName().contentEquals("super")
                || method.getSimpleName().contentEquals("<init>")) {
            return;
        }
        String own = method.getSimpleName().toString();
        String select = site.source().text().substring(start, end);
        int at = select.lastIndexOf(own);
        if (at < 0) {
            return;
        }
        int proposed = 0;
        List<String> names = new ArrayList<>();
        for (ExecutableElement other :
                ElementFilter.methodsIn(site.elements().getAllMembers(searched))) {
            String name = other.getSimpleName().toString();
            boolean twin = twins(own, name);
            if (name.equals(own)
                    || names.contains(name)
                    || (proposed >= MAX_METHODS && !twin)
                    || !fits(other, method)) {
                continue;
            }
            names.add(name);
            proposed++;
            site.proposals()
                    .replace(
                            twin ? EditKind.METHOD_TWIN : EditKind.METHOD,
                            start + at,
                            start + at + own.length(),
                            name,
                            twin ? 1.2 : 1);
        }
    }

    private static boolean twins(String one, String other) {
        for (String pair : TWINS) {
            int space = pair.indexOf(' ');
            String first = pair.substring(0, space);
            String second = pair.substring(space + 1);
            if ((first.equals(one) && second.equals(other))
                    || (first.equals(other) && second.equals(one))) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(ExecutableElement other, ExecutableElement method) {
        boolean isStatic = method.getModifiers().contains(Modifier.STATIC);
        if (other.getModifiers().contains(Modifier.STATIC) != isStatic
                || other.getParameters().size() != method.getParameters().size()
                || (other.getModifiers().contains(Modifier.PRIVATE)
                        && !java.util.Objects.equals(
                                other.getEnclosingElement(), method.getEnclosingElement()))
                || String.valueOf(other.getEnclosingElement()).equals("java.lang.Object")) {
            return false;
        }
        TypeMirror wanted = site.types().erasure(method.getReturnType());
        TypeMirror given = site.types().erasure(other.getReturnType());
        if (wanted.getKind() != TypeKind.VOID
                && given.getKind() != TypeKind.VOID
                && !site.assignable(given, wanted)
                && !Site.number(given)) {
            return false;
        }
        if (wanted.getKind() != TypeKind.VOID && given.getKind() == TypeKind.VOID) {
            return false;
        }
        for (int i = 0; i < method.getParameters().size(); i++) {
            TypeMirror mine = site.types().erasure(method.getParameters().get(i).asType());
            TypeMirror theirs = site.types().erasure(other.getParameters().get(i).asType());
            if (!site.assignable(mine, theirs)) {
                return false;
            }
        }
        return true;
    }

    /// A missing or superfluous argument, where another method of the same name takes it.
    private void overloads(MethodInvocationTree tree, ExecutableElement method) {
        if (!(method.getEnclosingElement() instanceof TypeElement owner)) {
            return;
        }
        List<? extends ExpressionTree> arguments = tree.getArguments();
        int count = arguments.size();
        for (ExecutableElement other :
                ElementFilter.methodsIn(site.elements().getAllMembers(owner))) {
            if (!other.getSimpleName().equals(method.getSimpleName())) {
                continue;
            }
            int wanted = other.getParameters().size();
            if (wanted == count - 1) {
                for (int i = 0; i < count; i++) {
                    List<String> kept = texts(arguments);
                    kept.remove(i);
                    replaceArguments(tree, kept, EditKind.ARGUMENT_DROPPED);
                }
            } else if (wanted == count + 1) {
                for (int i = 0; i < wanted; i++) {
                    added(tree, other.getParameters().get(i).asType(), i);
                }
            }
        }
    }

    private void added(MethodInvocationTree tree, TypeMirror type, int index) {
        List<String> values = new ArrayList<>();
        for (VariableElement variable : site.scopes().visible()) {
            if (site.assignable(variable.asType(), site.types().erasure(type))) {
                values.add(variable.getSimpleName().toString());
            }
        }
        if (Site.whole(type)) {
            values.addAll(List.of("0", "1"));
        }
        for (String value : values) {
            List<String> all = texts(tree.getArguments());
            all.add(index, value);
            replaceArguments(tree, all, EditKind.ARGUMENT_ADDED);
        }
    }

    private List<String> texts(List<? extends ExpressionTree> trees) {
        List<String> texts = new ArrayList<>();
        for (ExpressionTree tree : trees) {
            texts.add(site.text(tree));
        }
        return texts;
    }

    private void replaceArguments(MethodInvocationTree tree, List<String> all, EditKind kind) {
        int from = site.end(tree.getMethodSelect());
        site.proposals().replace(kind, from, site.end(tree), "(" + String.join(", ", all) + ")");
    }

    void construction(NewClassTree tree, TreePath path) {
        arguments(tree.getArguments(), path);
        if (!site.written(tree.getIdentifier())) {
            return;
        }
        String type = site.text(tree.getIdentifier());
        int end = type.indexOf('<') < 0 ? type.length() : type.indexOf('<');
        String raw = type.substring(0, end);
        String simple = raw.substring(raw.lastIndexOf('.') + 1);
        for (String family : COLLECTIONS) {
            List<String> names = List.of(family.split(" ", -1));
            if (names.contains(simple)) {
                for (String other : names) {
                    site.replace(
                            EditKind.COLLECTION,
                            tree.getIdentifier(),
                            "java.util." + other + type.substring(end));
                }
            }
        }
        boolean empty = tree.getArguments().isEmpty() && tree.getClassBody() == null;
        Optional<TypeMirror> made = site.type(path);
        if (empty && made.isPresent() && made.get().getKind() == TypeKind.DECLARED) {
            for (VariableElement variable : site.scopes().visible()) {
                TypeMirror offered = variable.asType();
                if (offered.getKind() == TypeKind.DECLARED && site.canBeEmpty(offered)) {
                    int open = site.source().text().lastIndexOf('(', site.end(tree) - 1);
                    site.proposals()
                            .replace(
                                    EditKind.COPY,
                                    open,
                                    site.end(tree),
                                    "(" + variable.getSimpleName() + ")");
                }
            }
        }
    }

    /// A copy of a collection or array that is given away.
    void given(ExpressionTree tree, TreePath parent) {
        Optional<TypeMirror> type = site.type(parent, tree);
        if (type.isEmpty() || !site.written(tree)) {
            return;
        }
        String text = site.text(tree);
        if (type.get().getKind() == TypeKind.ARRAY && tree instanceof IdentifierTree) {
            site.replace(EditKind.COPY, tree, text + ".clone()");
            return;
        }
        boolean list = site.is(type.get(), "java.util.List");
        boolean set = site.is(type.get(), "java.util.Set");
        if (list || set) {
            String copy = list ? "java.util.ArrayList" : "java.util.LinkedHashSet";
            site.replace(EditKind.COPY, tree, "new " + copy + "<>(" + text + ")");
            if (list) {
                site.replace(EditKind.CALL_ADDED, tree, text + ".reversed()", 0.6);
            }
        }
        if (site.isText(type.get())) {
            for (String call : List.of(".trim()", ".toLowerCase()", ".toUpperCase()")) {
                site.replace(EditKind.CALL_ADDED, tree, text + call);
            }
        }
        if (Site.number(type.get()) && type.get().getKind() != TypeKind.CHAR) {
            site.replace(EditKind.CALL_ADDED, tree, "Math.abs(" + text + ")");
            site.replace(EditKind.ARITHMETIC, tree, "-(" + text + ")", 0.4);
        }
    }
}
