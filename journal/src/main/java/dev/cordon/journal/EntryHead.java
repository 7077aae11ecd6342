package dev.cordon.journal;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;

/// The part of an entry that is hashed into the chain and never goes.
///
/// @param commit SHA-256 of salt and payload
/// @param kind a word such as `decision` or `journal.key`
/// @param log names the journal; the same in every entry
/// @param prev the leaf hash of the entry before; zeros for the first
/// @param sequence counted from 0 without gaps
/// @param session the session, if it belongs to one
/// @param time to the millisecond
/// @param user the account that wrote
/// @param writer the process that wrote
@SuppressWarnings("ArrayRecordComponent") // hashes; heads are never compared as a whole
record EntryHead(
        byte[] commit,
        String kind,
        String log,
        byte[] prev,
        long sequence,
        Optional<String> session,
        Instant time,
        String user,
        String writer) {
    /// Room for everything but the words: names of members, two hashes, two numbers, the time.
    private static final int FIXED_CHARS = 320;

    private static final int TIME_CHARS = 24;
    private static final int MAX_WORD_CHARS = 128;
    private static final long MAX_SEQUENCE = (1L << 53) - 1;

    /// The canonical JSON. Every string is made of characters that need no escape, see {@link
    /// #word}.
    byte[] write() {
        String owner = session.orElse("");
        byte[] out =
                new byte
                        [FIXED_CHARS
                                + kind.length()
                                + log.length()
                                + owner.length()
                                + user.length()
                                + writer.length()];
        int at = put("{\"commit\":\"", out, 0);
        at = Hashes.hex(commit, out, at);
        at = put("\",\"kind\":\"", out, at);
        at = put(kind, out, at);
        at = put("\",\"log\":\"", out, at);
        at = put(log, out, at);
        at = put("\",\"prev\":\"", out, at);
        at = Hashes.hex(prev, out, at);
        at = put("\",\"seq\":", out, at);
        at = put(Long.toString(sequence), out, at);
        if (session.isPresent()) {
            at = put(",\"session\":\"", out, at);
            at = put(owner, out, at);
            at = put("\"", out, at);
        }
        at = put(",\"time\":\"", out, at);
        StringBuilder moment = new StringBuilder(TIME_CHARS);
        time(time, moment);
        at = put(moment, out, at);
        at = put("\",\"user\":\"", out, at);
        at = put(user, out, at);
        at = put("\",\"v\":", out, at);
        at = put(Integer.toString(EntryLine.VERSION), out, at);
        at = put(",\"writer\":\"", out, at);
        at = put(writer, out, at);
        at = put("\"}", out, at);
        return Arrays.copyOf(out, at);
    }

    private static int put(CharSequence ascii, byte[] out, int offset) {
        for (int i = 0; i < ascii.length(); i++) {
            out[offset + i] = (byte) ascii.charAt(i);
        }
        return offset + ascii.length();
    }

    /// Reads the canonical form and nothing else.
    static EntryHead read(byte[] bytes, int start, int end) throws BadEntryException {
        Cursor at = new Cursor(bytes, start, end);
        at.expect("{\"commit\":\"");
        byte[] commit = at.hash();
        at.expect("\",\"kind\":\"");
        String kind = at.word();
        at.expect("\",\"log\":\"");
        String log = at.word();
        at.expect("\",\"prev\":\"");
        byte[] prev = at.hash();
        at.expect("\",\"seq\":");
        long sequence = at.number();
        Optional<String> session = Optional.empty();
        if (at.take(",\"session\":\"")) {
            session = Optional.of(at.word());
            at.expect("\"");
        }
        at.expect(",\"time\":\"");
        Instant time = at.time();
        at.expect("\",\"user\":\"");
        String user = at.word();
        at.expect("\",\"v\":");
        long version = at.number();
        if (version != EntryLine.VERSION) {
            throw new BadEntryException(
                    "its format is version " + version + "; this program reads version 1");
        }
        at.expect(",\"writer\":\"");
        String writer = at.word();
        at.expect("\"}");
        at.expectEnd();
        return new EntryHead(commit, kind, log, prev, sequence, session, time, user, writer);
    }

    /// The text with every character that would need an escape, or is not ASCII, replaced by `_`.
    static String word(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < Math.min(text.length(), MAX_WORD_CHARS); i++) {
            out.append(wordChar(text.charAt(i)) ? text.charAt(i) : '_');
        }
        return out.toString();
    }

    private static boolean wordChar(int c) {
        return c > ' ' && c < 127 && c != '"' && c != '\\' && c != '{' && c != '}';
    }

    /// RFC 3339 in UTC with exactly three digits of a second, for example
    /// `2026-01-31T12:00:00.000Z`.
    static void time(Instant instant, StringBuilder out) {
        LocalDateTime t = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        if (t.getYear() < 0 || t.getYear() > 9999) {
            throw new JournalException("the clock says the year " + t.getYear() + "; set it");
        }
        digits(t.getYear(), 4, out);
        digits(t.getMonthValue(), 2, out.append('-'));
        digits(t.getDayOfMonth(), 2, out.append('-'));
        digits(t.getHour(), 2, out.append('T'));
        digits(t.getMinute(), 2, out.append(':'));
        digits(t.getSecond(), 2, out.append(':'));
        digits(t.getNano() / 1_000_000, 3, out.append('.'));
        out.append('Z');
    }

    private static void digits(int value, int count, StringBuilder out) {
        int divisor = 1;
        for (int i = 1; i < count; i++) {
            divisor *= 10;
        }
        for (int rest = divisor; rest > 0; rest /= 10) {
            out.append((char) ('0' + value / rest % 10));
        }
    }

    /// Walks over the bytes and takes only what the canonical form has.
    private static final class Cursor {
        private final byte[] bytes;
        private final int end;
        private int at;

        Cursor(byte[] bytes, int start, int end) {
            this.bytes = bytes;
            this.at = start;
            this.end = end;
        }

        boolean take(String wanted) {
            if (at + wanted.length() > end) {
                return false;
            }
            for (int i = 0; i < wanted.length(); i++) {
                if (bytes[at + i] != wanted.charAt(i)) {
                    return false;
                }
            }
            at += wanted.length();
            return true;
        }

        void expect(String wanted) throws BadEntryException {
            if (!take(wanted)) {
                throw new BadEntryException("its head lacks " + wanted);
            }
        }

        void expectEnd() throws BadEntryException {
            if (at != end) {
                throw new BadEntryException("its head has more than it may");
            }
        }

        byte[] hash() throws BadEntryException {
            byte[] hash =
                    at + Hashes.HEX_CHARS <= end
                            ? Hashes.fromHex(bytes, at, Hashes.HASH_BYTES)
                            : new byte[0];
            if (hash.length == 0) {
                throw new BadEntryException("a hash in its head is not 64 lower-case hex digits");
            }
            at += Hashes.HEX_CHARS;
            return hash;
        }

        String word() throws BadEntryException {
            int start = at;
            while (at < end && wordChar(bytes[at])) {
                at++;
            }
            if (at - start > MAX_WORD_CHARS) {
                throw new BadEntryException("a word in its head is too long");
            }
            return new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
        }

        long number() throws BadEntryException {
            int start = at;
            long value = 0;
            while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && value <= MAX_SEQUENCE) {
                value = value * 10 + bytes[at++] - '0';
            }
            boolean leadingZero = at - start > 1 && bytes[start] == '0';
            if (at == start || leadingZero || value > MAX_SEQUENCE) {
                throw new BadEntryException("a number in its head is not canonical");
            }
            return value;
        }

        Instant time() throws BadEntryException {
            if (at + TIME_CHARS > end) {
                throw new BadEntryException("its time is cut off");
            }
            String text = new String(bytes, at, TIME_CHARS, StandardCharsets.ISO_8859_1);
            try {
                Instant time =
                        LocalDateTime.of(
                                        part(0, 4),
                                        part(5, 2),
                                        part(8, 2),
                                        part(11, 2),
                                        part(14, 2),
                                        part(17, 2),
                                        part(20, 3) * 1_000_000)
                                .toInstant(ZoneOffset.UTC);
                StringBuilder again = new StringBuilder(TIME_CHARS);
                EntryHead.time(time, again);
                if (again.toString().equals(text)) {
                    at += TIME_CHARS;
                    return time;
                }
            } catch (DateTimeException _) {
                // Falls through to the sentence below.
            }
            throw new BadEntryException("its time \"" + text + "\" is not canonical");
        }

        private int part(int offset, int digits) throws BadEntryException {
            int value = 0;
            for (int i = 0; i < digits; i++) {
                if (bytes[at + offset + i] < '0' || bytes[at + offset + i] > '9') {
                    throw new BadEntryException("its time has something else than digits");
                }
                value = value * 10 + bytes[at + offset + i] - '0';
            }
            return value;
        }
    }
}
