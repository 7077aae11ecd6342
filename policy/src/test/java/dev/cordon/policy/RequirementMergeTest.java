package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.policy.ConfigKey.Support;
import dev.cordon.policy.RequirementKeys.Merge;
import dev.cordon.protocol.JsonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RequirementMergeTest {
    private static final String TABLE =
            """
            allowed_approval_policies | ["never", "untrusted"] | ["untrusted", "on-request"] | ["untrusted"]
            allowed_approvals_reviewers | ["user"] | ["auto_review"] | []
            allowed_sandbox_modes | ["read-only", "workspace-write"] | ["read-only"] | ["read-only"]
            allowed_web_search_modes | ["cached", "live"] | ["cached"] | ["cached"]
            allowed_models | ["gpt-*", "x"] | ["gpt-5*", "y"] | ["gpt-5*"]
            allowed_login_methods | ["api", "chatgpt"] | ["api"] | ["api"]
            allowed_permission_profiles.p | true | false | false
            require_journal | false | true | true
            require_sandbox | true | false | true
            allow_degraded | true | false | false
            allow_outside_sandbox | false | true | false
            allow_login_shell | true | false | false
            permissions.filesystem.deny_read | ["/a"] | ["/b"] | ["/a","/b"]
            max_session_cost | 2.5 | 2 | 2
            max_session_tokens | 10 | 20 | 10
            max_session_seconds | 20 | 10 | 10
            auto_review.required_on_models | ["a"] | ["b"] | ["a","b"]
            guardian_extra_policy | "a" | "b" | "a\\n\\nb"
            additional_developer_instructions | "a" | "b" | "a\\n\\nb"
            network.enabled | true | false | false
            network.domains."h" | "allow" | "deny" | "deny"
            network.managed_allowed_domains_only | false | true | true
            network.dangerously_allow_all_unix_sockets | true | false | false
            on_reroute | "ask" | "stop" | "stop"
            allow_managed_hooks_only | true | false | true
            network.review_domains | ["a"] | ["b"] | ["a","b"]
            network.methods | "any" | "read-only" | "read-only"
            network.permitted_addresses | ["10.0.0.0/8", "fd00::/8"] | ["10.0.0.0/8"] | ["10.0.0.0/8"]
            network.unix_sockets.p | "deny" | "deny" | "deny"
            network.allow_local_binding | true | false | false
            network.allow_upstream_proxy | false | false | false
            network.dangerously_allow_non_loopback_proxy | false | false | false
            """;

    private static Requirements one(String key, String value, String file) {
        return Requirements.read(key + " = " + value + "\n", file);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = TABLE)
    void bothHoldWhicheverComesFirst(String key, String a, String b, String both) {
        Requirements first = one(key, a, "a.toml");
        Requirements second = one(key, b, "b.toml");

        assertEquals(both, value(first.merge(second), key));
        assertEquals(sorted(both), sorted(value(second.merge(first), key)));
    }

    /// Keys that are put together in a way of their own, each with the test that shows it.
    private static final Map<String, String> BY_A_TEST_OF_THEIR_OWN =
            Map.of(
                    "rules", "rulesAndExamplesOfBothHold",
                    "tests.[].command", "rulesAndExamplesOfBothHold",
                    "tests.[].host", "rulesAndExamplesOfBothHold",
                    "tests.[].path", "rulesAndExamplesOfBothHold",
                    "tests.[].access", "rulesAndExamplesOfBothHold",
                    "tests.[].expect", "rulesAndExamplesOfBothHold",
                    "remote_sandbox_config.[].hostname_patterns",
                            "whatMachinesMayIsIntersectedLikeTheModesOfAll",
                    "remote_sandbox_config.[].allowed_sandbox_modes",
                            "whatMachinesMayIsIntersectedLikeTheModesOfAll");

    /// A key that is new here must be in the table above or equal, or this names it.
    @Test
    void everyKeyOfTheSchemaHasATest() throws NoSuchMethodException {
        Set<String> shown = new HashSet<>(BY_A_TEST_OF_THEIR_OWN.keySet());
        TABLE.lines().forEach(line -> shown.add(line.substring(0, line.indexOf(' '))));
        equal().forEach(shown::add);
        withOneWord().forEach(shown::add);
        refused().forEach(shown::add);
        oldNames().forEach(shown::add);
        List<String> missing = new ArrayList<>();
        for (RequirementKeys.Row row : RequirementKeys.table().rows()) {
            String name = row.key().name();
            if (!shown.contains(name)
                    && !shown.contains(
                            name.replace("domains.*", "domains.\"h\"").replace('*', 'p'))) {
                missing.add(name);
            }
        }

        assertEquals(List.of(), missing);
        for (String test : BY_A_TEST_OF_THEIR_OWN.values()) {
            assertEquals(test, getClass().getDeclaredMethod(test).getName());
        }
    }

    static Stream<String> refused() {
        return RequirementKeys.table().rows().stream()
                .filter(row -> row.key().support() == Support.REFUSED)
                .map(row -> row.key().name());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aControlThatIsNotThereStopsTheStart(String name) {
        String sentence =
                assertThrows(
                                ConfigException.class,
                                () -> one(name.replace('*', 'p'), "true", "a.toml"))
                        .getMessage();

        assertTrue(sentence.startsWith("a.toml:1:"), sentence);
        assertTrue(sentence.contains(name.replace('*', 'p') + " asks for a protection"), sentence);
    }

    static Stream<String> withOneWord() {
        return RequirementKeys.table().rows().stream()
                .filter(row -> row.key().allowed().size() == 1)
                .map(row -> row.key().name());
    }

    /// So no two files can contradict each other.
    @ParameterizedTest
    @MethodSource("withOneWord")
    void aKeyWithOneWordTakesNoOther(String name) {
        String only = row(name).key().allowed().getFirst();

        assertEquals(
                one(name, '"' + only + '"', "a.toml").settings(),
                one(name, '"' + only + '"', "a.toml")
                        .merge(one(name, '"' + only + '"', "a.toml"))
                        .settings());
        assertThrows(ConfigException.class, () -> one(name, "\"other\"", "a.toml"));
    }

    static Stream<String> oldNames() {
        return RequirementKeys.table().rows().stream()
                .map(row -> row.key().name())
                .filter(name -> name.startsWith("experimental_network."));
    }

    @ParameterizedTest
    @MethodSource("oldNames")
    void anOldNameMeansTheSameAsTheNewOne(String name) {
        RequirementKeys.Row row = row(name);
        RequirementKeys.Row other = row(name.substring("experimental_".length()));

        assertEquals(other.merge(), row.merge());
        assertEquals(other.key().named(name), row.key());
        if (row.key().support() == Support.USED) {
            String full = name.replace('*', 'p');
            String value =
                    switch (row.key().kind()) {
                        case BOOL -> "false";
                        case TEXTS -> "[\"a.example\"]";
                        case TEXT, PATH, INTEGER, NUMBER, PATHS, TREE -> example(row.key(), 1);
                    };
            assertEquals(
                    one(full.substring("experimental_".length()), value, "a.toml").settings(),
                    one(full, value, "a.toml").settings());
        }
    }

    private static RequirementKeys.Row row(String name) {
        return RequirementKeys.table().rows().stream()
                .filter(row -> row.key().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Stream<String> equal() {
        return RequirementKeys.table().rows().stream()
                .filter(row -> row.merge() == Merge.EQUAL)
                .filter(row -> row.key().support() == Support.USED)
                .filter(row -> row.key().allowed().size() != 1)
                .filter(row -> !row.key().name().startsWith("experimental_network."))
                .map(row -> row.key().name());
    }

    @ParameterizedTest
    @MethodSource("equal")
    void bothMustSayTheSame(String name) {
        ConfigKey key =
                RequirementKeys.table().keys().all().stream()
                        .filter(k -> k.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        String full = name.replace('*', 'p');
        Requirements a = one(full, example(key, 1), "a.toml");
        Requirements same = one(full, example(key, 1), "b.toml");
        Requirements other = one(full, example(key, 2), "c.toml");

        assertEquals(value(a, full), value(a.merge(same), full));
        assertEquals(
                "a.toml:1:1: " + full + " contradicts c.toml:1; both must say the same",
                assertThrows(ConfigException.class, () -> a.merge(other)).getMessage());
    }

    private static String example(ConfigKey key, int number) {
        if (!key.allowed().isEmpty()) {
            return '"' + key.allowed().get(number - 1) + '"';
        }
        return switch (key.kind()) {
            case TEXT -> "\"t" + number + "\"";
            case PATH -> "\"/p" + number + "\"";
            case INTEGER, NUMBER -> "" + number;
            case BOOL -> number == 1 ? "true" : "false";
            case TEXTS, PATHS -> "[\"/" + number + "\"]";
            case TREE -> "{n = " + number + "}";
        };
    }

    @Test
    void whatMachinesMayIsIntersectedLikeTheModesOfAll() {
        String text =
                """
                allowed_sandbox_modes = ["read-only"]
                [[remote_sandbox_config]]
                hostname_patterns = ["build-*"]
                allowed_sandbox_modes = ["read-only", "workspace-write"]
                """;
        Requirements build = Requirements.read(text, "a", () -> "Build-7");
        Requirements desk = Requirements.read(text, "a", () -> "desk");
        Requirements other =
                Requirements.read("allowed_sandbox_modes = [\"workspace-write\"]\n", "b");

        assertEquals(List.of("read-only", "workspace-write"), modes(build));
        assertEquals(List.of("read-only"), modes(desk));
        assertEquals(List.of("workspace-write"), modes(build.merge(other)));
        assertEquals(List.of(), modes(other.merge(desk)));
        assertEquals(
                "a:1:1: remote_sandbox_config needs hostname_patterns and allowed_sandbox_modes",
                assertThrows(
                                ConfigException.class,
                                () ->
                                        Requirements.read(
                                                "remote_sandbox_config = [{hostname_patterns ="
                                                        + " [\"x\"]}]\n",
                                                "a",
                                                () -> "y"))
                        .getMessage()
                        .replace("a:1:26", "a:1:1"));
    }

    private static List<String> modes(Requirements requirements) {
        return requirements.texts("allowed_sandbox_modes").orElseThrow();
    }

    @Test
    void aWordContradictsATableOfTheSameName() {
        Requirements none = one("otel.exporter", "\"none\"", "a.toml");
        Requirements some = one("otel.exporter.otlp-http.endpoint", "\"http://h\"", "b.toml");

        assertEquals(
                "a.toml:1:1: otel.exporter contradicts otel.exporter.otlp-http.endpoint at"
                        + " b.toml:1",
                assertThrows(ConfigException.class, () -> none.merge(some)).getMessage());
    }

    @Test
    void hostsOfOneFileAreDroppedWhereTheOtherManagesAllHosts() {
        Requirements strict =
                Requirements.read(
                        "[network]\n"
                                + "managed_allowed_domains_only = true\n"
                                + "domains.\"a\" = \"allow\"\n",
                        "a");
        Requirements wide = Requirements.read("network.domains.\"b\" = \"allow\"\n", "b");

        for (Requirements both : List.of(strict.merge(wide), wide.merge(strict))) {
            assertTrue(both.entry("network.domains.a").isPresent());
            assertTrue(both.entry("network.domains.b").isEmpty());
        }
    }

    @Test
    void onlyServersThatBothKnowRemain() {
        Requirements a =
                Requirements.read(
                        "mcp_servers.x.identity.command = \"x\"\n"
                                + "mcp_servers.y.identity.url = \"y\"\n",
                        "a");
        Requirements b = Requirements.read("mcp_servers.x.identity.command = \"x\"\n", "b");
        Requirements none = Requirements.read("mcp_servers = {}\n", "c");

        assertEquals(1, a.merge(b).settings().size());
        assertEquals(0, none.merge(a).settings().size());
        assertEquals(0, a.merge(none).settings().size());
        assertTrue(a.merge(none).hasTable("mcp_servers"));
    }

    @Test
    void rulesAndExamplesOfBothHold() {
        Requirements a =
                Requirements.read(
                        "rules.prefix_rules = [{pattern = [\"a\"]}]\n"
                                + "tests = [{host = \"h\", expect = \"deny\"}]\n",
                        "a");
        Requirements b =
                Requirements.read(
                        "rules.prefix_rules = [{pattern = [\"b\"]}]\n"
                                + "tests = [{host = \"i\", expect = \"deny\"}]\n",
                        "b");

        assertEquals(2, a.merge(b).rules().size());
        assertEquals(
                List.of("a:2 h", "b:2 i"),
                a.merge(b).examples().stream().map(e -> e.origin() + " " + e.text()).toList());
    }

    @Test
    void aContradictionBetweenFilesIsRefused() {
        Requirements a = Requirements.read("network.enabled = false\n", "a");
        Requirements b = Requirements.read("network.domains.\"h\" = \"allow\"\n", "b");

        assertEquals(
                "b:1:1: network.domains.h = \"allow\" contradicts network.enabled = false at a:1",
                assertThrows(ConfigException.class, () -> a.merge(b)).getMessage());
    }

    private static String value(Requirements requirements, String key) {
        return requirements.settings().stream()
                .filter(s -> s.key().equals(key.replace("\"h\"", "h")))
                .map(s -> JsonText.write(s.value()))
                .findFirst()
                .orElseThrow();
    }

    private static String sorted(String text) {
        char[] letters = text.toCharArray();
        java.util.Arrays.sort(letters);
        return new String(letters);
    }
}
