package dev.cordon.repair;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/// The compiler of this JDK, from memory to memory. For one thread.
final class MemoryCompiler implements AutoCloseable {
    private static final int MAX_ERRORS = 100;

    private final JavaCompiler compiler;
    private final StandardJavaFileManager files;
    private final List<String> options;
    private Map<String, byte[]> known = Map.of();
    private Map<String, List<String>> knownByPackage = Map.of();

    /// @param libraries jars and class folders
    /// @param options for javac, for example `-parameters`
    MemoryCompiler(List<Path> libraries, List<String> options) {
        JavaCompiler found = ToolProvider.getSystemJavaCompiler();
        if (found == null) {
            throw new HostException(
                    "this Java has no compiler (module jdk.compiler); run with a JDK", null);
        }
        this.compiler = found;
        this.files = found.getStandardFileManager(_ -> {}, Locale.ROOT, StandardCharsets.UTF_8);
        this.options = List.copyOf(options);
        try {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, libraries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Classes, or errors if it did not compile.
    ///
    /// @param classes by binary name
    record Compiled(
            Map<String, byte[]> classes, List<Diagnostic<? extends JavaFileObject>> errors) {
        boolean good() {
            return errors.isEmpty();
        }
    }

    /// A tree with what is needed to ask about it; valid as long as it is kept.
    record Attributed(
            JavacTask task,
            List<CompilationUnitTree> units,
            List<Diagnostic<? extends JavaFileObject>> errors) {}

    /// Makes classes visible to later compilations.
    void know(Map<String, byte[]> classes) {
        Map<String, List<String>> byPackage = new LinkedHashMap<>();
        for (String name : classes.keySet()) {
            byPackage.computeIfAbsent(packageOf(name), _ -> new ArrayList<>()).add(name);
        }
        known = classes;
        knownByPackage = byPackage;
    }

    Compiled compile(List<Source> sources) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        MemoryFiles memory = new MemoryFiles();
        boolean good = task(sources, memory, diagnostics).call();
        List<Diagnostic<? extends JavaFileObject>> errors = errors(diagnostics);
        if (!good && errors.isEmpty()) {
            throw new HostException("javac failed without saying why", null);
        }
        return new Compiled(good ? memory.written() : Map.of(), good ? List.of() : errors);
    }

    /// Parses and attributes.
    Attributed attribute(List<Source> sources) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) task(sources, new MemoryFiles(), diagnostics);
        try {
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            task.analyze();
            return new Attributed(task, units, errors(diagnostics));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JavaCompiler.CompilationTask task(
            List<Source> sources,
            MemoryFiles memory,
            DiagnosticCollector<JavaFileObject> diagnostics) {
        return compiler.getTask(
                null,
                memory,
                diagnostics,
                options,
                null,
                sources.stream().map(Source::unit).toList());
    }

    private static List<Diagnostic<? extends JavaFileObject>> errors(
            DiagnosticCollector<JavaFileObject> diagnostics) {
        return diagnostics.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .<Diagnostic<? extends JavaFileObject>>map(d -> d)
                .limit(MAX_ERRORS)
                .toList();
    }

    private static String packageOf(String binaryName) {
        int dot = binaryName.lastIndexOf('.');
        return dot < 0 ? "" : binaryName.substring(0, dot);
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class MemoryFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> output = new LinkedHashMap<>();

        MemoryFiles() {
            super(files);
        }

        Map<String, byte[]> written() {
            Map<String, byte[]> classes = new LinkedHashMap<>();
            output.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location,
                String className,
                JavaFileObject.Kind kind,
                FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            output.put(className, bytes);
            return new SimpleJavaFileObject(
                    URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }

        @Override
        public Iterable<JavaFileObject> list(
                JavaFileManager.Location location,
                String packageName,
                Set<JavaFileObject.Kind> kinds,
                boolean recurse)
                throws IOException {
            Iterable<JavaFileObject> found = super.list(location, packageName, kinds, recurse);
            List<String> names = knownByPackage.get(packageName);
            if (location != StandardLocation.CLASS_PATH
                    || names == null
                    || !kinds.contains(JavaFileObject.Kind.CLASS)) {
                return found;
            }
            List<JavaFileObject> all = new ArrayList<>();
            found.forEach(all::add);
            for (String name : names) {
                all.add(new KnownClass(name, known.getOrDefault(name, new byte[0])));
            }
            return all;
        }

        @Override
        public String inferBinaryName(JavaFileManager.Location location, JavaFileObject file) {
            return file instanceof KnownClass found
                    ? found.name
                    : super.inferBinaryName(location, file);
        }

        @Override
        public void close() {
            // The standard manager stays open: it remembers what is in the libraries.
        }
    }

    private static final class KnownClass extends SimpleJavaFileObject {
        private final String name;
        private final byte[] code;

        KnownClass(String name, byte[] code) {
            super(URI.create("memory:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
            this.name = name;
            this.code = code;
        }

        @Override
        public InputStream openInputStream() {
            return new ByteArrayInputStream(code);
        }
    }
}
