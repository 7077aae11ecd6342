package dev.cordon.cli;

import dev.cordon.engine.PatchApplier;
import dev.cordon.engine.PatchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `cordon apply-patch`: applies a patch of the kind that models write, for the user who typed it.
@Command(
        name = "apply-patch",
        description = "Apply a patch of the form '*** Begin Patch ... *** End Patch'.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Files are changed directly, as with patch(1): no rules and no sandbox.",
            "When an operation fails, those before it stay. Exit code 1 if anything failed."
        })
final class ApplyPatchCommand implements Callable<Integer> {
    private static final int MAX_STDIN_BYTES = 32 * 1024 * 1024;

    private final Host host;

    @Parameters(
            arity = "0..1",
            paramLabel = "PATCH",
            description = "The text of the patch; absent or '-' reads it from standard input.")
    private String patch = "-";

    ApplyPatchCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        try {
            String text = patch.equals("-") ? standardInput() : patch;
            String summary = PatchApplier.apply(text, host.directory().normalize());
            host.out().line(summary.stripTrailing());
            return ExitCode.DONE.code();
        } catch (PatchException e) {
            host.say(String.valueOf(e.getMessage()));
            return ExitCode.FAILED.code();
        }
    }

    private String standardInput() throws PatchException {
        try {
            byte[] bytes = host.in().readNBytes(MAX_STDIN_BYTES + 1);
            if (bytes.length > MAX_STDIN_BYTES) {
                throw new PatchException(
                        "The patch is larger than " + MAX_STDIN_BYTES + " bytes. Split it.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new PatchException("The patch cannot be read: " + e.getMessage());
        }
    }
}
