package dev.cordon.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// No file holds more than one idea for long: main or test, a file that grows past the bound is
/// split.
class FileSizeTest {
    private static final int MAX_LINES = 500;

    /// Tables, which have no second idea however long they are.
    private static final Set<String> TABLES = Set.of();

    @Test
    void noJavaFileIsLongerThanTheBound() {
        List<String> tooLong = new ArrayList<>();
        List<String> modules = new ArrayList<>(House.MODULES);
        modules.add("checks");
        for (String module : modules) {
            for (Path file : House.files(House.root().resolve(module).resolve("src"), ".java")) {
                long lines = House.text(file).lines().count();
                if (lines > MAX_LINES && !TABLES.contains(file.getFileName().toString())) {
                    tooLong.add(file.getFileName() + " has " + lines + " lines");
                }
            }
        }
        assertEquals(List.of(), tooLong);
    }
}
