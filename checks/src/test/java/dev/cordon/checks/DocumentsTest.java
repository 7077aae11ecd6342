package dev.cordon.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the documents say of the code is so.
class DocumentsTest {
    private static final Pattern PATH =
            Pattern.compile("`([a-z]+/[A-Za-z0-9_./-]+\\.(?:java|md|toml|sh|json|c))`");
    private static final int MAX_ARCHITECTURE_LINES = 150;
    private static final int MAX_AGENTS_LINES = 200;

    @Test
    void everyFileThatADocumentNamesExists() {
        List<String> missing = new ArrayList<>();
        for (String document :
                List.of("ARCHITECTURE.md", "README.md", "SECURITY.md", "AGENTS.md")) {
            Matcher names = PATH.matcher(House.text(House.root().resolve(document)));
            while (names.find()) {
                if (!Files.exists(House.root().resolve(names.group(1)))) {
                    missing.add(document + " names " + names.group(1));
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void documentsThatArePartOfEveryReadingStayShort() {
        assertTrue(lines("ARCHITECTURE.md") <= MAX_ARCHITECTURE_LINES);
        assertTrue(lines("AGENTS.md") <= MAX_AGENTS_LINES);
    }

    @Test
    void theVersionIsTheSameEverywhere() {
        Matcher pom =
                Pattern.compile("<artifactId>cordon</artifactId>\\s*<version>([^<]+)</version>")
                        .matcher(House.text(House.root().resolve("pom.xml")));
        assertTrue(pom.find());

        String source =
                House.text(House.root().resolve("cli/src/main/java/dev/cordon/cli/Version.java"));

        assertTrue(source.contains("\"" + pom.group(1) + "\""), "Version.java lags behind pom.xml");
    }

    @Test
    void everyModuleOfTheArchitectureIsBuilt() {
        String architecture = House.text(House.root().resolve("ARCHITECTURE.md"));
        String pom = House.text(House.root().resolve("pom.xml"));
        List<String> unknown = new ArrayList<>();
        for (String module : House.MODULES) {
            boolean named = architecture.contains("| `" + module + "` |");
            if (!named || !pom.contains("<module>" + module + "</module>")) {
                unknown.add(module);
            }
        }
        assertEquals(List.of(), unknown);
    }

    @Test
    void everyDecisionHasItsParts() {
        List<String> incomplete = new ArrayList<>();
        for (Path file : House.files(House.root().resolve("docs/decisions"), ".md")) {
            String name = String.valueOf(file.getFileName());
            String text = House.text(file);
            for (String part : List.of("Status", "Decision", "Why", "What it costs")) {
                if (name.startsWith("0") && !text.contains(part)) {
                    incomplete.add(name + " lacks " + part);
                }
            }
        }
        assertEquals(List.of(), incomplete);
    }

    private static long lines(String document) {
        return House.text(House.root().resolve(document)).lines().count();
    }
}
