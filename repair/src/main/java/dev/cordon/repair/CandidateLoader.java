package dev.cordon.repair;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Loads the project's own classes from memory, fresh for each candidate, so that no static state
/// of one candidate is seen by the next. Libraries come from the parent and stay warm.
final class CandidateLoader extends ClassLoader {
    private final Map<String, byte[]> base;
    private final Map<String, byte[]> overlay;
    private final Map<String, byte[]> instrumentedBase;
    private final Map<String, byte[]> instrumentedOverlay;
    private final List<Path> resources;
    private final Optional<LineTable> lines;
    private final Instrumenter instrumenter;

    /// @param base classes of the project by binary name
    /// @param overlay classes of the candidate, which win
    /// @param instrumentedBase, instrumentedOverlay filled here and shared by all loaders of the
    ///   same kind
    CandidateLoader(
            Map<String, byte[]> base,
            Map<String, byte[]> overlay,
            Map<String, byte[]> instrumentedBase,
            Map<String, byte[]> instrumentedOverlay,
            List<Path> resources,
            Optional<LineTable> lines) {
        super(CandidateLoader.class.getClassLoader());
        this.base = base;
        this.overlay = overlay;
        this.instrumentedBase = instrumentedBase;
        this.instrumentedOverlay = instrumentedOverlay;
        this.resources = resources;
        this.lines = lines;
        this.instrumenter = new Instrumenter(this);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (overlay.containsKey(name) || base.containsKey(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
            return super.loadClass(name, resolve);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] code = overlay.get(name);
        if (code != null) {
            return define(name, once(name, code, instrumentedOverlay));
        }
        code = base.get(name);
        if (code == null) {
            throw new ClassNotFoundException(name);
        }
        return define(name, once(name, code, instrumentedBase));
    }

    private byte[] once(String name, byte[] plain, Map<String, byte[]> done) {
        byte[] code = done.get(name);
        if (code == null) {
            code = instrumenter.instrument(plain, lines);
            done.put(name, code);
        }
        return code;
    }

    private Class<?> define(String name, byte[] code) {
        return defineClass(name, code, 0, code.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        if (name.endsWith(".class")) {
            String className = name.substring(0, name.length() - 6).replace('/', '.');
            byte[] code = overlay.getOrDefault(className, base.get(className));
            if (code != null) {
                return new ByteArrayInputStream(code);
            }
        }
        return super.getResourceAsStream(name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        for (Path folder : resources) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                try {
                    return file.toUri().toURL();
                } catch (MalformedURLException e) {
                    throw new IllegalStateException("a file has no URL: " + file, e);
                }
            }
        }
        return null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        URL found = findResource(name);
        return found == null
                ? Collections.emptyEnumeration()
                : Collections.enumeration(List.of(found));
    }
}
