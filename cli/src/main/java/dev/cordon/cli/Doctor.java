package dev.cordon.cli;

import dev.cordon.cli.DoctorReport.Check;
import dev.cordon.engine.SessionStore;
import dev.cordon.journal.JournalException;
import dev.cordon.journal.JournalHealth;
import dev.cordon.model.Credentials;
import dev.cordon.model.Provider;
import dev.cordon.policy.Config;
import dev.cordon.policy.ConfigException;
import dev.cordon.policy.Governance;
import dev.cordon.policy.Trust;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import dev.cordon.sandbox.DefaultConfinement;
import dev.cordon.sandbox.Sandbox;
import dev.cordon.sandbox.SandboxException;
import dev.cordon.sandbox.SandboxOptions;
import dev.cordon.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Looks at this installation without changing it: `cordon doctor`.
final class Doctor {
    private static final long LITTLE_BYTES = 1L << 30;
    private static final long NO_BYTES = 64L << 20;
    private static final long COMMAND_MILLIS = 30_000;

    private final Host host;
    private final ExecOptions.Settings options;

    Doctor(Host host, ExecOptions.Settings options) {
        this.host = host;
        this.options = options;
    }

    /// Looks at everything. What breaks is a line of the report and stops nothing.
    DoctorReport report() throws InterruptedException {
        List<Check> checks = new ArrayList<>();
        checks.add(version());
        Optional<Workplace> place = Optional.empty();
        try {
            place = Optional.of(Workplace.open(host, options));
        } catch (ConfigException | UsageException e) {
            checks.add(Check.failed("configuration", String.valueOf(e.getMessage())));
        }
        if (place.isPresent()) {
            checks.add(configuration(place.get()));
            checks.add(requirements(place.get()));
            checks.add(trust(place.get()));
            checks.add(providers(place.get()));
        }
        checks.add(boundary(place));
        checks.add(tools());
        checks.add(journal());
        place.ifPresent(found -> checks.add(telemetry(found.config())));
        checks.add(sessions());
        checks.add(disk());
        return new DoctorReport(checks);
    }

    private static Check version() {
        return Check.ok(
                "version",
                "cordon " + Version.TEXT,
                "Java " + Runtime.version(),
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + " "
                        + System.getProperty("os.arch"));
    }

    private Check configuration(Workplace place) {
        Set<String> files = new TreeSet<>();
        for (Config.Setting setting : place.config().settings()) {
            if (setting.origin().layer() != Origin.Layer.BUILT_IN) {
                files.add(setting.origin().file());
            }
        }
        List<String> details = new ArrayList<>();
        files.forEach(file -> details.add("from " + file));
        details.add("sandbox_mode " + origin(place, "sandbox_mode", place.sandboxMode()));
        details.add("approval_policy " + origin(place, "approval_policy", place.approvalPolicy()));
        details.add("network " + place.network());
        List<String> warnings = place.warnings();
        warnings.forEach(warning -> details.add("warning: " + warning));
        return new Check(
                "configuration",
                warnings.isEmpty() ? DoctorReport.State.OK : DoctorReport.State.WARNING,
                files.isEmpty()
                        ? "nothing is set; the built-in values hold"
                        : files.size() + " files",
                details);
    }

    private static String origin(Workplace place, String key, String value) {
        return value + " (" + place.config().origin(key) + ")";
    }

    private static Check requirements(Workplace place) {
        Governance governance = place.governance();
        List<String> files = governance.requirements().files();
        return files.isEmpty()
                ? Check.ok("requirements", "no administrator's rules on this machine")
                : new Check("requirements", DoctorReport.State.OK, "in force", files);
    }

    private static Check trust(Workplace place) {
        Optional<Trust> trust = place.config().trust();
        String project = place.config().project().map(Object::toString).orElse("no project");
        if (trust.isEmpty()) {
            return Check.ok("trust", "no project here");
        }
        return place.trusted()
                ? Check.ok("trust", "this project is trusted")
                : Check.ok(
                        "trust",
                        "this project is not trusted: its own settings may only tighten",
                        trust.get().reason().isEmpty() ? project : trust.get().reason());
    }

    private Check providers(Workplace place) {
        try {
            Credentials credentials = LoginCommand.credentials(host);
            List<String> details = new ArrayList<>();
            boolean any = false;
            for (Provider provider : Models.providers(host).all()) {
                Optional<String> key = credentials.status(provider);
                any |= key.isPresent();
                details.add(provider.id() + ": " + key.orElse("no key"));
            }
            String model = place.config().text("model").orElse("the default model");
            String provider = place.config().text("model_provider").orElse("");
            String text = model + (provider.isEmpty() ? "" : " of " + provider);
            return any || !provider.isEmpty()
                    ? new Check("models", DoctorReport.State.OK, text, details)
                    : new Check(
                            "models",
                            DoctorReport.State.WARNING,
                            "no key is kept; the embedded repair engine works without one"
                                    + " (cordon login --with-api-key)",
                            details);
        } catch (RuntimeException e) {
            // Whatever is wrong with a key is a line of the report.
            return Check.failed("models", String.valueOf(e.getMessage()));
        }
    }

    /// Runs one command in the sandbox, after the back end tested itself.
    private Check boundary(Optional<Workplace> place) throws InterruptedException {
        Path workspace = place.map(Workplace::workspace).orElse(host.directory());
        Confinement confinement =
                DefaultConfinement.of(
                        Confinement.Mode.READ_ONLY,
                        workspace,
                        List.of(),
                        host.home(),
                        host.environment(),
                        Confinement.Network.CLOSED);
        SandboxOptions sandboxOptions =
                new SandboxOptions(
                        host.cordonHome().resolve("sandbox"),
                        host.cordonHome().resolve("spill").resolve("doctor"),
                        _ -> Optional.empty(),
                        SandboxOptions.Choice.AUTO,
                        host.environment());
        SandboxOptions bounded = place.map(p -> p.bounded(sandboxOptions)).orElse(sandboxOptions);
        try (Sandbox sandbox = Sandboxes.open(bounded)) {
            long start = System.nanoTime();
            Result result =
                    sandbox.perform(
                            new Action.RunCommand(
                                    new CallId("doctor"),
                                    Action.Requester.CORDON,
                                    List.of("/bin/sh", "-c", "exit 7"),
                                    workspace,
                                    Map.of(),
                                    Action.Terminal.PIPES,
                                    COMMAND_MILLIS,
                                    COMMAND_MILLIS,
                                    Optional.empty()),
                            confinement,
                            Sandbox.OutputListener.NONE);
            long millis = (System.nanoTime() - start) / 1_000_000;
            Sandbox.Backend backend = sandbox.backend();
            boolean ran =
                    result instanceof Result.CommandOutput output
                            && output.exitCode().orElse(-1) == 7;
            if (!ran) {
                return Check.failed("boundary", "a command did not run in the sandbox: " + result);
            }
            String text = backend.name() + ", a command ran in " + millis + " ms";
            return switch (backend.strength()) {
                case FULL -> Check.ok("boundary", text, backend.detail());
                case DEGRADED, EXTERNAL, NONE ->
                        Check.warning(
                                "boundary",
                                text + ", but it keeps less than the whole promise",
                                backend.detail());
            };
        } catch (SandboxException e) {
            return Check.failed("boundary", String.valueOf(e.getMessage()));
        }
    }

    private Check tools() {
        List<String> missing = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (String program : List.of("git", "bash")) {
            Optional<Path> file = onPath(program);
            file.ifPresentOrElse(
                    path -> found.add(program + " " + path), () -> missing.add(program));
        }
        return missing.isEmpty()
                ? new Check("programs", DoctorReport.State.OK, "found", found)
                : new Check(
                        "programs",
                        DoctorReport.State.FAILED,
                        "not on PATH: " + String.join(", ", missing),
                        found);
    }

    private Optional<Path> onPath(String program) {
        for (String folder : host.environment().getOrDefault("PATH", "").split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder).resolve(program))) {
                return Optional.of(Path.of(folder).resolve(program));
            }
        }
        return Optional.empty();
    }

    private Check journal() {
        Path folder = host.cordonHome().resolve("journal");
        try {
            JournalHealth health = JournalHealth.of(folder, JournalSettings.of(host));
            List<String> details = new ArrayList<>(health.notes());
            details.addFirst(
                    health.entries()
                            + " entries, "
                            + health.signed()
                            + " covered by a checkpoint, "
                            + health.bytes() / 1024
                            + " KiB");
            if (!health.problems().isEmpty()) {
                details.addAll(health.problems());
                return new Check(
                        "journal",
                        DoctorReport.State.FAILED,
                        "it does not verify; run \"cordon journal verify\"",
                        details);
            }
            return new Check("journal", DoctorReport.State.OK, folder.toString(), details);
        } catch (JournalException | ConfigException | UsageException | IOException e) {
            return Check.failed("journal", String.valueOf(e.getMessage()));
        }
    }

    private Check telemetry(Config config) {
        if (!SessionWatch.configured(config)) {
            return Check.ok("telemetry", "off: no collector is configured");
        }
        try {
            List<String> details = TelemetryWatch.describe(host, config);
            long waiting = 0;
            long bytes = 0;
            Path spool = TelemetryWatch.spool(host);
            if (Files.isDirectory(spool)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(spool, "*.{pb,json}")) {
                    for (Path file : files) {
                        waiting++;
                        bytes += Files.size(file);
                    }
                }
            }
            return waiting == 0
                    ? new Check("telemetry", DoctorReport.State.OK, "on, nothing waits", details)
                    : new Check(
                            "telemetry",
                            DoctorReport.State.WARNING,
                            waiting
                                    + " requests ("
                                    + bytes / 1024
                                    + " KiB) wait for the collector in "
                                    + spool,
                            details);
        } catch (UsageException | IOException e) {
            return Check.failed("telemetry", String.valueOf(e.getMessage()));
        }
    }

    private Check sessions() {
        try {
            int count = new SessionStore(host.cordonHome().toAbsolutePath()).list().size();
            Path index = host.cordonHome().resolve("sessions.db");
            return Check.ok(
                    "sessions",
                    count + " stored",
                    HostLink.own(host).describe().orElse("no session runs in the background"),
                    Files.exists(index)
                            ? "search index " + Files.size(index) / 1024 + " KiB"
                            : "no search index yet; the first search makes it");
        } catch (RuntimeException | IOException e) {
            return Check.failed("sessions", String.valueOf(e.getMessage()));
        }
    }

    private Check disk() {
        try {
            Path existing = host.cordonHome().toAbsolutePath();
            while (!Files.exists(existing) && existing.getParent() != null) {
                existing = existing.getParent();
            }
            FileStore store = Files.getFileStore(existing);
            long free = store.getUsableSpace();
            String text = free / (1 << 20) + " MiB free at " + existing;
            if (store.isReadOnly()) {
                return Check.failed("disk", existing + " is read-only; nothing can happen");
            }
            if (free < NO_BYTES) {
                return Check.failed("disk", text + "; make room, or the journal stops everything");
            }
            return free < LITTLE_BYTES ? Check.warning("disk", text) : Check.ok("disk", text);
        } catch (IOException e) {
            return Check.failed("disk", String.valueOf(e.getMessage()));
        }
    }
}
