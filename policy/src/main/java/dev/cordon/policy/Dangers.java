package dev.cordon.policy;

import dev.cordon.policy.CommandFacts.Arg;
import dev.cordon.policy.CommandFacts.Invocation;
import java.nio.file.Path;
import java.util.Optional;

/// Commands that are asked about even where nothing confines commands and nobody wants questions.
final class Dangers {
    private Dangers() {}

    /// What is dangerous about a line, as the end of a sentence.
    static Optional<String> of(CommandFacts command, Path home) {
        for (Invocation invocation : command.commands()) {
            Optional<String> danger = of(invocation, home);
            if (danger.isPresent()) {
                return danger;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> of(Invocation invocation, Path home) {
        String program = invocation.program();
        if (program.equals("dd")) {
            for (Arg arg : invocation.argv()) {
                if (arg.text().startsWith("of=/dev/")) {
                    return Optional.of("writes to a device");
                }
            }
            return Optional.empty();
        }
        if (Knowledge.builtIn().is(program, Knowledge.Kind.DANGER)) {
            return Optional.of("changes the machine");
        }
        boolean recursive = false;
        boolean everything = false;
        for (Arg arg : invocation.argv().subList(1, invocation.argv().size())) {
            String text = arg.text();
            boolean letters = text.startsWith("-") && !text.startsWith("--");
            recursive |= letters && (text.indexOf('r') > 0 || text.indexOf('R') > 0);
            recursive |= text.equals("--recursive");
            everything |= isEverything(text, home);
        }
        boolean removes =
                program.equals("rm") || program.equals("chmod") || program.equals("chown");
        return removes && recursive && everything
                ? Optional.of("reaches everything below / or the home folder")
                : Optional.empty();
    }

    private static boolean isEverything(String text, Path home) {
        return switch (text) {
            case "/",
                    "/*",
                    "~",
                    "~/",
                    "~/*",
                    "$HOME",
                    "\"$HOME\"",
                    "$HOME/*",
                    "/etc",
                    "/usr",
                    "/var",
                    "/home",
                    "/root",
                    "/bin",
                    "/lib",
                    "/boot" ->
                    true;
            default -> text.equals(home.toString()) || text.equals(home + "/");
        };
    }
}
