package dev.cordon.sandbox;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// Writes the few forms of DER that an X.509 certificate needs.
///
/// @see <a href="https://www.itu.int/rec/T-REC-X.690">X.690, distinguished encoding rules</a>
final class Der {
    private static final int TAG_GENERALIZED_TIME = 0x18;

    private Der() {}

    static byte[] tagged(int tag, byte[]... contents) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            body.writeBytes(content);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = body.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... contents) {
        return tagged(0x30, contents);
    }

    static byte[] set(byte[]... contents) {
        return tagged(0x31, contents);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] bool(boolean value) {
        return tagged(0x01, new byte[] {(byte) (value ? 0xff : 0)});
    }

    static byte[] octets(byte[] content) {
        return tagged(0x04, content);
    }

    static byte[] utf8(String text) {
        return tagged(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A bit string whose last byte leaves `unused` bits free.
    static byte[] bits(int unused, byte... content) {
        return tagged(0x03, new byte[] {(byte) unused}, content);
    }

    /// An object identifier in dotted form.
    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.", -1);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            int arc = Integer.parseInt(arcs[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >> shift != 0) {
                    body.write(((arc >> shift) & 0x7f) | 0x80);
                }
            }
            body.write(arc & 0x7f);
        }
        return tagged(0x06, body.toByteArray());
    }

    /// A time as X.509 wants it: with two digits of the year until 2049, with four afterwards.
    static byte[] time(Instant instant) {
        ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
        boolean late = time.getYear() >= 2050;
        StringBuilder text = new StringBuilder();
        two(text, late ? time.getYear() / 100 : time.getYear() % 100);
        if (late) {
            two(text, time.getYear() % 100);
        }
        two(text, time.getMonthValue());
        two(text, time.getDayOfMonth());
        two(text, time.getHour());
        two(text, time.getMinute());
        two(text, time.getSecond());
        byte[] ascii = text.append('Z').toString().getBytes(StandardCharsets.US_ASCII);
        return tagged(late ? TAG_GENERALIZED_TIME : 0x17, ascii);
    }

    private static void two(StringBuilder text, int value) {
        text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }
}
