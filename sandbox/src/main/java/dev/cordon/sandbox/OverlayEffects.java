package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Performs actions in the overlay view: all that changes a file goes into the layer of the
/// session, and all that reads one sees the layer.
///
/// What cannot be kept in the layer is refused; nothing falls back to the files themselves.
final class OverlayEffects {
    private static final String RULE = "sandbox.overlay";
    private static final long SCRIPT_MILLIS = 60_000;

    private final SandboxOptions options;
    private final Boundaries boundaries;
    private final ProcessTable processes;

    OverlayEffects(SandboxOptions options, Boundaries boundaries, ProcessTable processes) {
        this.options = options;
        this.boundaries = boundaries;
        this.processes = processes;
    }

    Result perform(Action action, Confinement confinement, Sandbox.OutputListener output)
            throws InterruptedException {
        if (confinement.mode() == Confinement.Mode.DANGER_FULL_ACCESS) {
            return refused(
                    "Outside the sandbox changes cannot be kept apart from the files, and this"
                            + " session keeps them apart. Run it in the sandbox, or start a session"
                            + " without --dry-run and --overlay.");
        }
        try {
            return switch (action) {
                case Action.RunCommand run ->
                        processes.run(run, confinement, boundaries.of(confinement), output);
                case Action.WriteStdin write -> processes.write(write, confinement, output);
                case Action.StopProcess stop -> processes.stop(stop, confinement);
                case Action.ReadFile _, Action.ListFiles _, Action.SearchFiles _ ->
                        FileEffects.perform(
                                action, confinement, boundaries.overlay().view(confinement));
                case Action.ApplyPatch patch -> patch(patch, confinement);
                case Action.Git _ ->
                        refused(
                                "Cordon's own Git works on the files themselves, and this session"
                                        + " keeps changes apart from them. Run git as an ordinary"
                                        + " command: what it writes stays in the layer too.");
                case Action.FetchUrl _, Action.WebSearch _ -> Wiring.fetch(action, options);
                case Action.Connect _, Action.CallMcpTool _, Action.StartAgent _ ->
                        new Result.Failed(
                                "the sandbox does not perform this kind of action: "
                                        + action.getClass().getSimpleName());
            };
        } catch (SandboxException e) {
            if (e.code() == SandboxError.OVERLAY_BUSY) {
                return new Result.Failed(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private static Result refused(String sentence) {
        return new Result.Refused(RULE, Origin.BUILT_IN, "sandbox", sentence);
    }

    private Result patch(Action.ApplyPatch patch, Confinement confinement)
            throws InterruptedException {
        FileRules rules = new FileRules(confinement);
        Boundary boundary = boundaries.of(confinement);
        return new OverlayPatch(
                        rules,
                        boundaries.overlay().view(confinement),
                        (script, input, arguments) ->
                                run(boundary, confinement, script, input, arguments))
                .apply(patch.changes());
    }

    private void run(
            Boundary boundary,
            Confinement confinement,
            String script,
            byte[] input,
            List<String> arguments)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
        argv.addAll(arguments);
        ScriptRun run = new ScriptRun();
        Boundary.Running running =
                boundary.start(
                        new Boundary.Launch(
                                processes.nextNumber(),
                                argv,
                                confinement.workspace(),
                                confinement.environment(),
                                Action.Terminal.PIPES,
                                false,
                                confinement),
                        run);
        running.write(input);
        running.closeInput();
        run.await(running, SCRIPT_MILLIS);
    }
}
