package dev.cordon.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Assembles classic BPF over `struct seccomp_data`: the system call number at 0, the architecture
/// at 4, and the low halves of the six arguments from 16 on in steps of 8.
///
/// Jump offsets have eight bits, so every test carries its own return; nothing jumps far.
///
/// @see <a href="https://docs.kernel.org/userspace-api/seccomp_filter.html">Seccomp BPF</a>
final class Bpf {
    static final int RET_ALLOW = 0x7fff0000;
    static final int RET_KILL_PROCESS = 0x80000000;
    static final int LOAD_WORD = 0x20;
    static final int JUMP_EQUAL = 0x15;
    static final int JUMP_AT_LEAST = 0x35;
    static final int JUMP_ANY_BIT = 0x45;
    static final int AND = 0x54;
    static final int RETURN = 0x06;
    static final int OFFSET_NUMBER = 0;
    static final int OFFSET_ARCHITECTURE = 4;

    /// What the kernel takes.
    static final int MAX_INSTRUCTIONS = 4096;

    private static final int RET_ERRNO = 0x00050000;
    private static final int MAX_JUMP = 255;

    private final List<Instruction> instructions = new ArrayList<>();

    /// One `struct sock_filter`.
    ///
    /// @param code what to do
    /// @param yes how many instructions to skip if the test holds, 0 to 255
    /// @param no how many to skip otherwise
    /// @param k the operand, unsigned
    record Instruction(int code, int yes, int no, int k) {
        Instruction {
            if (yes < 0 || yes > MAX_JUMP || no < 0 || no > MAX_JUMP) {
                throw new IllegalArgumentException(
                        "a jump of " + yes + " or " + no + " is too far");
            }
        }
    }

    /// The return value that makes a call fail with this error number.
    static int errno(int number) {
        return RET_ERRNO | (number & 0xffff);
    }

    /// Where the low 32 bits of an argument are. Both architectures are little-endian.
    static int argument(int index) {
        return 16 + 8 * index;
    }

    Bpf load(int offset) {
        return add(LOAD_WORD, 0, 0, offset);
    }

    Bpf and(int mask) {
        return add(AND, 0, 0, mask);
    }

    Bpf ret(int value) {
        return add(RETURN, 0, 0, value);
    }

    /// Returns `value` if the accumulator is `k`.
    Bpf returnIfEqual(int k, int value) {
        return add(JUMP_EQUAL, 0, 1, k).ret(value);
    }

    /// Returns `value` unless the accumulator is `k`.
    Bpf returnUnlessEqual(int k, int value) {
        return add(JUMP_EQUAL, 1, 0, k).ret(value);
    }

    /// Returns `value` if the accumulator is at least `k`, both unsigned.
    Bpf returnIfAtLeast(int k, int value) {
        return add(JUMP_AT_LEAST, 0, 1, k).ret(value);
    }

    /// Returns `value` if the accumulator has one of the bits.
    Bpf returnIfAnyBit(int bits, int value) {
        return add(JUMP_ANY_BIT, 0, 1, bits).ret(value);
    }

    /// Runs `block` only if the accumulator is `k`. The block must return on every way through it.
    Bpf whenEqual(int k, Bpf block) {
        add(JUMP_EQUAL, 0, block.instructions.size(), k);
        instructions.addAll(block.instructions);
        return this;
    }

    /// Returns `value` if the accumulator is none of these.
    Bpf returnUnlessAny(int value, int... choices) {
        for (int i = 0; i < choices.length; i++) {
            add(JUMP_EQUAL, choices.length - i, 0, choices[i]);
        }
        return ret(value);
    }

    private Bpf add(int code, int yes, int no, int k) {
        instructions.add(new Instruction(code, yes, no, k));
        return this;
    }

    List<Instruction> instructions() {
        if (instructions.size() > MAX_INSTRUCTIONS) {
            throw new IllegalStateException(instructions.size() + " instructions are too many");
        }
        return List.copyOf(instructions);
    }

    /// The program as an array of `struct sock_filter { u16 code; u8 jt, jf; u32 k; }`.
    static byte[] bytes(List<Instruction> program) {
        ByteBuffer out = ByteBuffer.allocate(program.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (Instruction instruction : program) {
            out.putShort((short) instruction.code())
                    .put((byte) instruction.yes())
                    .put((byte) instruction.no())
                    .putInt(instruction.k());
        }
        return out.array();
    }
}
