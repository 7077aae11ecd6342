package dev.cordon.repair;

import java.util.OptionalInt;

/// What `exec_command` and `write_stdin` answered.
///
/// @param session id of a command that goes on
/// @param exitCode of a command that ended
record CommandReply(OptionalInt session, OptionalInt exitCode, String output) {
    private static final String RUNNING = "Process running with session ID ";
    private static final String EXITED = "Process exited with code ";
    private static final String OUTPUT = "\nOutput:\n";

    static CommandReply read(String text) {
        int output = text.indexOf(OUTPUT);
        String head = output < 0 ? text : text.substring(0, output + 1);
        String body = output < 0 ? "" : text.substring(output + OUTPUT.length());
        return new CommandReply(number(head, RUNNING), number(head, EXITED), body);
    }

    private static OptionalInt number(String head, String label) {
        int at = head.indexOf(label);
        if (at < 0) {
            return OptionalInt.empty();
        }
        int start = at + label.length();
        int end = start;
        while (end < head.length() && Character.isDigit(head.charAt(end)) && end - start < 9) {
            end++;
        }
        return end == start
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(head.substring(start, end)));
    }
}
