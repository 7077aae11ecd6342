package dev.cordon.journal;

/// Sees whether bytes are canonical JSON of the plain kind that entries are made of, without taking
/// them apart.
///
/// It says yes only where that is certain: names in ASCII in strictly rising order, integers that a
/// double holds, only the escapes that there must be, no white space. Of everything else it says
/// that it does not know, and {@link CanonicalJson} decides. The text of strings outside ASCII is
/// taken by the JDK's decoder as a whole, so broken UTF-8 is never certain.
final class CanonicalBytes {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_DIGITS = 15;

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean ascii = true;

    private CanonicalBytes(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /// Whether the bytes are certainly one canonical value.
    static boolean certain(byte[] bytes, int start, int end) {
        CanonicalBytes check = new CanonicalBytes(bytes, start, end);
        return check.value(0) && check.at == end && check.ascii;
    }

    private boolean value(int depth) {
        if (at >= end || depth > MAX_DEPTH) {
            return false;
        }
        return switch (bytes[at]) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> integer();
        };
    }

    private boolean object(int depth) {
        at++;
        if (take('}')) {
            return true;
        }
        int previousStart = -1;
        int previousEnd = -1;
        do {
            int nameStart = at + 1;
            if (at >= end || bytes[at] != '"' || !string()) {
                return false;
            }
            int nameEnd = at - 1;
            if (previousStart >= 0 && !rises(previousStart, previousEnd, nameStart, nameEnd)) {
                return false;
            }
            previousStart = nameStart;
            previousEnd = nameEnd;
            if (!take(':') || !value(depth + 1)) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

    /// Names without escapes only: in ASCII their bytes are in the order of their code units.
    private boolean rises(int start, int stop, int nextStart, int nextStop) {
        for (int i = start; i < stop; i++) {
            if (bytes[i] == '\\') {
                return false;
            }
        }
        for (int i = nextStart; i < nextStop; i++) {
            if (bytes[i] == '\\') {
                return false;
            }
        }
        int common = Math.min(stop - start, nextStop - nextStart);
        for (int i = 0; i < common; i++) {
            if (bytes[start + i] != bytes[nextStart + i]) {
                return bytes[start + i] < bytes[nextStart + i];
            }
        }
        return stop - start < nextStop - nextStart;
    }

    private boolean array(int depth) {
        at++;
        if (take(']')) {
            return true;
        }
        do {
            if (!value(depth + 1)) {
                return false;
            }
        } while (take(','));
        return take(']');
    }

    private boolean string() {
        at++;
        while (at < end) {
            byte b = bytes[at++];
            if (b == '"') {
                return true;
            }
            if (b < 0) {
                ascii = false;
                return false;
            }
            if (b < 0x20 || (b == '\\' && !escape())) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        if (at >= end) {
            return false;
        }
        return switch (bytes[at++]) {
            case '"', '\\', 'b', 'f', 'n', 'r', 't' -> true;
            // Other control characters are rare: whoever is not sure asks.
            default -> false;
        };
    }

    private boolean integer() {
        if (take('-') && at < end && bytes[at] == '0') {
            return false;
        }
        int start = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        int digits = at - start;
        return digits > 0 && digits <= MAX_DIGITS && (digits == 1 || bytes[start] != '0');
    }

    private boolean word(String wanted) {
        for (int i = 0; i < wanted.length(); i++) {
            if (at >= end || bytes[at++] != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean take(char wanted) {
        if (at < end && bytes[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }
}
