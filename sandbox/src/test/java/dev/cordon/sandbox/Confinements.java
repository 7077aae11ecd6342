package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Confinement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Confinements and actions for tests.
final class Confinements {
    private Confinements() {}

    static Confinement of(Confinement.Mode mode, Path workspace) {
        return new Confinement(
                mode,
                workspace,
                List.of(workspace),
                List.of(),
                List.of(),
                List.of(".env", ".env.*"),
                List.of(".git", ".cordon", ".mvn", ".github/workflows"),
                Confinement.Network.CLOSED,
                Confinement.View.DIRECT,
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", home()),
                Confinement.Limits.DEFAULT,
                Set.of());
    }

    static String home() {
        return System.getProperty("user.home");
    }

    static Confinement writing(Path workspace) {
        return of(Confinement.Mode.WORKSPACE_WRITE, workspace);
    }

    static Action.RunCommand shell(Path cwd, String script, long yieldMillis) {
        return new Action.RunCommand(
                new CallId("call"),
                Action.Requester.MODEL,
                List.of("/bin/bash", "-lc", script),
                cwd,
                Map.of(),
                Action.Terminal.PIPES,
                yieldMillis,
                0,
                Optional.empty());
    }
}
