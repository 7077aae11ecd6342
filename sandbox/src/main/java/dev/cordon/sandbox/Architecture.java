package dev.cordon.sandbox;

import java.util.Optional;

/// A processor architecture whose system calls Cordon knows.
///
/// The numbers of calls that came after Linux 5.1 are the same everywhere; the older ones have a
/// column each.
///
/// @see <a href="https://github.com/torvalds/linux/blob/master/include/uapi/linux/audit.h">audit.h,
///   the architecture words</a>
enum Architecture {
    X86_64(0xC000003E, 0x20000),
    AARCH64(0xC00000B7, 0x8000);

    private final int auditWord;
    private final int noFollow;

    Architecture(int auditWord, int noFollow) {
        this.auditWord = auditWord;
        this.noFollow = noFollow;
    }

    /// The word that `struct seccomp_data` carries.
    int auditWord() {
        return auditWord;
    }

    /// The flag `O_NOFOLLOW`, which differs.
    int noFollow() {
        return noFollow;
    }

    /// The number of a call here, or -1 if it does not exist here.
    int number(int x86, int arm) {
        return this == X86_64 ? x86 : arm;
    }

    /// The architecture of this JVM, if Cordon knows it.
    static Optional<Architecture> current() {
        return switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> Optional.of(X86_64);
            case "aarch64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }
}
