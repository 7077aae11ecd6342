package dev.cordon.engine;

import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.ItemLine;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Reads session files.
///
/// What comes after the last line that can be read is a torn write: it is left out and reported. A
/// line that cannot be read with good ones behind it is damage, which is refused, because guessing
/// would change what the model remembers; `cordon sessions repair` mends it.
public final class SessionReader {
    /// The longest line that is read, in bytes.
    private static final int MAX_READ_LINE_BYTES = 8 * 1024 * 1024;

    private static final int BUFFER_BYTES = 128 * 1024;

    private SessionReader() {}

    /// Reads what is needed to go on with a session.
    ///
    /// @throws SessionLogException if it cannot be read, or is damaged
    public static SessionContent read(Path file) {
        SessionRebuild rebuild = new SessionRebuild();
        return rebuild.content(file, scan(file, rebuild));
    }

    /// Shows every event in order, long ones included.
    ///
    /// @throws SessionLogException if the file cannot be read, or is damaged
    public static void events(Path file, Consumer<EnvelopeCodec.Line> consumer) {
        scan(file, Care.READ, consumer);
    }

    /// How much of a line a reader wants.
    enum Care {
        /// Nothing but that it is whole.
        PASS,
        /// The last line of its type, after all others.
        LAST,
        READ,
        /// Only its item, as quickly as it can be had.
        ITEM
    }

    /// Takes what is read.
    interface Target {
        /// @param type of the event; empty if it cannot be told from the start of the line
        Care care(String type, LineStart start);

        void line(EnvelopeCodec.Line line);

        void item(Item item);
    }

    /// What was found besides the events.
    ///
    /// @param goodBytes the length up to the end of the last whole line
    /// @param lines that are whole
    /// @param tornBytes behind them
    /// @param unended whether the last whole line has no end
    /// @param lastType the type of its event, as far as its start tells
    /// @param lastTime when it happened
    record Scan(
            long goodBytes,
            long lines,
            long tornBytes,
            boolean unended,
            String lastType,
            Instant lastTime) {}

    /// Reads the lines of one type, or all, and passes over the rest.
    static Scan scan(Path file, Care care, Consumer<EnvelopeCodec.Line> consumer) {
        return scan(file, _ -> care, consumer);
    }

    static Scan scan(
            Path file, Function<String, Care> care, Consumer<EnvelopeCodec.Line> consumer) {
        return scan(
                file,
                new Target() {
                    @Override
                    public Care care(String type, LineStart start) {
                        return care.apply(type);
                    }

                    @Override
                    public void line(EnvelopeCodec.Line line) {
                        consumer.accept(line);
                    }

                    @Override
                    public void item(Item item) {
                        throw new IllegalStateException("items are read as lines here");
                    }
                });
    }

    static Scan scan(Path file, Target target) {
        try (InputStream in = Files.newInputStream(file)) {
            return new Scanner(file, target).scan(in);
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
        private final Target target;
        private final Map<String, byte[]> kept = new LinkedHashMap<>();
        private String lastType = "";
        private LineStart lastStart = LineStart.OTHER;
        private long goodBytes;
        private long lines;
        private long seenBytes;
        private boolean unended;
        private String damage = "";

        Scanner(Path file, Target target) {
            this.file = file;
            this.target = target;
        }

        Scan scan(InputStream in) throws IOException {
            LineSplitter splitter = new LineSplitter(in);
            for (byte[] line = splitter.next(); line.length > 0; line = splitter.next()) {
                boolean ended = splitter.ended();
                seenBytes += line.length + (ended ? 1 : 0) + splitter.dropped();
                one(line, ended, splitter.dropped() > 0);
            }
            for (Map.Entry<String, byte[]> last : kept.entrySet()) {
                try {
                    target.line(line(file, last.getValue()));
                } catch (JsonException e) {
                    throw damaged("its last " + last.getKey() + ": " + e.getMessage());
                }
            }
            return new Scan(
                    goodBytes, lines, seenBytes - goodBytes, unended, lastType, lastStart.time());
        }

        private void one(byte[] line, boolean ended, boolean tooLong) {
            LineStart start = LineStart.of(line);
            String type = start.type();
            String problem = "";
            try {
                if (tooLong) {
                    problem = "it is longer than " + MAX_READ_LINE_BYTES + " bytes";
                } else {
                    // A line without its end may stop at any brace, so it is read in any case.
                    problem = take(line, start, type, ended);
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
                throw damaged(damage);
            }
            lines++;
            goodBytes = seenBytes;
            unended = !ended;
            lastType = type;
            lastStart = start;
        }

        private SessionLogException damaged(String where) {
            return new SessionLogException(
                    "The session file "
                            + file
                            + " is damaged at "
                            + where
                            + ". Run `cordon sessions repair "
                            + SessionFiles.idOf(file).map(id -> id.value()).orElse("ID")
                            + "`.");
        }

        /// @return what is wrong with the line; empty if nothing is
        private String take(byte[] line, LineStart start, String type, boolean ended) {
            Care care = ended ? target.care(type, start) : Care.READ;
            if (care == Care.READ) {
                return whole(line);
            }
            if (care == Care.ITEM) {
                Optional<Item> item = ItemLine.read(line);
                if (item.isEmpty()) {
                    return whole(line);
                }
                if (damage.isEmpty() && start.sequence() == lines) {
                    target.item(item.get());
                    return "";
                }
            }
            long sequence = start.sequence();
            if (damage.isEmpty() && sequence != lines) {
                return wrongNumber(sequence);
            }
            if (line[line.length - 1] != '}') {
                return "it is not whole";
            }
            if (care == Care.LAST && damage.isEmpty()) {
                kept.put(type, line);
            }
            return "";
        }

        private String whole(byte[] line) {
            EnvelopeCodec.Line read = line(file, line);
            if (damage.isEmpty() && read.sequence() != lines) {
                return wrongNumber(read.sequence());
            }
            if (damage.isEmpty()) {
                target.line(read);
            }
            return "";
        }

        private String wrongNumber(long sequence) {
            return "it has the number " + sequence + ", not " + lines;
        }
    }

    /// Cuts a stream into lines of bounded length.
    static final class LineSplitter {
        private final InputStream in;
        private static final ByteArrayOutputStream NO_BYTES = new ByteArrayOutputStream(0);

        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int at;
        private int filled;
        private boolean ended;
        private boolean exhausted;
        private long dropped;

        LineSplitter(InputStream in) {
            this.in = in;
        }

        /// The next line that is not empty, without its end; an empty one at the end of the stream.
        byte[] next() throws IOException {
            ByteArrayOutputStream line = NO_BYTES;
            ended = false;
            dropped = 0;
            while (true) {
                if (at == filled) {
                    // What a writer adds after the end was seen would look like another line.
                    filled = exhausted ? 0 : in.read(buffer);
                    at = 0;
                    if (filled <= 0) {
                        filled = 0;
                        exhausted = true;
                        return line.toByteArray();
                    }
                }
                int stop = lineEnd(buffer, at, filled);
                if (stop < filled && line == NO_BYTES && stop > at) {
                    // The usual case: the whole line is in the buffer.
                    byte[] whole = Arrays.copyOfRange(buffer, at, stop);
                    at = stop + 1;
                    ended = true;
                    return whole;
                }
                line = line == NO_BYTES ? new ByteArrayOutputStream(2 * (stop - at)) : line;
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

        private static int lineEnd(byte[] buffer, int from, int to) {
            int stop = from;
            while (stop < to && buffer[stop] != '\n') {
                stop++;
            }
            return stop;
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
