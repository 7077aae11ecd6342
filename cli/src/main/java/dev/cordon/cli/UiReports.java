package dev.cordon.cli;

import dev.cordon.engine.WorkspaceDiff;
import dev.cordon.model.ModelCatalogue;
import dev.cordon.policy.Config;
import dev.cordon.policy.ConfigEdit;
import dev.cordon.policy.GrantStore;
import dev.cordon.protocol.Grant;
import dev.cordon.tui.Reports;
import dev.cordon.tui.UiSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What the terminal UI shows of the rest: what the commands of the command line print, and a few
/// lists that can be chosen from.
final class UiReports implements Reports {
    private final Host host;
    private final ExecOptions options;
    private final Path workspace;

    UiReports(Host host, ExecOptions options, Path workspace) {
        this.host = host;
        this.options = options;
        this.workspace = workspace;
    }

    @Override
    public List<String> lines(List<String> arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Host quiet =
                new Host(
                        host.environment(),
                        workspace,
                        host.home(),
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(stream),
                        stream);
        int code = Main.run(quiet, arguments);
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        if (!lines.isEmpty()) {
            return lines;
        }
        return List.of(code == 0 ? "Nothing to show." : "It failed with exit code " + code + ".");
    }

    @Override
    public List<Named> models() {
        Optional<Path> more =
                place().config()
                        .text("model_catalog_json")
                        .map(file -> host.directory().resolve(file));
        return new ModelCatalogue(more).slugs().stream().map(slug -> new Named(slug, "")).toList();
    }

    @Override
    public List<Named> skills() {
        return new SkillPlaces(host, place())
                .find().all().stream()
                        .map(skill -> new Named(skill.name(), skill.description()))
                        .toList();
    }

    @Override
    public List<Grant> grants() {
        String project = workspace.toString();
        return new GrantStore(host.cordonHome())
                .list(Instant.now()).stream()
                        .filter(grant ->
                                grant.scope() == Grant.Scope.SESSION
                                        || grant.project().equals(Optional.of(project)))
                        .toList();
    }

    @Override
    public String reviewer() {
        return place().config().text("approvals_reviewer").orElse("user");
    }

    @Override
    public boolean revoke(String id) {
        return new GrantStore(host.cordonHome()).revoke(id);
    }

    @Override
    public String diff(String since) {
        try {
            return new WorkspaceDiff(home(), workspace).sinceCommit(since);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("It was stopped.", e);
        }
    }

    @Override
    public UnaryOperator<String> redactor() {
        SecretFilter filter = SecretFilter.load(host);
        return filter::apply;
    }

    @Override
    public UiSettings settings() {
        Config config = place().config();
        boolean remembered = !config.text("history.persistence").equals(Optional.of("none"));
        return new UiSettings(
                remembered ? Optional.of(home().resolve("history.jsonl")) : Optional.empty(),
                config.bool("tui.notifications")
                        ? method(config.text("tui.notification_method").orElse("auto"))
                        : UiSettings.Notifications.NONE,
                config.text("tui.notification_condition").equals(Optional.of("always"))
                        ? UiSettings.When.ALWAYS
                        : UiSettings.When.UNFOCUSED,
                config.texts("notify"),
                config.text("tui.theme"));
    }

    @Override
    public void keepTheme(String name) {
        ConfigEdit.set(home().resolve("config.toml"), "tui.theme", name);
    }

    private static UiSettings.Notifications method(String word) {
        return switch (word) {
            case "osc9" -> UiSettings.Notifications.OSC9;
            case "bel" -> UiSettings.Notifications.BELL;
            default -> UiSettings.Notifications.AUTO;
        };
    }

    @Override
    public Path home() {
        return host.cordonHome().toAbsolutePath();
    }

    private Workplace place() {
        return Workplace.open(host, options.settings());
    }
}
