package dev.cordon.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A row of entries as the helper reads them: u8 letter, u8 count of arguments, each argument u32
/// length (big endian), bytes, NUL.
final class PlanEntries {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);

    /// Adds an entry.
    ///
    /// @throws IllegalArgumentException if an argument holds NUL, which would end it early
    PlanEntries add(char letter, String... arguments) {
        bytes.write(letter);
        bytes.write(arguments.length);
        for (String argument : arguments) {
            if (argument.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "a NUL character in an argument, a variable or a path");
            }
            argument(argument.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /// Adds an entry with a word and bytes of any value.
    PlanEntries add(char letter, String word, byte[] program) {
        bytes.write(letter);
        bytes.write(2);
        argument(word.getBytes(StandardCharsets.UTF_8));
        argument(program);
        return this;
    }

    private void argument(byte[] argument) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.write(argument.length >>> shift);
        }
        bytes.writeBytes(argument);
        bytes.write(0);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
