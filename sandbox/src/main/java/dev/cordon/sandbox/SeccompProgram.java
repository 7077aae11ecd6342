package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The system call filter of a confined command.
///
/// What is not refused here is allowed: namespaces, mounts and Landlock carry the confinement, and
/// this takes away the ways around them and the parts of the kernel that no build needs.
final class SeccompProgram {
    static final int EPERM = 1;
    static final int ENOSYS = 38;
    static final int EAFNOSUPPORT = 97;

    /// The last call that was looked at, `file_setattr` of Linux 6.17. Later ones do not exist for
    /// a command.
    static final int LAST_KNOWN_CALL = 469;

    private static final int X32_BIT = 0x40000000;
    private static final int CLONE_NEW_ANY = 0x7E020080;
    private static final int CLONE_NEWPID = 0x20000000;
    private static final int CLONE_NEWNS = 0x00020000;
    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541C;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;
    private static final int DENIED = Bpf.errno(EPERM);

    /// Which sockets a command may make.
    enum Sockets {
        /// TCP, UDP and ROUTE netlink: there is a network namespace around the command.
        NAMESPACED,
        /// None at all: there is no namespace, so a socket would be one of the host, and so would
        /// be a process whose priority or limits are changed.
        NONE
    }

    private SeccompProgram() {}

    /// The filter as bytes for `seccomp(2)` or `bwrap --seccomp`.
    static byte[] bytes(
            Architecture architecture, Sockets sockets, Set<Confinement.Permit> permits) {
        return Bpf.bytes(assemble(architecture, sockets, permits));
    }

    /// The filter of the process that makes the namespaces of each command: it may clone into new
    /// pid and mount namespaces, and mount. Its commands get the other filter on top.
    static byte[] zygote(Architecture architecture, Set<Confinement.Permit> permits) {
        int mount = architecture.number(165, 40);
        int[] denied =
                Arrays.stream(DeniedCalls.numbers(architecture))
                        .filter(number -> number != mount)
                        .toArray();
        return Bpf.bytes(
                assemble(
                        architecture,
                        Sockets.NAMESPACED,
                        permits,
                        denied,
                        CLONE_NEW_ANY & ~(CLONE_NEWPID | CLONE_NEWNS)));
    }

    /// The filter as instructions.
    static List<Bpf.Instruction> assemble(
            Architecture architecture, Sockets sockets, Set<Confinement.Permit> permits) {
        return assemble(
                architecture, sockets, permits, DeniedCalls.numbers(architecture), CLONE_NEW_ANY);
    }

    private static List<Bpf.Instruction> assemble(
            Architecture architecture,
            Sockets sockets,
            Set<Confinement.Permit> permits,
            int[] denied,
            int deniedNamespaces) {
        Bpf program = new Bpf();
        program.load(Bpf.OFFSET_ARCHITECTURE);
        program.returnUnlessEqual(architecture.auditWord(), Bpf.RET_KILL_PROCESS);
        program.load(Bpf.OFFSET_NUMBER);
        if (architecture == Architecture.X86_64) {
            program.returnIfAtLeast(X32_BIT, Bpf.errno(ENOSYS));
        }
        for (int number : denied) {
            program.returnIfEqual(number, DENIED);
        }
        if (!permits.contains(Confinement.Permit.PTRACE)) {
            program.returnIfEqual(architecture.number(101, 117), DENIED);
        }
        // Its flags are behind a pointer, where no filter can look; libc falls back to clone.
        program.returnIfEqual(435, Bpf.errno(ENOSYS));
        argumentRules(program, architecture, deniedNamespaces);
        program.whenEqual(architecture.number(41, 198), socketRule(sockets, permits));
        if (sockets == Sockets.NONE) {
            onlyOfItself(program, architecture);
        }
        program.returnIfAtLeast(LAST_KNOWN_CALL + 1, Bpf.errno(ENOSYS));
        program.ret(Bpf.RET_ALLOW);
        return program.instructions();
    }

    private static void argumentRules(
            Bpf program, Architecture architecture, int deniedNamespaces) {
        program.whenEqual(
                architecture.number(56, 220),
                new Bpf()
                        .load(Bpf.argument(0))
                        .returnIfAnyBit(deniedNamespaces, DENIED)
                        .ret(Bpf.RET_ALLOW));
        program.whenEqual(
                architecture.number(16, 29),
                new Bpf()
                        .load(Bpf.argument(1))
                        .returnIfEqual(TIOCSTI, DENIED)
                        .returnIfEqual(TIOCLINUX, DENIED)
                        .ret(Bpf.RET_ALLOW));
        program.whenEqual(
                architecture.number(135, 92),
                new Bpf()
                        .load(Bpf.argument(0))
                        .returnUnlessAny(DENIED, 0, 0xffffffff)
                        .ret(Bpf.RET_ALLOW));
        program.whenEqual(
                architecture.number(53, 199),
                new Bpf()
                        .load(Bpf.argument(0))
                        .returnUnlessEqual(AF_UNIX, Bpf.errno(EAFNOSUPPORT))
                        .ret(Bpf.RET_ALLOW));
    }

    // Where other processes can be seen: setpriority(2) and prlimit(2) name a process, 0 for the
    // one
    // that calls.
    private static void onlyOfItself(Bpf program, Architecture architecture) {
        program.whenEqual(
                architecture.number(141, 140),
                new Bpf()
                        .load(Bpf.argument(0))
                        .returnUnlessEqual(0, DENIED)
                        .load(Bpf.argument(1))
                        .returnUnlessEqual(0, DENIED)
                        .ret(Bpf.RET_ALLOW));
        program.whenEqual(
                architecture.number(302, 261),
                new Bpf().load(Bpf.argument(0)).returnUnlessEqual(0, DENIED).ret(Bpf.RET_ALLOW));
    }

    private static Bpf socketRule(Sockets sockets, Set<Confinement.Permit> permits) {
        if (sockets == Sockets.NONE) {
            return new Bpf().ret(DENIED);
        }
        Bpf internet =
                new Bpf()
                        .load(Bpf.argument(1))
                        .and(0xf)
                        // stream and datagram; the flags for close-on-exec sit above these bits
                        .returnUnlessAny(DENIED, 1, 2)
                        .load(Bpf.argument(2))
                        // by default, TCP, UDP; not ICMP, SCTP, UDP-Lite or multipath TCP
                        .returnUnlessAny(DENIED, 0, 6, 17)
                        .ret(Bpf.RET_ALLOW);
        Bpf route = new Bpf().load(Bpf.argument(2)).returnUnlessEqual(0, DENIED).ret(Bpf.RET_ALLOW);
        Bpf rule = new Bpf().load(Bpf.argument(0));
        if (permits.contains(Confinement.Permit.UNIX_SOCKETS)) {
            rule.returnIfEqual(AF_UNIX, Bpf.RET_ALLOW);
        }
        rule.whenEqual(AF_INET, internet);
        rule.whenEqual(AF_INET6, internet);
        rule.whenEqual(AF_NETLINK, route);
        return rule.ret(DENIED);
    }
}
