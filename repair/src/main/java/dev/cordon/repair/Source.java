package dev.cordon.repair;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.SimpleJavaFileObject;

/// A Java source file in memory.
final class Source {
    private final Path path;
    private final String text;
    private final int[] lineStarts;

    /// @param path relative to the project
    Source(Path path, String text) {
        this.path = path;
        this.text = text;
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            starts.add(i + 1);
        }
        this.lineStarts = starts.stream().mapToInt(Integer::intValue).toArray();
    }

    Path path() {
        return path;
    }

    String text() {
        return text;
    }

    /// The line of an offset, counted from 1.
    int line(long offset) {
        int found = java.util.Arrays.binarySearch(lineStarts, (int) offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    int lines() {
        return lineStarts.length;
    }

    /// The text of a line without its end.
    String lineText(int line) {
        int start = lineStarts[line - 1];
        int end = line < lineStarts.length ? lineStarts[line] - 1 : text.length();
        return text.substring(start, end);
    }

    /// The offset at which a line starts.
    int lineStart(int line) {
        return lineStarts[line - 1];
    }

    /// The white space before the text of the line of an offset.
    String indent(int offset) {
        String line = lineText(line(offset));
        return line.substring(0, line.length() - line.stripLeading().length());
    }

    Source with(List<Edit> edits) {
        return new Source(path, Edit.apply(text, edits));
    }

    SimpleJavaFileObject unit() {
        return new Unit(this);
    }

    private static final class Unit extends SimpleJavaFileObject {
        private final Source source;

        Unit(Source source) {
            // The scheme keeps the path out of javac's hands: nothing is read from the disk.
            super(URI.create("memory:///" + encoded(source.path)), Kind.SOURCE);
            this.source = source;
        }

        private static String encoded(Path path) {
            return path.toString().replace(' ', '_').replace('\\', '/').replace("%", "_");
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source.text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return source.path.getFileName().toString().equals(simpleName + kind.extension);
        }
    }
}
