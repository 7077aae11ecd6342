package dev.cordon.sandbox;

/// Opens sandboxes.
public final class Sandboxes {
    private Sandboxes() {}

    /// A sandbox for one session. Nothing is started or tested before the first command needs it.
    public static Sandbox open(SandboxOptions options) {
        return new SessionSandbox(
                new Boundaries(options), new ProcessTable(options.spillDirectory()));
    }
}
