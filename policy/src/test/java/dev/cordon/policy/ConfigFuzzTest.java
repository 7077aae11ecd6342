package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ConfigFuzzTest {
    private static final List<String> PIECES =
            List.of(
                    "model",
                    "sandbox_mode",
                    "approval_policy",
                    "granular",
                    "rules",
                    "projects",
                    "\"/a\"",
                    "permissions",
                    "*",
                    "[]",
                    "profiles",
                    "hooks",
                    "mcp_servers",
                    ".",
                    ".",
                    " = ",
                    " = ",
                    "\n",
                    "\n",
                    "[",
                    "]",
                    "[[",
                    "]]",
                    "{",
                    "}",
                    ",",
                    "true",
                    "1",
                    "-1",
                    "1e9",
                    "nan",
                    "0x",
                    "1_0",
                    "\"never\"",
                    "'x'",
                    "\"\"\"",
                    "'''",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"\\x\"",
                    "2020-01-01",
                    "25:00:00",
                    "#",
                    "\0",
                    "\u200b",
                    "\ud83d",
                    "\r",
                    "\t",
                    "99999999999999999999",
                    "\"",
                    "'");

    private static void read(String text) {
        try {
            ConfigLayer layer =
                    ConfigLayer.check(
                            TomlReader.read(text, "f"),
                            dev.cordon.protocol.Origin.Layer.USER,
                            "f",
                            ConfigKeys.table());
            assertFalse(layer.values().containsKey(""), text);
            Requirements.read(text, "f").settings();
        } catch (ConfigException e) {
            assertTrue(e.getMessage().startsWith("f:"), e.getMessage());
            for (int i = 0; i < e.getMessage().length(); i++) {
                char c = e.getMessage().charAt(i);
                assertTrue(c >= ' ' || c == '\n', () -> "control character in: " + e.getMessage());
            }
        }
    }

    @Test
    void whateverAFileHoldsItIsReadOrRefusedWithASentence() {
        Random random = new Random(4711);
        for (int round = 0; round < 15_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(24); i >= 0; i--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            read(text.toString());
        }
    }

    @Test
    void whateverFollowsTheOptionIsAValueOrAString() {
        Random random = new Random(4712);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            TomlReader.value(text.toString());
        }
    }
}
