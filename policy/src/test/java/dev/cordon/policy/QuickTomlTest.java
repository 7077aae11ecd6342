package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class QuickTomlTest {
    private static final String PLAIN =
            """
            # what people write
            model = "gpt-5"   # the usual one
            project_doc_max_bytes = 1000
            "quoted key" = 'literal \\ string'

            [sandbox_workspace_write]
            writable_roots = ["/a", '/b', ]
            network_access = false

            [projects."/srv/shop"]
            trust_level = "trusted"
            [ model_providers . acme ]
            base_url = "http://127.0.0.1/\\"v1\\""
            """;

    private static final String[] PIECES = {
        "a",
        "b",
        "model",
        "\"q k\"",
        "'l'",
        " = ",
        "=",
        ".",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        ",",
        "1",
        "-0",
        "007",
        "1_000",
        "0x1f",
        "1.5",
        "true",
        "false",
        "truely",
        "\"s\"",
        "\"\\n\"",
        "\"\\\"\"",
        "'''",
        "\"\"\"",
        "\n",
        "\n",
        "\n",
        "\r\n",
        " ",
        "\t",
        "# note",
        "#\u00e9",
        "\u00e9",
        "inf",
        "nan",
        "2020-01-01",
        "[a]\n",
        "[a.b]\n",
        "x = 1\n",
        "y = [1, 2]\n",
        "z = \"w\"\n",
        "\0",
        "\u007f",
        "99999999999999999999",
        "9223372036854775807"
    };

    @Test
    void readsWhatPeopleWriteWithoutTheFullParser() {
        assertTrue(QuickToml.read(PLAIN).isPresent());
        assertEquals(TomlReader.Full.read(PLAIN, "f"), QuickToml.read(PLAIN).orElseThrow());
    }

    @Test
    void whereItAnswersTheFullParserGivesTheSameAnswer() {
        Random random = new Random(20_261_121);
        int answered = 0;
        for (int round = 0; round < 20_000; round++) {
            String text = text(random);
            Optional<Toml.Table> quick = QuickToml.read(text);
            if (quick.isPresent()) {
                answered++;
                assertEquals(TomlReader.Full.read(text, "f"), quick.get(), text);
            }
        }
        assertTrue(answered > 1_000, "only " + answered + " texts were plain");
    }

    @Test
    void aMangledPlainFileIsNeverReadDifferently() {
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder(PLAIN);
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                }
            }
            Optional<Toml.Table> quick = QuickToml.read(text.toString());
            if (quick.isPresent()) {
                assertEquals(
                        TomlReader.Full.read(text.toString(), "f"), quick.get(), text.toString());
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int lines = random.nextInt(4); lines >= 0; lines--) {
            if (random.nextInt(3) > 0) {
                String key = PIECES[random.nextInt(5)];
                text.append(key).append(" = ").append(PIECES[random.nextInt(PIECES.length)]);
                text.append('\n');
            }
            for (int i = random.nextInt(6); i > 0 && random.nextBoolean(); i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }
}
