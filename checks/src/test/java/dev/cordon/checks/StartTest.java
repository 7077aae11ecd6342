package dev.cordon.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a start does before the first byte reaches the model. Times depend on the machine; what is
/// loaded and made at run time does not, and it is what the time goes into.
class StartTest {
    /// Classes of the JDK and of ours that are initialised; measured 1,298. What the cache links at
    /// boot besides them is the same for every command.
    private static final int MAX_INITIALISED = 1_600;

    /// Classes made at run time: the pattern switches on the path, which no cache of this JDK
    /// holds, and a few of the JDK. A record that prints or compares itself makes a dozen more.
    private static final int MAX_CLASSES_NOT_CACHED = 45;

    /// Used by other commands and by later parts of a turn.
    private static final List<String> ELSEWHERE =
            List.of(
                    "'picocli/",
                    "'org/sqlite/",
                    "'org/tomlj/",
                    "'tools/jackson/",
                    "'org/jline/",
                    "'org/commonmark/",
                    "'io/opentelemetry/",
                    "'dev/cordon/tui/",
                    // Its search; the tool itself is part of the first request.
                    "'dev/cordon/repair/EmbeddedModel'",
                    "'dev/cordon/repair/JavaProject",
                    "'dev/cordon/repair/PythonProject",
                    "'dev/cordon/repair/Rounds");

    @Test
    void nearlyEverythingThatIsLoadedBeforeTheFirstByteComesOutOfTheCache(@TempDir Path folder)
            throws Exception {
        List<String> loaded = before("class+load", folder);
        List<String> made =
                loaded.stream().filter(line -> !line.contains("shared objects file")).toList();
        assertTrue(
                made.size() <= MAX_CLASSES_NOT_CACHED,
                () -> made.size() + " classes are not in the cache: " + String.join("\n", made));
    }

    @Test
    void nothingBeforeTheFirstByteUsesWhatOnlyOtherCommandsNeed(@TempDir Path folder)
            throws Exception {
        List<String> initialised =
                before("class+init=info", folder).stream()
                        .filter(line -> line.contains("Initializing"))
                        .toList();
        assertTrue(
                initialised.size() <= MAX_INITIALISED,
                () -> initialised.size() + " classes are initialised");
        List<String> unwanted =
                initialised.stream()
                        .filter(line -> ELSEWHERE.stream().anyMatch(line::contains))
                        .toList();
        assertEquals(List.of(), unwanted);
    }

    /// What the JVM logs under a tag until the model sees the first byte.
    private static List<String> before(String tag, Path folder) throws Exception {
        try (ServerSocket model = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path home = Files.createDirectories(folder.resolve("home/.cordon")).getParent();
            Path workspace = Files.createDirectories(folder.resolve("work/.git")).getParent();
            Files.writeString(
                    home.resolve(".cordon/config.toml"),
                    """
                    model = "some-model"
                    model_provider = "here"

                    [model_providers.here]
                    base_url = "http://127.0.0.1:%d/v1"
                    wire_api = "responses"
                    env_key = "HERE_KEY"
                    """
                            .formatted(model.getLocalPort()));
            Path log = folder.resolve("classes.log");
            Process process = start(home, workspace, tag, log);
            try (Socket first = model.accept()) {
                assertTrue(first.getInputStream().read() >= 0, "no request came");
            } finally {
                process.destroyForcibly();
                process.waitFor(30, TimeUnit.SECONDS);
            }
            return Files.readAllLines(log, StandardCharsets.UTF_8);
        }
    }

    /// The launcher with one more flag for the JVM.
    private static Process start(Path home, Path workspace, String tag, Path log)
            throws IOException {
        Path launcher = House.root().resolve("dist/bin/cordon");
        String text = Files.readString(launcher);
        String marker = "\"-XX:ErrorFile=";
        assertTrue(text.contains(marker), "the launcher starts the JVM in another way");
        Path traced = home.resolve("cordon-traced");
        Files.writeString(
                traced,
                text.replace("cordon_self=$0", "cordon_self=" + launcher)
                        .replace(marker, "-Xlog:" + tag + ":file=" + log + ":none " + marker));
        ProcessBuilder builder =
                new ProcessBuilder("sh", traced + "", "exec", "-C", workspace + "", "hello");
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("HOME", home + "");
        builder.environment().put("HERE_KEY", "not-a-key");
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
    }
}
