package dev.cordon.engine;

import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Reads session files.
///
/// What comes after the last line that can be read is a torn write: it is left out and reported. A
/// line that cannot be read with good ones behind it is damage, which is refused, because guessing
/// would change what the model remembers; `cordon sessions repair` mends it.
public final class SessionReader {
    /// The longest line that is read, in bytes.
    private static final int MAX_READ_LINE_BYTES = 8 * 1024 * 1024;

    private static final int BUFFER_BYTES = 128 * 1024;

    /// The start of a line up to the type of its event is shorter than this.
    private static final int PREFIX_BYTES = 200;

    private SessionReader() {}

    /// Reads what is needed to go on with a session.
    ///
    /// @throws SessionLogException if it cannot be read, or is damaged
    public static SessionContent read(Path file) {
        SessionRebuild rebuild = new SessionRebuild();
        Scan scan = scan(file, rebuild::wants, rebuild::on);
        return rebuild.content(file, scan);
    }

    /// Shows every event in order, long ones included.
    ///
    /// @throws SessionLogException if the file cannot be read, or is damaged
    public static void events(Path file, Consumer<EnvelopeCodec.Line> consumer) {
        scan(file, _ -> true, consumer);
    }

    /// Which events are to be read whole.
    interface Filter {
        /// @param type of the event
        boolean wants(String type);
    }

    /// What was found besides the events.
    ///
    /// @param goodBytes the length up to the end of the last whole line
    /// @param lines that are whole
    /// @param tornBytes behind them
    /// @param unended whether the last whole line has no end
    record Scan(long goodBytes, long lines, long tornBytes, boolean unended) {}

    static Scan scan(Path file, Filter filter, Consumer<EnvelopeCodec.Line> consumer) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            return new Scanner(file, filter, consumer).scan(in);
        } catch (IOException e) {
            throw new SessionLogException(
                    "The session file " + file + " cannot be read: " + SessionFiles.reason(e) + ".",
                    e);
        }
    }

    /// Reads one line.
    static EnvelopeCodec.Line line(Path file, byte[] line) {
        if (!(JsonText.read(line) instanceof Json.Obj object)) {
            throw new JsonException("expected a JSON object");
        }
        Json.Obj event = object.requireObject("event");
        if (event.object("spilled").isPresent()) {
            Map<String, Json> members = new LinkedHashMap<>(object.members());
            members.put("event", SpilledEvent.load(file, event.requireObject("spilled")));
            return EnvelopeCodec.read(new Json.Obj(members));
        }
        return EnvelopeCodec.read(object);
    }

    private static final class Scanner {
        private final Path file;
        private final Filter filter;
        private final Consumer<EnvelopeCodec.Line> consumer;
        private long goodBytes;
        private long lines;
        private long seenBytes;
        private boolean unended;
        private String damage = "";

        Scanner(Path file, Filter filter, Consumer<EnvelopeCodec.Line> consumer) {
            this.file = file;
            this.filter = filter;
            this.consumer = consumer;
        }

        Scan scan(InputStream in) throws IOException {
            LineSplitter splitter = new LineSplitter(in);
            for (byte[] line = splitter.next(); line.length > 0; line = splitter.next()) {
                boolean ended = splitter.ended();
                seenBytes += line.length + (ended ? 1 : 0) + splitter.dropped();
                one(line, ended, splitter.dropped() > 0);
            }
            return new Scan(goodBytes, lines, seenBytes - goodBytes, unended);
        }

        private void one(byte[] line, boolean ended, boolean tooLong) {
            String problem = "";
            try {
                if (tooLong) {
                    problem = "it is longer than " + MAX_READ_LINE_BYTES + " bytes";
                } else if (!ended || filter.wants(type(line))) {
                    // A line without its end may stop at any brace, so it is read in any case.
                    EnvelopeCodec.Line read = line(file, line);
                    if (damage.isEmpty() && read.sequence() != lines) {
                        problem = "it has the number " + read.sequence() + ", not " + lines;
                    } else if (damage.isEmpty()) {
                        consumer.accept(read);
                    }
                } else if (line[line.length - 1] != '}'
                        || (sequence(line) != lines && damage.isEmpty())) {
                    problem = "it is not whole";
                }
            } catch (JsonException e) {
                problem = String.valueOf(e.getMessage());
            }
            if (!problem.isEmpty()) {
                damage = damage.isEmpty() ? "line " + (lines + 1) + ": " + problem : damage;
                return;
            }
            // A good line behind a broken one: not torn, but damaged.
            if (!damage.isEmpty()) {
                throw new SessionLogException(
                        "The session file "
                                + file
                                + " is damaged at "
                                + damage
                                + ". Run `cordon sessions repair "
                                + SessionFiles.idOf(file).map(id -> id.value()).orElse("ID")
                                + "`.");
            }
            lines++;
            goodBytes = seenBytes;
            unended = !ended;
        }

        private static String type(byte[] line) {
            String prefix =
                    new String(
                            line,
                            0,
                            Math.min(line.length, PREFIX_BYTES),
                            StandardCharsets.ISO_8859_1);
            return EnvelopeCodec.peekType(prefix).orElse("");
        }

        private static long sequence(byte[] line) {
            String prefix =
                    new String(line, 0, Math.min(line.length, 60), StandardCharsets.ISO_8859_1);
            String start = "{\"schema_version\":1,\"sequence\":";
            int end = prefix.indexOf(',', start.length());
            if (!prefix.startsWith(start) || end < 0) {
                throw new JsonException("it does not begin like a line of version 1");
            }
            try {
                return Long.parseLong(prefix, start.length(), end, 10);
            } catch (NumberFormatException e) {
                throw new JsonException("its sequence is no number");
            }
        }
    }

    /// Cuts a stream into lines of bounded length.
    static final class LineSplitter {
        private final InputStream in;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int at;
        private int filled;
        private boolean ended;
        private long dropped;

        LineSplitter(InputStream in) {
            this.in = in;
        }

        /// The next line that is not empty, without its end; an empty one at the end of the stream.
        byte[] next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(512);
            ended = false;
            dropped = 0;
            while (true) {
                if (at == filled) {
                    filled = in.read(buffer);
                    at = 0;
                    if (filled <= 0) {
                        filled = 0;
                        return line.toByteArray();
                    }
                }
                int stop = at;
                while (stop < filled && buffer[stop] != '\n') {
                    stop++;
                }
                int room = Math.min(stop - at, MAX_READ_LINE_BYTES - line.size());
                line.write(buffer, at, room);
                dropped += stop - at - room;
                at = stop;
                if (stop < filled) {
                    at++;
                    if (line.size() > 0) {
                        ended = true;
                        return line.toByteArray();
                    }
                    // An empty line holds nothing that could be lost.
                    dropped++;
                }
            }
        }

        boolean ended() {
            return ended;
        }

        /// Bytes of the line, or of empty lines before it, that were not given out.
        long dropped() {
            return dropped;
        }
    }
}
