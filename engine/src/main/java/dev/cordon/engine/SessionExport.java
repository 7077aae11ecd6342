package dev.cordon.engine;

import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Timestamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// Gives a session away: as the lines of its file, or as a document for people.
public final class SessionExport {
    private SessionExport() {}

    /// Every event as a line of JSON, long ones included; the reader needs no file beside it.
    ///
    /// @throws SessionLogException if the file cannot be read, or is damaged
    public static void jsonLines(Path file, Consumer<String> lines) {
        SessionReader.Scan scan = SessionReader.scan(file, SessionReader.Care.PASS, _ -> {});
        try (InputStream in = Files.newInputStream(file)) {
            SessionReader.LineSplitter splitter = new SessionReader.LineSplitter(in);
            for (long i = 0; i < scan.lines(); i++) {
                byte[] line = splitter.next();
                boolean elsewhere = LineStart.of(line).showsSoon(",\"spilled\":");
                lines.accept(
                        elsewhere
                                        && SessionReader.line(file, line)
                                                instanceof EnvelopeCodec.Line.Known(var envelope)
                                ? EnvelopeCodec.write(envelope)
                                : new String(line, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new SessionLogException(
                    "The session file " + file + " cannot be read: " + SessionFiles.reason(e) + ".",
                    e);
        }
    }

    /// The conversation as Markdown.
    ///
    /// @param maxOutputLines of each tool's answer; the rest is counted
    /// @throws SessionLogException if the file cannot be read, or is damaged
    public static void markdown(
            SessionSummary summary, int maxOutputLines, Consumer<String> lines) {
        lines.accept("# " + summary.name().orElse("Session " + summary.entry().id()));
        lines.accept("");
        Optional<Event.SessionStarted> started = summary.started();
        lines.accept("- id: " + summary.entry().id());
        started.ifPresent(s -> lines.accept("- folder: " + s.cwd()));
        started.ifPresent(s -> lines.accept("- model: " + s.provider() + " " + s.model()));
        started.ifPresent(
                s -> lines.accept("- sandbox: " + s.sandboxMode() + ", network " + s.network()));
        int[] turn = {0};
        SessionText.read(
                summary.entry().file(),
                said -> {
                    if (said.turn() != turn[0]) {
                        turn[0] = said.turn();
                        lines.accept("");
                        lines.accept(
                                "## Turn " + said.turn() + ", " + Timestamp.write(said.time()));
                    }
                    lines.accept("");
                    said(said, maxOutputLines, lines);
                });
    }

    private static void said(SessionText.Said said, int maxOutputLines, Consumer<String> lines) {
        switch (said.speaker()) {
            case USER -> {
                lines.accept("**User**");
                lines.accept("");
                lines.accept(said.text());
            }
            case ASSISTANT -> {
                lines.accept("**Assistant**");
                lines.accept("");
                lines.accept(said.text());
            }
            case CALL -> fenced(said.text(), Integer.MAX_VALUE, lines);
            case OUTPUT -> fenced(said.text(), maxOutputLines, lines);
        }
    }

    private static void fenced(String text, int maxLines, Consumer<String> lines) {
        String fence = "```";
        while (text.contains(fence)) {
            fence += "`";
        }
        lines.accept(fence);
        String[] all = text.stripTrailing().split("\n", -1);
        for (int i = 0; i < Math.min(all.length, maxLines); i++) {
            lines.accept(all[i]);
        }
        if (all.length > maxLines) {
            lines.accept("… " + (all.length - maxLines) + " more lines");
        }
        lines.accept(fence);
    }
}
