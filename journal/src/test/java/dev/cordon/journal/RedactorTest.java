package dev.cordon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RedactorTest {
    private static final Redactor REDACTOR =
            Redactor.standard("a key".getBytes(StandardCharsets.UTF_8));

    @Test
    void theRulesKnowMoreThanFortyKinds() {
        assertTrue(SecretRules.kinds(SecretRules.standard()).size() >= 60);
    }

    @Test
    void everyPlantedSecretIsRemoved() {
        List<PlantedSecrets.Planted> planted = new PlantedSecrets(1).all();
        List<String> missed = new ArrayList<>();
        for (PlantedSecrets.Planted one : planted) {
            if (REDACTOR.redact(one.text()).contains(one.secret())) {
                missed.add(one.kind() + ": " + one.text());
            }
        }
        assertTrue(planted.size() >= 380, "planted " + planted.size());
        assertTrue(planted.stream().map(PlantedSecrets.Planted::kind).distinct().count() >= 50);
        assertEquals(List.of(), missed, "recall " + (planted.size() - missed.size()));
    }

    @Test
    void theProjectsOwnSourcesHaveNoSecrets() throws Exception {
        Path root = Path.of(System.getProperty("cordon.root", ".."));
        List<String> found = new ArrayList<>();
        long bytes = 0;
        for (Path file : sources(root)) {
            String text = Files.readString(file);
            bytes += text.length();
            for (Redactor.Finding finding : REDACTOR.find(text)) {
                String line = text.substring(finding.start(), finding.end());
                found.add(root.relativize(file) + " " + finding.kind() + " " + line);
            }
        }
        assertTrue(bytes > 100_000, "read only " + bytes);
        assertEquals(List.of(), found);
    }

    /// Only the modules' sources: what a build left beside them may belong to another user.
    private static List<Path> sources(Path root) throws Exception {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.toList()) {
                Path main = module.resolve("src/main");
                if (Files.isDirectory(main)) {
                    try (Stream<Path> files = Files.walk(main)) {
                        files.filter(file -> file.toString().endsWith(".java"))
                                .forEach(sources::add);
                    }
                }
            }
        }
        return sources;
    }

    @Test
    void ordinaryTextComesBackAsTheSameObject() {
        for (String text :
                List.of(
                        "",
                        "password",
                        "password: ",
                        "The password must have 8 characters and 1 digit.",
                        "String password = config.getPassword();",
                        "password = request.password1;",
                        "token = tokenizer.next();",
                        "if (token == null) { token = nextToken(); }",
                        "private final String apiKey;",
                        "api_key = os.environ['API_KEY']",
                        "password: ${DB_PASSWORD}",
                        "password: {{ vault.password }}",
                        "<password>${env.PASSWORD}</password>",
                        "API_KEY=your-api-key-goes-here-123",
                        "token_count: 1234567890123",
                        "secret: false",
                        "SecretKeySpec key = new SecretKeySpec(bytes, \"AES\");",
                        "commit 3f786850e387550fdab836ed7e6dc881de23001b",
                        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                        "import { token } from './token-1a2b3c4d5e';",
                        "https://example.org:8443/path@version",
                        "proxy at http://user:password@proxy:3128",
                        "AKIAXXXXXXXXXXXXXXXX",
                        "sk-learn and sk-build are packages",
                        "key-value store; key-1234",
                        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
                        "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
                        "uuid 0190f5fe-7a3b-7c3e-9d2f-1a2b3c4d5e6f")) {
            assertSame(text, REDACTOR.redact(text), text);
        }
    }

    @Test
    void theReplacementNamesTheKindAndEqualSecretsHaveEqualDigests() {
        String secret = "ghp_" + "aB3dE6gH9".repeat(4);
        String clean = REDACTOR.redact("a " + secret + " b " + secret);
        String digest = clean.substring("a [secret:github-token:".length()).substring(0, 8);
        assertEquals(
                "a [secret:github-token:" + digest + "] b [secret:github-token:" + digest + "]",
                clean);
        assertFalse(
                Redactor.standard(new byte[] {1}).redact(secret).contains(digest),
                "another key gives another digest");
    }

    @Test
    void whatWasRedactedStaysAsItIs() {
        String once = REDACTOR.redact("password = \"hunter2!hunter\" ghp_" + "aB3dE6gH9".repeat(4));
        assertEquals(once, REDACTOR.redact(once));
    }

    @Test
    void knownValuesAreFoundInEveryForm() {
        String value = "tr0ub4dor &3/x";
        Redactor redactor = REDACTOR.withKnown("credential", List.of(value, "short"));
        assertEquals(
                -1,
                redactor.redact(
                                "plain tr0ub4dor &3/x url tr0ub4dor+%263%2Fx base64"
                                        + " dHIwdWI0ZG9yICYzL3g=")
                        .indexOf("tr0ub4dor"));
        assertEquals("short", redactor.redact("short"));
        assertFalse(redactor.redact("dHIwdWI0ZG9yICYzL3g=").contains("dHIwdWI0ZG9yICYz"));
    }

    @Test
    void theEnvironmentsSecretsAreThoseWithTellingNames() {
        assertEquals(
                List.of("abcdefgh1"),
                Redactor.secretsOf(
                        Map.of(
                                "MY_TOKEN",
                                "abcdefgh1",
                                "SSH_AUTH_SOCK",
                                "/run/agent",
                                "LANG",
                                "C.UTF-8")));
    }

    @Test
    void theNameOfAJsonMemberCounts() {
        Json.Obj body =
                Json.object()
                        .put("password", "Tr0ub4dor!")
                        .put("argv", List.of("deploy", "--token", "aB3dE6gH9jK2mN5pQ8sT"))
                        .put("n", 1)
                        .build();
        String clean = CanonicalJson.text(RedactingJournal.redacted(REDACTOR, body));
        assertFalse(clean.contains("Tr0ub4dor"), clean);
        assertFalse(clean.contains("aB3dE6"), clean);
        assertTrue(clean.contains("\"deploy\",\"--token\""), clean);
    }

    @Test
    void piecesGiveTheSameAsTheWhole() throws Exception {
        Random random = new Random(5);
        for (PlantedSecrets.Planted planted : new PlantedSecrets(2).all()) {
            String text = "first line\n" + planted.text() + "\nlast line\n";
            StringBuilder out = new StringBuilder();
            try (RedactingWriter writer = new RedactingWriter(REDACTOR, out)) {
                for (int at = 0; at < text.length(); ) {
                    int end = Math.min(text.length(), at + 1 + random.nextInt(20));
                    writer.write(text.substring(at, end));
                    at = end;
                }
            }
            assertEquals(REDACTOR.redact(text), out.toString(), planted.text());
        }
    }

    @Test
    void bytesInAnyPiecesBecomeTheSameFileAndCharactersStayWhole() throws Exception {
        String secret = "ghp_" + "aB3dE6gH9kLm".repeat(3);
        String text =
                "\u00e9\u2603\ud83d\ude00 ".repeat(9_000)
                        + "\ntoken "
                        + secret
                        + "\n\ud83d\ude00 end \u00e9";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int size : new int[] {1, 7, 4096, bytes.length}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (RedactingStream stream = new RedactingStream(REDACTOR, out)) {
                for (int at = 0; at < bytes.length; at += size) {
                    stream.write(bytes, at, Math.min(size, bytes.length - at));
                }
            }
            assertEquals(REDACTOR.redact(text), out.toString(StandardCharsets.UTF_8));
        }
    }

    private static final long TOO_SMALL_TO_COMPARE_NANOS = 500_000_000;

    @Test
    void hostileTextCostsNoMoreThanItsLength() throws Exception {
        for (String piece :
                List.of(
                        "password=",
                        "://",
                        "eyJ",
                        "-----BEGIN PRIVATE KEY-----",
                        "cookie: a=",
                        "machine ",
                        "sk-",
                        "\"token\":\"",
                        "Private-Lines: 1\n",
                        "AKIA")) {
            long quarter = cpuNanos(piece.repeat(100_000 / piece.length()));
            long whole = cpuNanos(piece.repeat(400_000 / piece.length()));
            // Four times as much may cost four times as much; with a square it would be sixteen.
            assertTrue(
                    whole < TOO_SMALL_TO_COMPARE_NANOS || whole < 10 * quarter,
                    piece + " took " + quarter + " ns, four times as much " + whole + " ns");
        }
    }

    /// What it costs the processor, whatever else the machine does.
    private static long cpuNanos(String text) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        REDACTOR.redact(text);
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
    }
}
