package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final KeyPair ALICE = keys();
    private static final KeyPair BOB = keys();

    @TempDir Path temporary;

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String id(KeyPair pair) {
        return TrustRoot.written(pair.getPublic());
    }

    private static TrustRoot root(int threshold, String source) {
        return TrustRoot.read(
                "org = \"example\"\nsource = \""
                        + source
                        + "\"\nkeys = [\""
                        + id(ALICE)
                        + "\", \""
                        + id(BOB)
                        + "\"]\nthreshold = "
                        + threshold
                        + "\n",
                "trust.toml");
    }

    private static TrustRoot root(int threshold) {
        return root(threshold, "https://policy.example/bundle");
    }

    private static Json.ObjBuilder manifest(long version) {
        return Json.object()
                .put("schema_version", 1)
                .put("org", "example")
                .put("version", version)
                .put("issued", "2026-05-01T00:00:00Z")
                .put("expires", "2026-07-01T00:00:00Z")
                .put("requirements", "max_session_cost = " + version + "\n");
    }

    private static byte[] signed(Json.ObjBuilder manifest, KeyPair... signers) {
        Map<String, PrivateKey> keys = new LinkedHashMap<>();
        for (KeyPair signer : signers) {
            keys.put(id(signer), signer.getPrivate());
        }
        return Bundle.sign(JsonText.writeBytes(manifest.build()), keys);
    }

    private static String refusal(byte[] envelope, TrustRoot root) {
        return assertThrows(ConfigException.class, () -> Bundle.verify(envelope, root, "b"))
                .getMessage();
    }

    @Test
    void aSignedBundleBringsItsRequirements() {
        Bundle bundle = Bundle.verify(signed(manifest(3), ALICE), root(1), "b");

        assertEquals(List.of(id(ALICE)), bundle.signers());
        assertEquals(Bundle.Unreachable.REFUSE, bundle.unreachable());
        assertEquals(
                "bundle example version 3:1",
                bundle.of("ada", "/srv").origin("max_session_cost").toString());
    }

    @Test
    void oneKeyIsNotTwo() {
        assertEquals(
                "b: is signed by 1 trusted keys, 2 are needed",
                refusal(signed(manifest(1), ALICE), root(2)));
        byte[] twice =
                new String(signed(manifest(1), ALICE), StandardCharsets.UTF_8)
                        .replace("\"signatures\":[", "\"signatures\":[{},")
                        .getBytes(StandardCharsets.UTF_8);
        assertEquals("b: is signed by 1 trusted keys, 2 are needed", refusal(twice, root(2)));
        assertEquals(
                2, Bundle.verify(signed(manifest(1), ALICE, BOB), root(2), "b").signers().size());
    }

    @Test
    void aStrangersSignatureIsNone() {
        assertEquals(
                "b: is signed by 0 trusted keys, 1 are needed",
                refusal(signed(manifest(1), keys()), root(1)));
        byte[] claimed =
                Bundle.sign(
                        JsonText.writeBytes(manifest(1).build()),
                        Map.of(id(ALICE), keys().getPrivate()));
        assertEquals("b: is signed by 0 trusted keys, 1 are needed", refusal(claimed, root(1)));
    }

    @Test
    void noChangedByteIsAcceptedWithOtherContent() {
        byte[] good = signed(manifest(1), ALICE);
        String digest = Bundle.verify(good, root(1), "b").digest();
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertEquals(digest, Bundle.verify(bad, root(1), "b").digest());
            } catch (ConfigException e) {
                assertTrue(e.getMessage().startsWith("b: "), e.getMessage());
            }
        }
    }

    @Test
    void anUnknownMemberIsRefused() {
        assertEquals(
                "b: unknown key \"expire\"; did you mean \"expires\"?",
                refusal(signed(manifest(1).put("expire", "x"), ALICE), root(1)));
    }

    @Test
    void theBundleOfAnotherOrganisationIsRefused() {
        assertEquals(
                "b: is of \"other\", this machine obeys \"example\"",
                refusal(signed(manifest(1).put("org", "other"), ALICE), root(1)));
    }

    @Test
    void aMistakeInItsRequirementsIsRefused() {
        assertEquals(
                "bundle example version 1:1:1: unknown key \"require_jornal\"; did you mean"
                        + " \"require_journal\"?",
                refusal(
                        signed(manifest(1).put("requirements", "require_jornal = true\n"), ALICE),
                        root(1)));
    }

    private static Json group(String name, String users, String repositories, String toml) {
        Json.ObjBuilder group = Json.object().put("name", name).put("requirements", toml);
        if (!users.isEmpty()) {
            group.put("users", List.of(users));
        }
        if (!repositories.isEmpty()) {
            group.put("repositories", List.of(repositories));
        }
        return group.build();
    }

    @Test
    void allGroupsThatCoverUserAndRepositoryHold() {
        Bundle bundle =
                Bundle.verify(
                        signed(
                                manifest(9)
                                        .put(
                                                "groups",
                                                Json.array(
                                                        List.of(
                                                                group(
                                                                        "default",
                                                                        "",
                                                                        "",
                                                                        "max_session_cost = 1\n"),
                                                                group(
                                                                        "ops",
                                                                        "*-ops",
                                                                        "",
                                                                        "max_session_cost = 5\n"),
                                                                group(
                                                                        "pay",
                                                                        "",
                                                                        "/srv/pay*",
                                                                        "max_session_cost = 3\n")))),
                                ALICE),
                        root(1),
                        "b");

        assertEquals("9 1", cost(bundle, "ada", "/srv/shop"));
        assertEquals("9 5", cost(bundle, "ann-ops", "/srv/shop"));
        assertEquals("9 3", cost(bundle, "ada", "/srv/pay/api"));
        assertEquals("9 3", cost(bundle, "ann-ops", "/srv/pay"));
    }

    private static String cost(Bundle bundle, String user, String repository) {
        Requirements requirements = bundle.of(user, repository);
        return bundle.version()
                + " "
                + JsonText.write(
                        requirements.entry("max_session_cost").orElseThrow().value().json());
    }

    @Test
    void somebodyWithoutAGroupIsRefusedWhereThereIsNoDefault() {
        Bundle bundle =
                Bundle.verify(
                        signed(
                                manifest(1)
                                        .put(
                                                "groups",
                                                Json.array(List.of(group("ops", "ops", "", "")))),
                                ALICE),
                        root(1),
                        "b");

        assertEquals(
                "bundle example version 1: no group covers \"ada\" and there is no group"
                        + " \"default\"",
                assertThrows(ConfigException.class, () -> bundle.of("ada", "/")).getMessage());
    }

    @Test
    void aGroupForNobodyIsAMistake() {
        Json nobody =
                Json.object()
                        .put("name", "g")
                        .put("users", List.of())
                        .put("requirements", "")
                        .build();
        assertEquals(
                "b: users of a group must be strings, at least one; or leave it out",
                refusal(
                        signed(manifest(1).put("groups", Json.array(List.of(nobody))), ALICE),
                        root(1)));
    }

    /// A source that can be changed and switched off, and counts.
    private static final class Server implements BundleStore.Fetch {
        private byte[] content = new byte[0];
        private boolean down;
        private final List<String> asked = new ArrayList<>();

        @Override
        public byte[] fetch(String source) throws IOException {
            asked.add(source);
            if (down) {
                throw new IOException("down");
            }
            return content;
        }
    }

    /// The highest version that the journal knows.
    private long journal;

    private String found(Server server, Instant now) {
        try {
            BundleStore.Found found =
                    new BundleStore(temporary, server, _ -> journal).current(root(1), now);
            return found.bundle().version() + " " + found.warnings();
        } catch (ConfigException e) {
            return e.getMessage();
        }
    }

    @Test
    void aFreshCopyIsUsedWithoutAsking() {
        Server server = new Server();
        server.content = signed(manifest(1), ALICE);

        assertEquals("1 []", found(server, NOW));
        assertEquals("1 []", found(server, NOW.plusSeconds(3599)));
        assertEquals(1, server.asked.size());
        server.content = signed(manifest(2), ALICE);
        assertEquals("2 []", found(server, NOW.plusSeconds(3600)));
        assertEquals("2 []", found(server, NOW.minusSeconds(5)));
        assertEquals(3, server.asked.size());
    }

    @Test
    void anOlderVersionIsRefused() {
        Server server = new Server();
        server.content = signed(manifest(2), ALICE);
        found(server, NOW);
        server.content = signed(manifest(1), ALICE);

        assertEquals(
                "https://policy.example/bundle: has version 1, but version 2 was seen already;"
                        + " bundle example version 2: says not to go on without its source",
                found(server, NOW.plusSeconds(4000)));
        server.content = signed(manifest(2).put("requirements", ""), ALICE);
        assertEquals(
                "https://policy.example/bundle: has version 2 with other content than before; bundle"
                        + " example version 2: says not to go on without its source",
                found(server, NOW.plusSeconds(4000)));
    }

    private void remove(String... files) throws IOException {
        for (String file : files) {
            Files.delete(temporary.resolve("policy").resolve(file));
        }
    }

    @Test
    void theFloorOfVersionsOutlivesTheFileThatRemembersIt() throws IOException {
        Server server = new Server();
        server.content = signed(manifest(3), ALICE);
        found(server, NOW);
        remove("state.json");
        server.content = signed(manifest(2), ALICE);
        String refused =
                "https://policy.example/bundle: has version 2, but version 3 was seen already; ";

        assertEquals(
                refused + "bundle example version 3: says not to go on without its source",
                found(server, NOW));
        remove("bundle.json");
        journal = 3;
        assertEquals(refused + "there is: no earlier bundle to go on with", found(server, NOW));
        server.content = signed(manifest(3), ALICE);
        assertEquals("3 []", found(server, NOW));
    }

    @Test
    void anOlderCopyInItsPlaceDoesNotLowerTheFloor() throws IOException {
        Server server = new Server();
        server.content = signed(manifest(3), ALICE);
        found(server, NOW);
        journal = 3;
        remove("state.json");
        Files.write(temporary.resolve("policy/bundle.json"), signed(manifest(1), ALICE));
        server.down = true;

        assertEquals(
                "https://policy.example/bundle cannot be reached: IOException; there is: no earlier"
                        + " bundle to go on with",
                found(server, NOW));
    }

    @Test
    void aCopyThatWasRemovedDoesNotLowerTheFloor() throws IOException {
        Server server = new Server();
        server.content = signed(manifest(3), ALICE);
        found(server, NOW);
        remove("bundle.json");
        server.content = signed(manifest(2), ALICE);

        assertEquals(
                "https://policy.example/bundle: has version 2, but version 3 was seen already; there"
                        + " is: no earlier bundle to go on with",
                found(server, NOW));
    }

    @Test
    void anUnreachableSourceRefusesUnlessTheBundleSaysToContinue() {
        Server server = new Server();
        server.down = true;
        assertEquals(
                "https://policy.example/bundle cannot be reached: IOException; there is: no earlier"
                        + " bundle to go on with",
                found(server, NOW));
        server.down = false;
        server.content = signed(manifest(1), ALICE);
        found(server, NOW);
        server.down = true;
        assertEquals(
                "https://policy.example/bundle cannot be reached: IOException; bundle example"
                        + " version 1: says not to go on without its source",
                found(server, NOW.plusSeconds(4000)));
        server.down = false;
        server.content = signed(manifest(2).put("unreachable", "continue"), ALICE);
        found(server, NOW.plusSeconds(4000));
        server.down = true;
        assertEquals(
                "2 [https://policy.example/bundle cannot be reached: IOException; going on with"
                        + " bundle example version 2]",
                found(server, NOW.plusSeconds(9000)));
        assertEquals(
                "https://policy.example/bundle cannot be reached: IOException; bundle example"
                        + " version 2: expired at 2026-07-01T00:00:00Z",
                found(server, Instant.parse("2026-07-01T00:00:00Z")));
    }

    @Test
    void aChangedCopyIsNotUsed() throws IOException {
        Server server = new Server();
        server.content = signed(manifest(2).put("unreachable", "continue"), ALICE);
        found(server, NOW);
        Files.write(
                temporary.resolve("policy/bundle.json"),
                signed(manifest(1).put("unreachable", "continue"), ALICE));
        server.down = true;

        assertEquals(
                "https://policy.example/bundle cannot be reached: IOException; there is: no earlier"
                        + " bundle to go on with",
                found(server, NOW));
    }

    @Test
    void aBundleMayBeAFile() throws IOException {
        Path file = temporary.resolve("b.json");
        Files.write(file, signed(manifest(4), ALICE));
        BundleStore store =
                new BundleStore(
                        temporary,
                        source -> {
                            throw new AssertionError(source);
                        },
                        _ -> 0);

        assertEquals(4, store.current(root(1, file.toString()), NOW).bundle().version());
    }

    @Test
    void mistakesInTheTrustFileAreRefused() {
        assertEquals(
                "t: org is missing",
                assertThrows(ConfigException.class, () -> TrustRoot.read("", "t")).getMessage());
        assertEquals(
                "t: source must be an https:// address or an absolute path, found"
                        + " \"http://policy.example\"",
                assertThrows(
                                ConfigException.class,
                                () ->
                                        TrustRoot.read(
                                                "org = \"o\"\nsource = \"http://policy.example\"\n",
                                                "t"))
                        .getMessage());
        assertEquals(
                "t:3:9: a key is ed25519: and 32 bytes in Base64, found \"ed25519:AA\"",
                assertThrows(
                                ConfigException.class,
                                () ->
                                        TrustRoot.read(
                                                "org = \"o\"\nsource = \"/b\"\nkeys = [\"ed25519:AA\"]\n",
                                                "t"))
                        .getMessage());
        assertEquals(
                "t: threshold is 1 but there are 0 keys",
                assertThrows(
                                ConfigException.class,
                                () -> TrustRoot.read("org = \"o\"\nsource = \"/b\"\n", "t"))
                        .getMessage());
    }
}
