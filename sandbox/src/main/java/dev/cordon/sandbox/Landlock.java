package dev.cordon.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// Landlock by way of the JDK's foreign functions: a thread gives up every access that no rule
/// grants, for itself and for what it starts, for ever.
///
/// Landlock governs opening, creating, removing and renaming. It does not govern `chmod`, `chown`,
/// times or extended attributes.
///
/// @see <a href="https://docs.kernel.org/userspace-api/landlock.html">Landlock</a>
final class Landlock {
    static final long EXECUTE = 1;
    static final long WRITE_FILE = 1L << 1;
    static final long READ_FILE = 1L << 2;
    static final long READ_DIR = 1L << 3;
    static final long MAKE_CHAR = 1L << 6;
    static final long MAKE_BLOCK = 1L << 11;
    static final long REFER = 1L << 13;
    static final long TRUNCATE = 1L << 14;
    static final long IOCTL_DEV = 1L << 15;

    /// Reading and running, nothing else.
    static final long READ = EXECUTE | READ_FILE | READ_DIR;

    /// The newest interface whose rights are known here; newer kernels are used as this one.
    static final int NEWEST_ABI = 7;

    private static final int CREATE_RULESET = 444;
    private static final int ADD_RULE = 445;
    private static final int RESTRICT_SELF = 446;
    private static final int RULE_PATH_BENEATH = 1;
    private static final int CREATE_RULESET_VERSION = 1;
    private static final long FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV;
    private static final long TCP_BIND_AND_CONNECT = 3;
    private static final long ABSTRACT_SOCKETS_AND_SIGNALS = 3;
    private static final int OPEN_PATH = 0x200000;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int AT_CURRENT_DIRECTORY = -100;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_CAPBSET_DROP = 24;
    private static final int PR_CAP_AMBIENT = 47;
    private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
    private static final int LAST_CAPABILITY = 63;
    private static final int CAPABILITY_VERSION = 0x20080522;

    /// What a rule grants below a path.
    ///
    /// @param rights bits; what the kernel's interface lacks is left out
    record Rule(Path path, long rights) {}

    private Landlock() {}

    /// The kernel's interface number, or 0 if there is no Landlock here.
    static int abi() {
        long abi = NativeCalls.call(CREATE_RULESET, 0, 0, CREATE_RULESET_VERSION);
        return abi < 0 ? 0 : (int) Math.min(abi, NEWEST_ABI);
    }

    /// Every right to files that an interface knows.
    static long allRights(int abi) {
        int bits = abi >= 5 ? 16 : abi >= 3 ? 15 : abi == 2 ? 14 : 13;
        return (1L << bits) - 1;
    }

    /// Everything but device nodes, for places that may change.
    static long writeRights(int abi) {
        return allRights(abi) & ~(MAKE_CHAR | MAKE_BLOCK);
    }

    /// The size of `struct landlock_ruleset_attr`.
    static int attributeBytes(int abi) {
        return abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    }

    /// Confines the calling thread. It must be a platform thread that ends soon.
    ///
    /// TCP is refused altogether from interface 4 on, abstract sockets and signals to processes
    /// outside from 6 on.
    ///
    /// @param rules what stays allowed; every path must exist and must not be a link
    /// @throws SandboxException if a step fails; then the thread may be confined in part, so
    ///   nothing must be started on it
    static void restrictThread(Architecture architecture, int abi, List<Rule> rules) {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("the carrier of a virtual thread would stay confined");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attribute = arena.allocate(24, 8);
            attribute.set(ValueLayout.JAVA_LONG, 0, allRights(abi));
            attribute.set(ValueLayout.JAVA_LONG, 8, TCP_BIND_AND_CONNECT);
            attribute.set(ValueLayout.JAVA_LONG, 16, ABSTRACT_SOCKETS_AND_SIGNALS);
            int ruleset =
                    (int)
                            must(
                                    "landlock_create_ruleset",
                                    NativeCalls.call(
                                            CREATE_RULESET,
                                            attribute.address(),
                                            attributeBytes(abi),
                                            0));
            try {
                for (Rule rule : rules) {
                    addRule(architecture, arena, ruleset, abi, rule);
                }
                setNoNewPrivileges(architecture);
                must("landlock_restrict_self", NativeCalls.call(RESTRICT_SELF, ruleset, 0));
            } finally {
                close(architecture, ruleset);
            }
        }
    }

    /// Gives up every way to gain privileges, which Landlock and seccomp ask for first.
    static void setNoNewPrivileges(Architecture architecture) {
        int prctl = architecture.number(157, 167);
        must(
                "prctl(PR_SET_NO_NEW_PRIVS)",
                NativeCalls.call(prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    }

    /// Takes every capability from the calling thread and from what it starts, root's too. As an
    /// ordinary user there is nothing to take.
    static void dropCapabilities(Architecture architecture) {
        int prctl = architecture.number(157, 167);
        for (int capability = 0; capability <= LAST_CAPABILITY; capability++) {
            NativeCalls.call(prctl, PR_CAPBSET_DROP, capability, 0, 0, 0);
        }
        NativeCalls.call(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment head = arena.allocate(8, 4);
            head.set(ValueLayout.JAVA_INT, 0, CAPABILITY_VERSION);
            // two times effective, permitted and inheritable, all empty
            MemorySegment sets = arena.allocate(24, 4);
            int capset = architecture.number(126, 91);
            must("capset", NativeCalls.call(capset, head.address(), sets.address()));
        }
    }

    /// Puts a filter on the calling thread, and on no other.
    static void filterThread(Architecture architecture, byte[] program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = arena.allocate(program.length, 8);
            MemorySegment.copy(program, 0, code, ValueLayout.JAVA_BYTE, 0, program.length);
            MemorySegment header = arena.allocate(16, 8);
            header.set(ValueLayout.JAVA_SHORT, 0, (short) (program.length / 8));
            header.set(ValueLayout.ADDRESS, 8, code);
            int seccomp = architecture.number(317, 277);
            must("seccomp", NativeCalls.call(seccomp, 1, 0, header.address()));
        }
    }

    private static void addRule(
            Architecture architecture, Arena arena, int ruleset, int abi, Rule rule) {
        if (Files.isSymbolicLink(rule.path())) {
            throw new SandboxException(
                    SandboxError.PROTECTED_PATH_IS_LINK,
                    "sandbox: "
                            + rule.path()
                            + " is a symbolic link; a rule on it would grant its target. Name the"
                            + " real path. The command was not run.");
        }
        int file = open(architecture, arena, rule.path());
        try {
            Path opened = Path.of("/proc/thread-self/fd/" + file);
            long rights = rule.rights() & allRights(abi);
            if (!Files.isDirectory(opened)) {
                rights &= FILE_RIGHTS;
            }
            MemorySegment beneath = arena.allocate(16, 8);
            beneath.set(ValueLayout.JAVA_LONG, 0, rights);
            beneath.set(ValueLayout.JAVA_INT, 8, file);
            must(
                    "landlock_add_rule for " + rule.path(),
                    NativeCalls.call(ADD_RULE, ruleset, RULE_PATH_BENEATH, beneath.address(), 0));
        } finally {
            close(architecture, file);
        }
    }

    private static int open(Architecture architecture, Arena arena, Path path) {
        MemorySegment name = arena.allocateFrom(path.toString());
        int flags = OPEN_PATH | architecture.noFollow() | CLOSE_ON_EXEC;
        int openat = architecture.number(257, 56);
        return (int)
                must(
                        "open " + path,
                        NativeCalls.call(openat, AT_CURRENT_DIRECTORY, name.address(), flags, 0));
    }

    private static void close(Architecture architecture, int file) {
        NativeCalls.call(architecture.number(3, 57), file);
    }

    private static long must(String step, long result) {
        if (result < 0) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "sandbox: "
                            + step
                            + " failed with error number "
                            + -result
                            + ". The command was not run.");
        }
        return result;
    }

    /// Whether a path exists and is no link, so that a rule can name it.
    static boolean usable(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(path);
    }
}
