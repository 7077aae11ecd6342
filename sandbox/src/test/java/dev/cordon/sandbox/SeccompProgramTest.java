package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Confinement.Permit;
import dev.cordon.sandbox.SeccompProgram.Sockets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class SeccompProgramTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x50001;
    private static final int ENOSYS = 0x50026;
    private static final int EAFNOSUPPORT = 0x50061;
    private static final Set<Integer> DENIED_X86 =
            Set.of(
                    272, 308, 165, 166, 155, 161, 430, 431, 432, 433, 429, 428, 442, 467, 303, 304,
                    310, 311, 312, 438, 279, 321, 298, 323, 300, 425, 426, 427, 248, 249, 250, 175,
                    313, 176, 246, 320, 169, 167, 168, 163, 179, 164, 227, 170, 171, 103, 153, 212,
                    172, 173, 443, 301, 154, 134, 447);
    private static final Set<Integer> DENIED_ARM =
            Set.of(
                    97, 268, 40, 39, 41, 51, 430, 431, 432, 433, 429, 428, 442, 467, 264, 265, 270,
                    271, 272, 438, 239, 280, 241, 282, 262, 425, 426, 427, 217, 218, 219, 105, 273,
                    106, 104, 294, 142, 224, 225, 89, 60, 170, 112, 161, 162, 116, 58, 18, 443, 263,
                    447);

    /// What the filter should say, written down a second time and in another way.
    private static int expected(
            Architecture machine, Sockets sockets, Set<Permit> permits, int number, long[] words) {
        boolean x86 = machine == Architecture.X86_64;
        if (x86 && Integer.compareUnsigned(number, 0x40000000) >= 0) {
            return ENOSYS;
        }
        if ((x86 ? DENIED_X86 : DENIED_ARM).contains(number)) {
            return EPERM;
        }
        if (number == (x86 ? 101 : 117)) {
            return permits.contains(Permit.PTRACE) ? ALLOW : EPERM;
        }
        if (number == 435 || Integer.compareUnsigned(number, 469) > 0) {
            return ENOSYS;
        }
        if (number == (x86 ? 56 : 220)) {
            return ((int) words[0] & 0x7E020080) == 0 ? ALLOW : EPERM;
        }
        if (number == (x86 ? 16 : 29)) {
            return (int) words[1] == 0x5412 || (int) words[1] == 0x541C ? EPERM : ALLOW;
        }
        if (number == (x86 ? 135 : 92)) {
            return (int) words[0] == 0 || (int) words[0] == -1 ? ALLOW : EPERM;
        }
        if (number == (x86 ? 53 : 199)) {
            return (int) words[0] == 1 ? ALLOW : EAFNOSUPPORT;
        }
        if (number == (x86 ? 41 : 198)) {
            return socketAllowed(sockets, permits, words) ? ALLOW : EPERM;
        }
        if (sockets == Sockets.NONE && number == (x86 ? 141 : 140)) {
            return (int) words[0] == 0 && (int) words[1] == 0 ? ALLOW : EPERM;
        }
        if (sockets == Sockets.NONE && number == (x86 ? 302 : 261)) {
            return (int) words[0] == 0 ? ALLOW : EPERM;
        }
        return ALLOW;
    }

    private static boolean socketAllowed(Sockets sockets, Set<Permit> permits, long[] words) {
        int type = (int) words[1] & 15;
        int protocol = (int) words[2];
        return sockets == Sockets.NAMESPACED
                && switch ((int) words[0]) {
                    case 1 -> permits.contains(Permit.UNIX_SOCKETS);
                    case 2, 10 ->
                            (type == 1 || type == 2)
                                    && (protocol == 0 || protocol == 6 || protocol == 17);
                    case 16 -> protocol == 0;
                    default -> false;
                };
    }

    @Test
    void saysForEveryCallAndEveryArgumentWhatTheTableSays() {
        Random random = new Random(20260101);
        for (Architecture machine : Architecture.values()) {
            for (Sockets sockets : Sockets.values()) {
                for (Set<Permit> permits :
                        List.of(
                                Set.<Permit>of(),
                                Set.of(Permit.PTRACE),
                                Set.of(Permit.UNIX_SOCKETS))) {
                    fuzz(random, machine, sockets, permits);
                }
            }
        }
    }

    private static void fuzz(
            Random random, Architecture machine, Sockets sockets, Set<Permit> permits) {
        BpfMachine filter = new BpfMachine(SeccompProgram.bytes(machine, sockets, permits));
        int[] interesting = {0, 1, 2, 6, 10, 16, 17, 40, 0x5412, 0x541c, -1, 262, 0x80801};
        for (int round = 0; round < 60_000; round++) {
            int number = round < 600 ? round : number(random);
            long[] words = new long[6];
            for (int i = 0; i < 6; i++) {
                long low =
                        random.nextBoolean()
                                ? interesting[random.nextInt(interesting.length)]
                                : random.nextInt();
                long high = random.nextInt(3) == 0 ? random.nextLong() << 32 : 0;
                words[i] = high | low & 0xffffffffL;
            }
            assertEquals(
                    expected(machine, sockets, permits, number, words),
                    filter.run(number, machine.auditWord(), words),
                    () -> machine + " " + sockets + " " + permits + " call " + number);
        }
    }

    private static int number(Random random) {
        int[] withArguments = {
            41, 198, 53, 199, 56, 220, 16, 29, 135, 92, 101, 117, 435, 141, 140, 302, 261
        };
        return switch (random.nextInt(3)) {
            case 0 -> withArguments[random.nextInt(withArguments.length)];
            case 1 -> random.nextInt(600);
            default -> random.nextInt();
        };
    }

    @Test
    void killsACallOfAnotherArchitecture() {
        BpfMachine filter =
                new BpfMachine(
                        SeccompProgram.bytes(Architecture.X86_64, Sockets.NAMESPACED, Set.of()));

        assertEquals(0x80000000, filter.run(1, 0x40000003));
        assertEquals(0x80000000, filter.run(1, Architecture.AARCH64.auditWord()));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "seccomp exists on Linux only")
    void holdsInTheKernel() throws InterruptedException {
        Architecture machine = Architecture.current().orElseThrow();
        byte[] program = SeccompProgram.bytes(machine, Sockets.NAMESPACED, Set.of());
        int socket = machine.number(41, 198);
        List<Long> before = new ArrayList<>();
        before.add(NativeCalls.call(machine.number(272, 97), 0));
        List<Long> after =
                onAThreadOfItsOwn(() -> {
                    Landlock.setNoNewPrivileges(machine);
                    Landlock.filterThread(machine, program);
                    List<Long> results = new ArrayList<>();
                    results.add(NativeCalls.call(machine.number(272, 97), 0));
                    results.add(NativeCalls.call(socket, 40, 1, 0));
                    results.add(NativeCalls.call(socket, 1, 1, 0));
                    results.add(NativeCalls.call(socket, 2, 3, 1));
                    results.add(NativeCalls.call(socket, 2, 1, 262));
                    results.add(NativeCalls.call(socket, 16, 3, 12));
                    results.add(NativeCalls.call(435, 0, 0));
                    results.add(NativeCalls.call(machine.number(135, 92), 0x40000));
                    results.add(NativeCalls.call(machine.number(53, 199), 2, 1, 0, 0));
                    results.add(NativeCalls.call(machine.number(101, 117), 0, 0, 0, 0));
                    results.add(NativeCalls.call(425, 1, 0));
                    results.add(NativeCalls.call(500, 0));
                    long inet = NativeCalls.call(socket, 2, 1, 6);
                    results.add(inet > 2 ? 0L : inet);
                    NativeCalls.call(machine.number(3, 57), inet);
                    return results;
                });

        assertEquals(List.of(0L), before);
        assertEquals(
                List.of(-1L, -1L, -1L, -1L, -1L, -1L, -38L, -1L, -97L, -1L, -1L, -38L, 0L), after);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "seccomp exists on Linux only")
    void theKernelDecidesAsTheTableSaysForRandomArguments() throws InterruptedException {
        Architecture machine = Architecture.current().orElseThrow();
        for (Sockets sockets : Sockets.values()) {
            byte[] program = SeccompProgram.bytes(machine, sockets, Set.of());
            Random random = new Random(20260102);
            onAThreadOfItsOwn(() -> {
                Landlock.setNoNewPrivileges(machine);
                Landlock.filterThread(machine, program);
                for (int round = 0; round < 4_000; round++) {
                    compareWithTheKernel(machine, sockets, random);
                }
                return List.of();
            });
        }
    }

    // Only calls that harm nothing where they are allowed: they fail, or change the thread alone.
    private static void compareWithTheKernel(Architecture machine, Sockets sockets, Random random) {
        int socket = machine.number(41, 198);
        int[] harmless = {
            socket,
            machine.number(53, 199),
            machine.number(16, 29),
            machine.number(141, 140),
            machine.number(302, 261),
            435,
            500 + random.nextInt(1000),
        };
        int number = harmless[random.nextInt(harmless.length)];
        int[] interesting = {0, 1, 2, 3, 6, 10, 16, 17, 40, 0x5412, 0x541c, -1, 0x80001};
        long[] words = new long[3];
        for (int i = 0; i < words.length; i++) {
            words[i] = interesting[random.nextInt(interesting.length)] & 0xffffffffL;
        }
        if (number == machine.number(16, 29)) {
            words[0] = 0xffffffffL;
        } else if (number != socket) {
            words[2] = 0;
        }
        int wanted = expected(machine, sockets, Set.of(), number, words);
        long got = NativeCalls.call(number, words);
        if (got >= 0 && number == socket) {
            NativeCalls.call(machine.number(3, 57), got);
        }
        String call = sockets + " call " + number + " " + java.util.Arrays.toString(words);
        if (wanted == ALLOW) {
            assertTrue(got != -SeccompProgram.EPERM, call + " gave " + got);
        } else {
            assertEquals(-(wanted & 0xffff), got, call);
        }
    }

    private static List<Long> onAThreadOfItsOwn(java.util.function.Supplier<List<Long>> work)
            throws InterruptedException {
        AtomicReference<List<Long>> result = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().start(() -> result.set(work.get()));
        thread.join();
        List<Long> found = result.get();
        assertTrue(found != null, "the confined thread failed");
        return found;
    }
}
