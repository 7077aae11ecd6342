package dev.cordon.journal;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Numbers that nobody can guess, one an entry.
///
/// They come from a seed that lives only in this process, so that when a salt goes, nothing is left
/// to try guesses of the payload against. The seed is read from the kernel: the JDK's own generator
/// costs start-up time.
final class Salts {
    private static final Path KERNEL = Path.of("/dev/urandom");
    private static final int SEED_BYTES = 32;
    private static final int NAME_BYTES = 8;

    private final byte[] seed;
    private final AtomicLong count = new AtomicLong();

    Salts() throws IOException {
        this.seed = seed();
    }

    /// The next salt. Safe for many threads.
    ///
    /// @param hashes of the calling thread
    byte[] next(Hashes hashes) {
        byte[] input =
                ByteBuffer.allocate(SEED_BYTES + Long.BYTES)
                        .put(seed)
                        .putLong(count.getAndIncrement())
                        .array();
        return Arrays.copyOf(hashes.plain(input), EntryLine.SALT_BYTES);
    }

    /// A name of 16 hex digits that no other process has.
    String name() {
        return Hashes.hex(Arrays.copyOf(next(new Hashes()), NAME_BYTES));
    }

    private static byte[] seed() throws IOException {
        byte[] seed = new byte[SEED_BYTES];
        if (Files.exists(KERNEL)) {
            try (InputStream in = new FileInputStream(KERNEL.toFile())) {
                if (in.readNBytes(seed, 0, SEED_BYTES) == SEED_BYTES) {
                    return seed;
                }
            }
        }
        new SecureRandom().nextBytes(seed);
        return seed;
    }
}
