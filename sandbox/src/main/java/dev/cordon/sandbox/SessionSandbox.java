package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.util.List;

/// The sandbox of one session: sends each action to whoever performs its kind.
final class SessionSandbox implements Sandbox {
    private final SandboxOptions options;
    private final Boundaries boundaries;
    private final ProcessTable processes;

    SessionSandbox(SandboxOptions options, Boundaries boundaries, ProcessTable processes) {
        this.options = options;
        this.boundaries = boundaries;
        this.processes = processes;
    }

    @Override
    public Result perform(Action action, Confinement confinement, OutputListener output)
            throws InterruptedException {
        if (confinement.view() == Confinement.View.OVERLAY) {
            return new OverlayEffects(options, boundaries, processes)
                    .perform(action, confinement, output);
        }
        return perform(action, confinement, boundaries, output);
    }

    private Result perform(
            Action action, Confinement confinement, Boundaries boundaries, OutputListener output)
            throws InterruptedException {
        return switch (action) {
            case Action.RunCommand run ->
                    processes.run(run, confinement, boundaries.of(confinement), output);
            case Action.WriteStdin write -> processes.write(write, confinement, output);
            case Action.StopProcess stop -> processes.stop(stop, confinement);
            case Action.ApplyPatch _, Action.ReadFile _, Action.ListFiles _, Action.SearchFiles _ ->
                    FileEffects.perform(action, confinement);
            case Action.Git git ->
                    Wiring.git(
                            git,
                            confinement,
                            options.hostEnvironment(),
                            boundaries,
                            processes::nextNumber);
            case Action.FetchUrl _, Action.WebSearch _ -> Wiring.fetch(action, options);
            case Action.Connect _, Action.CallMcpTool _, Action.StartAgent _ ->
                    new Result.Failed(
                            "the sandbox does not perform this kind of action: "
                                    + action.getClass().getSimpleName());
        };
    }

    @Override
    public Attached attach(
            Action.RunCommand command, Confinement confinement, AttachedOutput output)
            throws InterruptedException {
        return AttachedServer.start(
                boundaries.of(confinement), processes.nextNumber(), command, confinement, output);
    }

    @Override
    public List<BackgroundProcess> processes() {
        return processes.running();
    }

    @Override
    public Backend backend() {
        return boundaries.describe();
    }

    @Override
    public void close() {
        processes.close();
        boundaries.close();
    }
}
