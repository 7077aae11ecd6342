package dev.cordon.policy;

import dev.cordon.protocol.Origin;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What decides in a session: configuration under requirements, and the `.rules` files of all
/// layers.
///
/// ```
/// /etc/cordon/rules/*.rules        the administrator's, owned by root
/// ~/.cordon/rules/*.rules          the user's
/// PROJECT/.cordon/rules/*.rules    trusted projects only, and only to tighten
/// ```
///
/// The examples of the requirements are tried here, so that a session whose rules do not do what
/// they were written for does not start.
///
/// @param settings everything that decides
/// @param ignored what a repository's rules wanted, without effect
public record SessionPolicy(PolicySettings settings, List<Config.Ignored> ignored) {
    private static final String FOLDER = "rules";

    public SessionPolicy {
        ignored = List.copyOf(ignored);
    }

    /// Reads the files of rules and puts everything together.
    ///
    /// @param owner who must own the administrator's files
    /// @param user the name of the user, for the examples of the requirements
    /// @throws ConfigException if a file or an example is not right; the program must stop
    public static SessionPolicy load(
            Governance governance,
            ConfigSources sources,
            FileOwner owner,
            Instant now,
            String user) {
        PolicySettings settings =
                PolicySettings.from(
                        governance.config(),
                        governance.requirements(),
                        sources.environment(),
                        Condition.Compiler.CEL);
        List<Config.Ignored> ignored = new ArrayList<>();
        Rules rules =
                settings.rules()
                        .plus(managed(sources.systemDir().resolve(FOLDER), owner))
                        .plus(RuleFiles.in(sources.home().resolve(FOLDER), Origin.Layer.USER))
                        .plus(project(governance.config(), sources, ignored));
        PolicySettings all = settings.with(rules);
        if (!governance.requirements().examples().isEmpty()) {
            Facts facts =
                    new Facts(now, sources.workspace(), false, Map.of(), List.of(), Set.of(), user);
            governance
                    .requirements()
                    .checkExamples(new PolicyCheck(new RulesPolicy(all), facts)::decide);
        }
        return new SessionPolicy(all, ignored);
    }

    private static Rules managed(Path folder, FileOwner owner) {
        if (!Files.isDirectory(folder)) {
            return Rules.NONE;
        }
        owner.check(folder);
        for (Path file : RuleFiles.list(folder)) {
            owner.check(file);
        }
        return RuleFiles.in(folder, Origin.Layer.REQUIREMENTS);
    }

    private static Rules project(
            Config config, ConfigSources sources, List<Config.Ignored> ignored) {
        Optional<Project> project = config.project();
        Optional<Trust> trust = config.trust();
        Rules rules = Rules.NONE;
        if (project.isEmpty() || trust.isEmpty()) {
            return rules;
        }
        Path own = Project.real(sources.home());
        for (Path folder : project.get().folders()) {
            Path settings = folder.resolve(".cordon");
            Path place = settings.resolve(FOLDER);
            boolean there = Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
            if (!there || Project.real(settings).equals(own)) {
                continue;
            }
            if (!trust.get().isTrusted()) {
                ignored.add(whole(place, "was not loaded: " + trust.get().reason()));
                continue;
            }
            for (Path file : RuleFiles.list(place)) {
                rules = rules.plus(trusted(project.get(), file, ignored));
            }
        }
        return rules;
    }

    private static Rules trusted(Project project, Path file, List<Config.Ignored> ignored) {
        Optional<byte[]> bytes = ConfigFile.bytes(file);
        if (bytes.isEmpty() || !project.has(file, bytes.get())) {
            ignored.add(whole(file, "changed while it was read"));
            return Rules.NONE;
        }
        String text = ConfigFile.decode(bytes.get(), file);
        Rules rules = RuleFile.read(text, file.toString(), Origin.Layer.PROJECT);
        for (Rule rule : rules.all()) {
            if (!Rules.counts(rule)) {
                ignored.add(
                        new Config.Ignored(
                                rule.name(),
                                rule.saying().origin(),
                                "allows something; a repository may only tighten"));
            }
        }
        // The names of programs would loosen what the user's rules mean.
        return new Rules(rules.all(), List.of());
    }

    private static Config.Ignored whole(Path file, String reason) {
        return new Config.Ignored("", new Origin(Origin.Layer.PROJECT, file.toString(), 0), reason);
    }
}
