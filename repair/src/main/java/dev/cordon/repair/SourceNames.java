package dev.cordon.repair;

/// Names that follow from a source file without compiling it.
final class SourceNames {
    private SourceNames() {}

    static String packageName(Source source) {
        for (String line : source.text().lines().toList()) {
            String bare = line.strip();
            if (bare.startsWith("package ") && bare.indexOf(';') > 0) {
                return bare.substring(8, bare.indexOf(';')).strip();
            }
            if (bare.startsWith("import ") || bare.startsWith("class ")) {
                break;
            }
        }
        return "";
    }

    /// Package and file, for example `org/example/Stack.java`.
    static String inPackage(Source source) {
        String home = packageName(source);
        String file = source.path().getFileName().toString();
        return home.isEmpty() ? file : home.replace('.', '/') + "/" + file;
    }

    /// The binary name of the class that the file is named after.
    static String mainClass(Source source) {
        String file = source.path().getFileName().toString();
        String simple = file.substring(0, file.length() - ".java".length());
        String home = packageName(source);
        return home.isEmpty() ? simple : home + "." + simple;
    }
}
