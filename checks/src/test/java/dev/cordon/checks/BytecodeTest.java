package dev.cordon.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/// The AOT cache holds no class whose format is older than that of Java 6, so none may be on the
/// class path that ships.
class BytecodeTest {
    private static final int OLDEST_MAJOR = 50;

    @Test
    void everyClassThatShipsCanBeArchived() throws IOException {
        List<String> old = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            boolean tests = entry.contains("junit") || entry.contains("opentest4j");
            if (entry.endsWith(".jar") && !tests) {
                oldClasses(entry, old);
            }
        }
        assertEquals(List.of(), old);
    }

    private static void oldClasses(String jar, List<String> old) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                if (entry.getName().endsWith(".class")) {
                    byte[] head = file.getInputStream(entry).readNBytes(8);
                    int major = (head[6] & 0xff) << 8 | (head[7] & 0xff);
                    if (major < OLDEST_MAJOR) {
                        old.add(entry.getName() + " in " + new File(jar).getName());
                    }
                }
            }
        }
    }
}
