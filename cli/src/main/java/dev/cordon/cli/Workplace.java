package dev.cordon.cli;

import dev.cordon.engine.EnvironmentContext;
import dev.cordon.engine.ProjectDocs;
import dev.cordon.policy.ApprovalPolicy;
import dev.cordon.policy.Config;
import dev.cordon.policy.ConfigSources;
import dev.cordon.policy.FileOwner;
import dev.cordon.policy.Governance;
import dev.cordon.policy.PolicySettings;
import dev.cordon.policy.Project;
import dev.cordon.policy.SessionPolicy;
import dev.cordon.policy.Trust;
import dev.cordon.policy.TrustStore;
import dev.cordon.protocol.Confinement;
import dev.cordon.sandbox.SandboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Where a session works, and what configuration and requirements say there.
final class Workplace {
    private final Host host;
    private final ExecOptions.Settings options;
    private final Path workspace;
    private final Governance governance;
    private final SessionPolicy session;
    private final PolicySettings policy;

    /// The rules of time zones take as long to read as all of our configuration, so that happens
    /// beside it.
    private final CompletableFuture<LocalDate> today =
            CompletableFuture.supplyAsync(
                    LocalDate::now, Thread.ofPlatform().daemon().name("cordon-today")::start);

    private Workplace(
            Host host,
            ExecOptions.Settings options,
            Path workspace,
            Governance governance,
            SessionPolicy session) {
        this.host = host;
        this.options = options;
        this.workspace = workspace;
        this.governance = governance;
        this.session = session;
        this.policy = withPlaces(host, session.settings());
    }

    /// Reads all configuration.
    ///
    /// @throws UsageException if the directory is none
    /// @throws dev.cordon.policy.ConfigException if configuration has a mistake
    static Workplace open(Host host, ExecOptions.Settings options) {
        Path workspace =
                host.directory().resolve(options.directory().orElse(Path.of(""))).normalize();
        if (!Files.isDirectory(workspace)) {
            throw new UsageException(
                    workspace + " is not a directory; -C takes the folder to work in");
        }
        for (Path added : options.addedDirectories()) {
            if (!Files.isDirectory(host.directory().resolve(added))) {
                throw new UsageException(
                        "--add-dir " + added + " is not a directory; make it first");
            }
        }
        ConfigSources sources =
                new ConfigSources(
                        host.cordonHome().toAbsolutePath(),
                        host.systemFolder(),
                        options.profile().orElse(""),
                        workspace,
                        withAddedDirectories(host, options),
                        host.environment());
        Instant now = Instant.now();
        String user = System.getProperty("user.name", "");
        Governance governance =
                Governance.load(
                        sources,
                        FileOwner.ROOT,
                        HttpsBundle::fetch,
                        BundleFloor.of(host),
                        now,
                        user);
        SessionPolicy policy = SessionPolicy.load(governance, sources, FileOwner.ROOT, now, user);
        return new Workplace(host, options, workspace, governance, policy);
    }

    /// The same place with more said on the command line; everything is read and judged again.
    ///
    /// @throws dev.cordon.policy.ConfigException if a value is unknown or forbidden
    Workplace with(List<ConfigSources.Assignment> more) {
        List<ConfigSources.Assignment> all = new ArrayList<>(options.overrides());
        all.addAll(more);
        return open(
                host,
                new ExecOptions.Settings(
                        options.directory(), options.addedDirectories(), options.profile(), all));
    }

    /// Remembers that the user trusts the project that the workspace belongs to.
    static void trust(Host host, ExecOptions.Settings options) {
        Workplace place = open(host, options);
        Project project =
                place.config()
                        .project()
                        .orElseThrow(() ->
                                new UsageException(
                                        "there is no project to trust at " + place.workspace));
        new TrustStore(host.cordonHome().toAbsolutePath()).trust(project);
    }

    Path workspace() {
        return workspace;
    }

    Config config() {
        return governance.config();
    }

    Governance governance() {
        return governance;
    }

    PolicySettings policySettings() {
        return policy;
    }

    /// The secrets that the proxy puts into requests.
    ///
    /// @throws UsageException if one is not there or lies open
    Collection<String> injectedSecrets() {
        return new NetworkWiring(host, workspace).secrets(policy.network());
    }

    /// What the user should know before the first turn, a sentence each.
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(governance.warnings());
        config().warnings().stream().filter(w -> !warnings.contains(w)).forEach(warnings::add);
        outerBoundary()
                .ifPresent(name ->
                        warnings.add(
                                "Cordon's own sandbox is not used: "
                                        + governance.requirements().origin("outer_boundary")
                                        + " declares "
                                        + name
                                        + ", around Cordon, as the only boundary"));
        config().ignored().forEach(ignored -> warnings.add(ignored.toString()));
        session.ignored().forEach(ignored -> warnings.add(ignored.toString()));
        return warnings;
    }

    /// The word of `sandbox_mode`, or `external` where a container around Cordon is the only
    /// boundary.
    String sandboxMode() {
        boolean full = policy.mode() == Confinement.Mode.DANGER_FULL_ACCESS;
        return outerBoundary().isEmpty() || full ? policy.mode().word() : "external";
    }

    /// What the administrator calls the container around Cordon that is the only boundary.
    Optional<String> outerBoundary() {
        return governance.requirements().text("outer_boundary");
    }

    /// These options with the administrator's container as the boundary, if there is one.
    SandboxOptions bounded(SandboxOptions options) {
        return outerBoundary().map(options::behind).orElse(options);
    }

    String approvalPolicy() {
        return policy.approvals().kind().word();
    }

    /// `closed`, `proxied` or `open`.
    String network() {
        if (policy.mode() == Confinement.Mode.DANGER_FULL_ACCESS || outerBoundary().isPresent()) {
            return "open";
        }
        boolean asked =
                policy.network().unlisted() == PolicySettings.Unlisted.ASKED
                        && policy.approvals().kind() != ApprovalPolicy.Kind.NEVER;
        boolean on = !config().isSet("network.enabled") || config().bool("network.enabled");
        boolean some =
                on
                        && (asked
                                || policy.network().anyHost()
                                || !config().texts("network.allow").isEmpty());
        return some ? "proxied" : "closed";
    }

    boolean trusted() {
        return config().trust().filter(Trust::isTrusted).isPresent();
    }

    /// Whether changes of files are kept in a layer unless somebody says otherwise: where the user
    /// said that the project is not to be trusted, or it cannot be. One that nobody was asked about
    /// is not meant.
    boolean keepsApart() {
        Optional<Trust> trust = config().trust();
        return trust.isPresent()
                && trust.get().state() == Trust.State.UNTRUSTED
                && sandboxMode().equals("workspace-write");
    }

    List<Path> addedDirectories() {
        return options.addedDirectories().stream()
                .map(dir -> host.directory().resolve(dir).normalize())
                .toList();
    }

    /// Whether the workspace lies in a Git repository, by looking for `.git` upwards.
    boolean insideRepository() {
        for (Path folder = workspace; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    ProjectDocs projectDocs() {
        return ProjectDocs.find(
                new ProjectDocs.Search(
                        host.cordonHome(),
                        config().texts("project_root_markers"),
                        config().texts("project_doc_fallback_filenames"),
                        (int)
                                config().integer("project_doc_max_bytes")
                                        .orElse(ProjectDocs.DEFAULT_MAX_BYTES)),
                workspace);
    }

    String environmentText() {
        return new EnvironmentContext(
                        workspace,
                        "bash",
                        today.join(),
                        ZoneId.systemDefault(),
                        sandboxMode(),
                        network(),
                        addedDirectories(),
                        EnvironmentContext.branchOf(workspace))
                .text();
    }

    private static PolicySettings withPlaces(Host host, PolicySettings settings) {
        PolicySettings all =
                settings.alsoReadable(
                        SkillPlaces.userRoots(host).stream().filter(Files::isDirectory).toList());
        return Packaged.own().map(own -> all.alsoReadable(own.readable())).orElse(all);
    }

    private static List<ConfigSources.Assignment> withAddedDirectories(
            Host host, ExecOptions.Settings options) {
        if (options.addedDirectories().isEmpty()) {
            return options.overrides();
        }
        StringBuilder roots = new StringBuilder("sandbox_workspace_write.writable_roots=[");
        for (Path directory : options.addedDirectories()) {
            String path = host.directory().resolve(directory).normalize().toString();
            roots.append('"')
                    .append(path.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\",");
        }
        List<ConfigSources.Assignment> all = new ArrayList<>(options.overrides());
        all.add(ConfigSources.Assignment.parse(roots.append(']').toString()));
        return all;
    }
}
