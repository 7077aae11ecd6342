package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A workspace with a layer over it, for the tests of the overlay view with a real kernel.
abstract class OverlayStage {
    @TempDir Path folder;
    Path workspace;
    Path layer;
    Sandbox sandbox;

    @BeforeEach
    void open() throws Exception {
        folder = folder.toRealPath();
        workspace = Files.createDirectory(folder.resolve("workspace"));
        layer = folder.resolve("layer");
        write("kept.txt", "kept\n");
        write("changed.txt", "one\n");
        write("gone.txt", "gone\n");
        write("src/old.txt", "the same content\n");
        write("tree/a.txt", "a\n");
        write("tree/deep/b.txt", "b\n");
        write("run.sh", "#!/bin/sh\n");
        Files.createSymbolicLink(workspace.resolve("link"), Path.of("kept.txt"));
        sandbox = sandbox();
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    Sandbox sandbox() {
        return Sandboxes.open(
                new SandboxOptions(
                                folder.resolve("state"),
                                folder.resolve("spill"),
                                _ -> Optional.empty(),
                                SandboxOptions.Choice.HELPER,
                                Map.of())
                        .withLayer(layer));
    }

    void write(String name, String text) throws IOException {
        Path file = workspace.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    String text(String name) throws IOException {
        return Files.readString(workspace.resolve(name));
    }

    Confinement confinement() {
        return Confinements.writing(workspace).withView(Confinement.View.OVERLAY);
    }

    Result perform(Action action) throws InterruptedException {
        return sandbox.perform(action, confinement(), Sandbox.OutputListener.NONE);
    }

    String run(String script) throws InterruptedException {
        Result result = perform(Confinements.shell(workspace, script, 30_000));
        assertTrue(result instanceof Result.CommandOutput, result.toString());
        Result.CommandOutput output = (Result.CommandOutput) result;
        assertEquals(OptionalInt.of(0), output.exitCode(), output.output());
        return output.output();
    }

    Overlay overlay() throws IOException {
        return Overlay.open(layer).orElseThrow();
    }

    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        overlay().changes().forEach(change -> lines.add(change.line()));
        return lines;
    }

    /// Everything about the files of the host, to see that none of it changed.
    List<String> state() throws IOException {
        List<String> state = new ArrayList<>();
        try (var files = Files.walk(workspace)) {
            for (Path file : files.sorted().toList()) {
                OverlayNode node = OverlayNode.at(file).orElseThrow();
                state.add(file + " " + node.state() + " " + node.changed());
            }
        }
        return state;
    }

    Overlay.Merged merge() throws IOException {
        sandbox.close();
        return overlay().merge(_ -> {});
    }

    static CallId call() {
        return new CallId("call");
    }

    static Action.Requester model() {
        return Action.Requester.MODEL;
    }

    Action.ReadFile read(String name, int offset) {
        return new Action.ReadFile(call(), model(), workspace.resolve(name), offset, 1000);
    }

    String read(String name) throws InterruptedException {
        Result.FileContent content = (Result.FileContent) perform(read(name, 0));
        return new String(Base64.getDecoder().decode(content.base64()), StandardCharsets.UTF_8);
    }

    Action.FileChange change(
            String name,
            Action.ChangeKind kind,
            @org.jspecify.annotations.Nullable String before,
            @org.jspecify.annotations.Nullable String after) {
        return new Action.FileChange(
                workspace.resolve(name),
                kind,
                Optional.empty(),
                Optional.ofNullable(before)
                        .map(text -> FileDigest.of(text.getBytes(StandardCharsets.UTF_8))),
                Optional.ofNullable(after));
    }
}
