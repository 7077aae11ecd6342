package dev.cordon.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Runs a filter as the kernel does, on the bytes that the kernel gets.
final class BpfMachine {
    private final ByteBuffer program;

    BpfMachine(byte[] program) {
        this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// What the filter returns for one `struct seccomp_data`.
    int run(int number, int architecture, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(0, number).putInt(4, architecture);
        for (int i = 0; i < arguments.length; i++) {
            data.putLong(16 + 8 * i, arguments[i]);
        }
        int accumulator = 0;
        int next = 0;
        for (int steps = 0; steps < 5000; steps++) {
            int code = program.getShort(next * 8) & 0xffff;
            int yes = program.get(next * 8 + 2) & 0xff;
            int no = program.get(next * 8 + 3) & 0xff;
            int k = program.getInt(next * 8 + 4);
            next++;
            switch (code) {
                case 0x20 -> accumulator = data.getInt(k);
                case 0x54 -> accumulator &= k;
                case 0x15 -> next += accumulator == k ? yes : no;
                case 0x35 -> next += Integer.compareUnsigned(accumulator, k) >= 0 ? yes : no;
                case 0x45 -> next += (accumulator & k) != 0 ? yes : no;
                case 0x06 -> {
                    return k;
                }
                default -> throw new AssertionError("no such instruction: " + code);
            }
        }
        throw new AssertionError("the program does not end");
    }
}
