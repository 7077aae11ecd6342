package dev.cordon.tui;

import dev.cordon.engine.SessionExport;
import dev.cordon.engine.SessionStore;
import dev.cordon.engine.SessionSummary;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// `/export`: writes the session into a file, as Markdown or as lines of JSON. Never over a file.
final class ExportCommand implements SlashCommand {
    private static final String JSON_LINES = ".jsonl";

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String help() {
        return "write the session into a file, Markdown or .jsonl";
    }

    @Override
    public String arguments() {
        return "[file]";
    }

    @Override
    public void run(String given, UiContext ui) {
        if (ui.state().file().isEmpty()) {
            ui.fail("This session keeps no file, so there is nothing to export.");
            return;
        }
        Path session = ui.state().file().get();
        String id = ui.state().id();
        String name = given.isEmpty() ? "cordon-" + id + ".md" : given;
        Path target = ui.workspace().resolve(name).normalize();
        ui.later(
                () -> write(session, id, target), written -> ui.say("Written to " + written + "."));
    }

    private static Path write(Path session, String id, Path target) throws IOException {
        try {
            Files.createFile(
                    target,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            throw new IOException(target + " exists; name another file: /export FILE", e);
        }
        try (BufferedWriter out =
                Files.newBufferedWriter(target, StandardCharsets.UTF_8, StandardOpenOption.WRITE)) {
            if (target.toString().endsWith(JSON_LINES)) {
                SessionExport.jsonLines(session, line -> line(out, line));
            } else {
                SessionStore.Entry entry =
                        new SessionStore.Entry(
                                session, id, Files.getLastModifiedTime(session), false);
                SessionExport.markdown(
                        SessionSummary.of(entry), Integer.MAX_VALUE, line -> line(out, line));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return target;
    }

    private static void line(BufferedWriter out, String line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
