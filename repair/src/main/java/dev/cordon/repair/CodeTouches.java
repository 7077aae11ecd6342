package dev.cordon.repair;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What the code under test can reach besides its own memory, read from the names in its classes.
/// Candidates are made from the project's own text, so none of them reaches further.
///
/// @param files it may write or delete files
/// @param processes it may start processes
record CodeTouches(boolean files, boolean processes) {
    private static final List<String> FILE_NAMES =
            List.of(
                    "java/io/File",
                    "java/io/RandomAccessFile",
                    "java/io/PrintStream",
                    "java/io/PrintWriter",
                    "java/util/Formatter",
                    "java/nio/file/",
                    "java/nio/channels/FileChannel",
                    "java/util/logging/FileHandler",
                    "java/util/zip/ZipFile",
                    "java/util/jar/JarFile");
    private static final List<String> PROCESS_NAMES =
            List.of("java/lang/ProcessBuilder", "java/lang/Runtime");

    /// @param classes of the project by binary name
    /// @param libraries a library other than a test runner may do anything
    static CodeTouches of(Map<String, byte[]> classes, List<Path> libraries) {
        boolean foreign = !libraries.stream().allMatch(CodeTouches::harmless);
        boolean files = foreign;
        boolean processes = foreign;
        for (byte[] code : classes.values()) {
            // Names of classes are plain in a class file; Latin-1 keeps every byte.
            String text = new String(code, StandardCharsets.ISO_8859_1);
            files = files || FILE_NAMES.stream().anyMatch(text::contains);
            processes = processes || PROCESS_NAMES.stream().anyMatch(text::contains);
        }
        return new CodeTouches(files || processes, processes);
    }

    private static boolean harmless(Path jar) {
        String name = jar.getFileName().toString();
        return ShippedRunners.isRunner(jar)
                || name.startsWith("hamcrest")
                || name.startsWith("jspecify");
    }
}
