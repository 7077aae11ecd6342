package dev.cordon.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final Provider OPENAI = new Providers(Map.of(), Optional.empty()).get("openai");

    @TempDir private Path home;

    @Test
    void theFirstVariableWins() throws InterruptedException {
        Map<String, String> all =
                Map.of("CODEX_API_KEY", "k1", "CORDON_API_KEY", "k2", "OPENAI_API_KEY", "k3");
        Map<String, String> some = new HashMap<>(all);
        assertEquals("k1", key(credentials(all)));
        some.put("CODEX_API_KEY", " ");
        assertEquals("k2", key(credentials(some)));
        some.remove("CORDON_API_KEY");
        assertEquals("k3", key(credentials(some)));
    }

    @Test
    void withoutAKeyTheMessageSaysHowToGiveOne() {
        ProviderException e =
                assertThrows(ProviderException.class, () -> credentials(Map.of()).find(OPENAI));
        assertTrue(e.getMessage().startsWith("Missing environment variable: "), e.getMessage());
        assertTrue(e.getMessage().contains("cordon login --with-api-key"), e.getMessage());
    }

    @Test
    void aStoredKeyIsInAFileForTheOwnerOnly() throws Exception {
        Credentials credentials = credentials(Map.of());
        credentials.store("openai", new Secret(" sk-stored\n"));

        assertEquals("sk-stored", key(credentials));
        assertEquals(Optional.of("the key file"), credentials.status(OPENAI));
        assertEquals("rw-------", mode(file()));
        assertEquals("rwx------", mode(file().getParent()));
        assertTrue(credentials.delete("openai"));
        assertFalse(credentials.delete("openai"));
        assertEquals(Optional.empty(), credentials.status(OPENAI));
    }

    @Test
    void aFileThatOthersCanReadIsRefused() throws Exception {
        Credentials credentials = credentials(Map.of());
        credentials.store("openai", new Secret("sk-stored"));
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        ProviderException e = assertThrows(ProviderException.class, () -> credentials.find(OPENAI));
        assertTrue(e.getMessage().contains("chmod 600"), e.getMessage());
        assertFalse(e.getMessage().contains("sk-stored"), e.getMessage());
    }

    @Test
    void aBrokenFileIsNamedWithoutItsContent() throws Exception {
        Credentials credentials = credentials(Map.of());
        credentials.store("openai", new Secret("sk-stored"));
        Files.writeString(file(), "{\"keys\":{\"openai\":{\"key\":\"sk-stored\"");
        ProviderException e = assertThrows(ProviderException.class, () -> credentials.find(OPENAI));
        assertTrue(e.getMessage().contains("is broken"), e.getMessage());
        assertFalse(e.getMessage().contains("sk-stored"), e.getMessage());
    }

    @Test
    void theKeyringIsUsedIfThereIsOne() throws Exception {
        Path bin = Files.createDirectory(home.resolve("bin"));
        Path kept = home.resolve("kept");
        script(
                bin.resolve("secret-tool"),
                "echo \"$@\" >> " + home.resolve("argv"),
                "case \"$1\" in",
                "store) cat > " + kept + " ;;",
                "lookup) cat " + kept + " ;;",
                "clear) rm " + kept + " ;;",
                "esac");
        Credentials credentials =
                credentials(
                        Map.of(
                                "PATH",
                                bin + ":/usr/bin:/bin",
                                "DBUS_SESSION_BUS_ADDRESS",
                                "unix:path=/nowhere"));
        assertEquals("the keyring", credentials.store("openai", new Secret("sk-ring")));

        assertEquals("sk-ring", key(credentials));
        assertFalse(Files.readString(file()).contains("sk-ring"));
        assertFalse(Files.readString(home.resolve("argv")).contains("sk-ring"));
        assertTrue(credentials.delete("openai"));
        assertFalse(Files.exists(kept));
    }

    @Test
    void aBrokenKeyringFallsBackToTheFile() throws Exception {
        Path bin = Files.createDirectory(home.resolve("bin"));
        script(bin.resolve("secret-tool"), "exit 1");
        Credentials credentials =
                credentials(
                        Map.of("PATH", bin.toString(), "DBUS_SESSION_BUS_ADDRESS", "unix:path=/x"));
        assertEquals(
                "a file that only you can read",
                credentials.store("openai", new Secret("sk-file")));
        assertEquals("sk-file", key(credentials));
    }

    @Test
    void aRefusedKeyIsRenewedOnceByItsCommand() throws Exception {
        Path command = home.resolve("token");
        script(
                command,
                "n=$(cat " + home.resolve("n") + " 2>/dev/null || echo 0)",
                "echo $((n + 1)) > " + home.resolve("n"),
                "pwd > " + home.resolve("where"),
                "echo token-$n");
        try (ScriptedServer server =
                ScriptedServer.start(
                        ScriptedServer.status(401, "{}"),
                        ScriptedServer.sse(Asking.CREATED, Asking.DONE, Asking.COMPLETED),
                        ScriptedServer.status(401, "{}"),
                        ScriptedServer.status(401, "{}"))) {
            Provider provider = withCommand(server, command, 5000);
            ModelClients.Options options =
                    new ModelClients.Options(
                            credentials(Map.of("PATH", "/usr/bin:/bin")),
                            new Network(Proxies.NONE, Optional.empty()),
                            RetryLimits.DEFAULT,
                            "cordon/test");
            try (ModelClient client =
                    Asking.client(
                            provider, Asking.profile("gpt-5.2"), options, new Asking.NoWaiting())) {
                ModelRequest request = Asking.request("gpt-5.2", List.of(Asking.user("x")));
                Asking.completed(Asking.ask(client, request));
                assertEquals(
                        FailureKind.UNAUTHORIZED,
                        Asking.failed(Asking.ask(client, request)).kind());
            }
            assertEquals(
                    List.of("Bearer token-0", "Bearer token-1", "Bearer token-1", "Bearer token-2"),
                    server.requests().stream().map(r -> r.headers().get("authorization")).toList());
            assertEquals(home.toRealPath() + "\n", Files.readString(home.resolve("where")));
        }
    }

    @Test
    void aCommandThatHangsOrFailsIsNamedWithoutItsOutput() throws Exception {
        Path slow = home.resolve("slow");
        script(slow, "echo sk-partial", "exec sleep 60");
        Path failing = home.resolve("failing");
        script(failing, "echo sk-partial", "exit 3");
        Credentials credentials = credentials(Map.of("PATH", "/usr/bin:/bin"));
        try (ScriptedServer server = ScriptedServer.start()) {
            for (Path command : List.of(slow, failing, home.resolve("missing"))) {
                ProviderException e =
                        assertThrows(
                                ProviderException.class,
                                () -> credentials.find(withCommand(server, command, 200)));
                assertTrue(e.getMessage().contains(command.toString()), e.getMessage());
                assertFalse(e.getMessage().contains("sk-partial"), e.getMessage());
            }
        }
    }

    @Test
    void aMissingKeyIsAConfigurationFailureBeforeAnythingIsSent() {
        try (ScriptedServer server = ScriptedServer.start()) {
            Provider openai =
                    new Providers(Map.of(), Optional.of(server.uri().toString())).get("openai");
            try (ModelClient client = Asking.client(openai, Asking.profile("gpt-5.2"))) {
                assertEquals(
                        FailureKind.CONFIGURATION,
                        Asking.failed(
                                        Asking.ask(
                                                client,
                                                Asking.request(
                                                        "gpt-5.2", List.of(Asking.user("x")))))
                                .kind());
            }
            assertEquals(List.of(), server.requests());
        }
    }

    @Test
    void aKeyShowsItselfNowhere() {
        Secret secret = new Secret("sk-1");
        assertEquals("[key]", secret.toString());
        assertFalse(new KeySource.Literal(secret).toString().contains("sk-1"));
        assertEquals(
                "Authorization: ...", ResponsesDialect.bearer(Optional.of(secret)).getFirst() + "");
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new Secret("sk-a\nb"));
        assertFalse(e.getMessage().contains("sk-a"), e.getMessage());
    }

    private static Provider withCommand(ScriptedServer server, Path command, int timeoutMillis) {
        return new Provider(
                "test",
                "Test",
                server.uri(),
                Provider.WireApi.RESPONSES,
                new KeySource.Command(
                        command.toString(), List.of(), Optional.empty(), timeoutMillis, 0),
                Map.of(),
                Map.of(),
                Map.of(),
                4,
                5,
                60_000,
                Provider.ChatHabits.COMMON);
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Path file() {
        return home.resolve("state").resolve("auth.json");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private Credentials credentials(Map<String, String> environment) {
        return new Credentials(environment, home, file());
    }

    private static String key(Credentials credentials) throws InterruptedException {
        return credentials.find(OPENAI).orElseThrow().reveal();
    }
}
