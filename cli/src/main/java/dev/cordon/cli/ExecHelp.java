package dev.cordon.cli;

import dev.cordon.cli.Options.Option;

/// The help of `exec`, made from its options.
final class ExecHelp {
    private static final int COLUMN = 34;

    private ExecHelp() {}

    static String text() {
        StringBuilder text = new StringBuilder();
        text.append("Usage: cordon exec [OPTIONS] [PROMPT]\n");
        text.append("       cordon exec [OPTIONS] resume (ID | NAME | --last) [PROMPT]\n");
        text.append("       cordon exec [OPTIONS] fork (ID | NAME) [PROMPT]\n\n");
        text.append("Runs one turn without a terminal UI. The final message goes to standard\n");
        text.append("output, everything else to standard error. A prompt of - or none is read\n");
        text.append("from standard input.\n\nOptions:\n");
        for (Option option : ExecOptions.OPTIONS) {
            String names = "  " + String.join(", ", option.names());
            if (option.takesValue()) {
                names += " " + option.value();
            }
            text.append(names);
            if (names.length() >= COLUMN) {
                text.append('\n').append(" ".repeat(COLUMN));
            } else {
                text.append(" ".repeat(COLUMN - names.length()));
            }
            text.append(option.help()).append('\n');
        }
        text.append("\nExit codes: 0 done, 1 failed, 2 usage or configuration, 3 refused,\n");
        text.append("4 budget spent, 125 no sandbox, 130 interrupted.\n");
        return text.toString();
    }
}
