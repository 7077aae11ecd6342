package dev.cordon.policy;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Origin;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Settings and facts to decide by, in a project at `/srv/shop` of a user at `/home/ada`.
record Situation(PolicySettings settings, Facts facts) {
    static final Path WORKSPACE = Path.of("/srv/shop");
    static final Path HOME = Path.of("/home/ada");

    static Situation standard() {
        return new Situation(
                PolicySettings.builtIn(
                        HOME, Map.of("PATH", "/usr/bin:/bin", "AWS_SECRET_ACCESS_KEY", "s3cr3t")),
                facts(List.of(), Set.of()));
    }

    static Facts facts(List<Grant> grants, Set<Capability> denied) {
        return new Facts(Instant.EPOCH, WORKSPACE, true, Map.of(), grants, denied, "ada");
    }

    Situation under(ApprovalPolicy.Kind kind) {
        return new Situation(settings.with(ApprovalPolicy.of(kind)), facts);
    }

    Situation in(Confinement.Mode mode) {
        return new Situation(settings.with(mode, Origin.BUILT_IN), facts);
    }

    Situation with(Rules rules) {
        return new Situation(settings.with(rules), facts);
    }

    Situation granted(Capability capability) {
        Grant grant =
                new Grant(
                        "g1",
                        capability,
                        Grant.Scope.SESSION,
                        Instant.EPOCH.plusSeconds(60),
                        "user",
                        Optional.empty());
        return new Situation(settings, facts(List.of(grant), Set.of()));
    }

    Situation denied(Capability capability) {
        return new Situation(settings, facts(List.of(), Set.of(capability)));
    }

    Decision decide(Action action) {
        return new RulesPolicy(settings).decide(action, facts);
    }

    Confinement confine(Action action) {
        return new RulesPolicy(settings).confine(action, facts);
    }

    /// `allow`, `ask` or `deny` for a line of shell.
    String line(String script) {
        return word(decide(command("bash", "-lc", script)));
    }

    static String word(Decision decision) {
        return switch (decision) {
            case Decision.Allow _ -> "allow";
            case Decision.Ask _ -> "ask";
            case Decision.Deny _ -> "deny";
        };
    }

    static Action.RunCommand command(String... argv) {
        return command(List.of(argv), Optional.empty());
    }

    static Action.RunCommand command(List<String> argv, Optional<Action.Escalation> escalation) {
        return new Action.RunCommand(
                new CallId("call-1"),
                Action.Requester.MODEL,
                argv,
                WORKSPACE,
                Map.of(),
                Action.Terminal.PIPES,
                10_000,
                0,
                escalation);
    }

    static Action.Connect connect(String host, int port) {
        return new Action.Connect(new CallId("call-1"), host, port, "", Optional.empty());
    }

    static Action.Git git(String... arguments) {
        return new Action.Git(
                new CallId("call-1"), Action.Requester.MODEL, WORKSPACE, List.of(arguments));
    }

    static Action.ApplyPatch patch(String path) {
        return new Action.ApplyPatch(
                new CallId("call-1"),
                Action.Requester.MODEL,
                List.of(
                        new Action.FileChange(
                                Path.of(path),
                                Action.ChangeKind.ADD,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("text\n"))));
    }

    static Action.ReadFile read(String path) {
        return new Action.ReadFile(
                new CallId("call-1"), Action.Requester.MODEL, Path.of(path), 0, 1000);
    }

    static Rules rules(String text) {
        return RuleFile.read(text, "test.rules", Origin.Layer.USER);
    }
}
