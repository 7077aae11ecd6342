package dev.cordon.cli;

import dev.cordon.engine.Checkpoints;
import dev.cordon.engine.Instructions;
import dev.cordon.engine.Performer;
import dev.cordon.engine.PermissionsText;
import dev.cordon.engine.ProjectDocs;
import dev.cordon.engine.SessionParts;
import dev.cordon.engine.Skills;
import dev.cordon.engine.StandardTools;
import dev.cordon.engine.Tool;
import dev.cordon.engine.TurnLimits;
import dev.cordon.journal.Journal;
import dev.cordon.journal.RedactingStream;
import dev.cordon.model.ModelClient;
import dev.cordon.model.ModelProfile;
import dev.cordon.model.ModelRequest;
import dev.cordon.policy.Config;
import dev.cordon.policy.ConfigException;
import dev.cordon.policy.GrantStore;
import dev.cordon.policy.Policy;
import dev.cordon.policy.RulesPolicy;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.SessionId;
import dev.cordon.repair.RepairSearchTool;
import dev.cordon.sandbox.ConnectionGuard;
import dev.cordon.sandbox.NetworkSettings;
import dev.cordon.sandbox.Sandbox;
import dev.cordon.sandbox.SandboxOptions;
import dev.cordon.sandbox.Sandboxes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// The composition root: makes the parts of a session out of configuration. The only place that
/// knows which classes stand behind the interfaces.
final class Wiring {
    private static final int BYTES_PER_TOKEN = 4;

    private final Host host;
    private final Workplace place;
    private final Config config;
    private final Models models;
    private final Optional<Path> layer;

    Wiring(Host host, Workplace place, Models models) {
        this(host, place, models, Optional.empty());
    }

    /// @param layer a folder for the changes of files, if they are kept apart
    Wiring(Host host, Workplace place, Models models, Optional<Path> layer) {
        this.layer = layer;
        this.host = host;
        this.place = place;
        this.config = place.config();
        this.models = models;
    }

    /// What stays the same when a setting changes.
    private record Fixed(
            SessionId session,
            Journal journal,
            SecretFilter filter,
            SessionWatch watch,
            Supplier<Skills> skills) {}

    /// The parts of one session.
    ///
    /// @param filter takes secrets out of what is stored and shown to a model
    SessionParts parts(
            SessionId session, Journal journal, SecretFilter filter, SessionWatch watch) {
        return parts(
                new Fixed(session, journal, filter, watch, new SkillPlaces(host, place).once()),
                models.client());
    }

    private SessionParts parts(Fixed fixed, ModelClient client) {
        ModelProfile profile = models.profile();
        NetworkSettings network =
                new NetworkWiring(host, place.workspace())
                        .settings(place.policySettings().network());
        return new SessionParts(
                place.workspace(),
                settings(profile),
                client,
                pricing(profile),
                policy(),
                guard -> sandbox(fixed, guard, network),
                Performer.NONE,
                fixed.journal(),
                StandardTools.of(toolOptions(profile), moreTools()),
                limits(),
                () -> prefix(fixed.skills().get()),
                fixed.filter(),
                new StoredGrants(
                        new GrantStore(host.cordonHome()),
                        fixed.session().value(),
                        Clock.systemUTC()),
                Optional.of(new Checkpoints(host.cordonHome(), place.workspace(), fixed.session())),
                changes -> changed(fixed, client, changes),
                new SessionParts.Extras(
                        McpConfiguration.servers(config, host.environment(), place.workspace()),
                        fixed.skills(),
                        place::environmentText,
                        new Reviewers(config, models).before(),
                        call -> lowerCase(fixed.watch().context(call))),
                Clock.systemUTC());
    }

    /// The names that an environment has in capitals, as messages have them.
    private static Map<String, String> lowerCase(Map<String, String> context) {
        Map<String, String> lower = new HashMap<>();
        context.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }

    private Policy policy() {
        Policy rules = new RulesPolicy(place.policySettings(), place.governance().source());
        return layer.isPresent() ? new LayeredPolicy(rules) : rules;
    }

    /// The parts after a change of settings, if configuration and requirements let it be.
    private SessionParts changed(Fixed fixed, ModelClient client, Map<String, String> changes) {
        try {
            Workplace there = place.with(LiveSettings.assignments(changes));
            Models then = models.again(host, there.governance());
            boolean other = LiveSettings.changesModel(changes);
            return new Wiring(host, there, then, layer)
                    .parts(fixed, other ? then.client() : client);
        } catch (UsageException | ConfigException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    private Sandbox sandbox(Fixed fixed, ConnectionGuard guard, NetworkSettings network) {
        SessionWatch watch = fixed.watch();
        boolean watched = watch != SessionWatch.NONE;
        SandboxOptions options =
                new SandboxOptions(
                                host.cordonHome().resolve("sandbox"),
                                host.cordonHome().resolve("spill").resolve(fixed.session().value()),
                                watched ? new WatchedSandbox.Guard(guard, watch) : guard,
                                SandboxOptions.Choice.AUTO,
                                host.environment())
                        .withNetwork(network);
        SandboxOptions bounded = place.bounded(options);
        Sandbox sandbox =
                Sandboxes.open(
                        layer.map(bounded::withLayer).orElse(bounded),
                        out -> new RedactingStream(fixed.filter().redactor(), out));
        return watched ? new WatchedSandbox(sandbox, watch) : sandbox;
    }

    private SessionParts.Settings settings(ModelProfile profile) {
        return new SessionParts.Settings(
                Version.TEXT,
                System.getProperty("user.name", "unknown"),
                profile.slug(),
                place.sandboxMode(),
                place.approvalPolicy(),
                place.network(),
                place.trusted(),
                new ModelRequest.Reasoning(
                        config.text("model_reasoning_effort"),
                        config.text("model_reasoning_summary")),
                config.text("model_verbosity"),
                OptionalInt.empty(),
                true,
                Math.toIntExact(
                        BYTES_PER_TOKEN
                                * config.integer("tool_output_token_limit")
                                        .orElse(profile.truncationTokens())),
                place.addedDirectories(),
                config.text("on_reroute").orElse("continue"));
    }

    private SessionParts.Pricing pricing(ModelProfile profile) {
        OptionalLong none = OptionalLong.empty();
        return new SessionParts.Pricing(
                profile.contextWindowTokens(),
                config.integer("model_auto_compact_token_limit")
                        .orElse(profile.effectiveWindowTokens()),
                profile.prices().map(p -> OptionalLong.of(p.input())).orElse(none),
                profile.prices().map(p -> OptionalLong.of(p.cachedInput())).orElse(none),
                profile.prices().map(p -> OptionalLong.of(p.output())).orElse(none));
    }

    private TurnLimits limits() {
        TurnLimits standard = TurnLimits.DEFAULT;
        return new TurnLimits(
                (int) config.integer("limits.max_turn_rounds").orElse(0),
                standard.maxToolCalls(),
                config.integer("limits.max_session_seconds").orElse(0),
                config.integer("limits.max_session_tokens").orElse(0),
                config.number("limits.max_session_cost").map(Wiring::microDollars).orElse(0L),
                standard.maxConsecutiveToolErrors(),
                standard.maxIdenticalCalls());
    }

    private static long microDollars(String dollars) {
        return new java.math.BigDecimal(dollars).movePointRight(6).longValue();
    }

    private StandardTools.Options toolOptions(ModelProfile profile) {
        return new StandardTools.Options(
                config.bool("allow_login_shell"),
                config.integer("background_terminal_max_timeout").orElse(300_000),
                profile.images(),
                !place.network().equals("closed"),
                profile.hostedWebSearch() ? config.text("web_search").orElse("cached") : "disabled",
                config.texts("tools.web_search.allowed_domains"));
    }

    /// The embedded engine needs no tool that starts itself.
    private List<Tool> moreTools() {
        return models.embedded() ? List.of() : List.of(new RepairSearchTool(Models.installation()));
    }

    private List<Item> prefix(Skills skills) {
        ProjectDocs docs = place.projectDocs();
        docs.warnings().forEach(warning -> host.say("warning: " + warning));
        List<String> developer = new ArrayList<>();
        developer.add(
                PermissionsText.of(
                        place.sandboxMode(),
                        place.approvalPolicy(),
                        place.network(),
                        place.addedDirectories()));
        if (layer.isPresent()) {
            developer.add(
                    "Changes of files are kept in a layer apart from the user's files: commands and"
                            + " tools see them, the user decides later. Run git as an ordinary"
                            + " command; commits stay in the layer.");
        }
        config.text("developer_instructions").ifPresent(developer::add);
        return new Instructions(
                        config.text("instructions").orElseGet(Instructions::base),
                        developer,
                        config.bool("skills.include_instructions")
                                        || !config.isSet("skills.include_instructions")
                                ? skills.list()
                                : Optional.empty(),
                        docs.text().isEmpty() ? Optional.empty() : Optional.of(docs.text()),
                        place.environmentText())
                .items();
    }
}
