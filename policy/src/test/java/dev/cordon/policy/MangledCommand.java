package dev.cordon.policy;

import dev.cordon.protocol.Confinement;
import java.util.List;
import java.util.Optional;

/// What must hold of a command and of every other way to write it: where the text decides, no other
/// way is allowed if the plain one is not.
///
/// In a sandbox without rules a question about a text is only the offer to open something: what is
/// not asked about there runs inside and changes nothing outside. So the text does not decide.
final class MangledCommand {
    private static final Rules RULES =
            Situation.rules(
                    """
                    prefix_rule(pattern=["git", "push"], decision="forbidden")
                    prefix_rule(pattern=["npm", "publish"], decision="prompt")
                    prefix_rule(pattern=["terraform", ["apply", "destroy"]], decision="forbidden")
                    prefix_rule(pattern=["rm"], decision="prompt")
                    prefix_rule(pattern=["make", "deploy"], decision="prompt")
                    prefix_rule(pattern=["docker"], decision="prompt")
                    prefix_rule(pattern=["ls"], decision="allow")
                    prefix_rule(pattern=["npm", "test"], decision="allow")
                    """);
    private static final List<Situation> TEXT_DECIDES =
            List.of(
                    Situation.standard().under(ApprovalPolicy.Kind.UNTRUSTED),
                    Situation.standard().in(Confinement.Mode.DANGER_FULL_ACCESS),
                    Situation.standard().under(ApprovalPolicy.Kind.UNTRUSTED).with(RULES),
                    Situation.standard().in(Confinement.Mode.DANGER_FULL_ACCESS).with(RULES));
    private static final Situation RULED = Situation.standard().with(RULES);

    private MangledCommand() {}

    /// What is wrong; empty if all is as it should be.
    static Optional<String> flaw(List<String> words, String mangled) {
        String plain = Mangling.plain(words);
        for (int i = 0; i < TEXT_DECIDES.size(); i++) {
            Situation situation = TEXT_DECIDES.get(i);
            if (situation.line(mangled).equals("allow") && !situation.line(plain).equals("allow")) {
                return Optional.of(i + ": " + plain + " => " + mangled);
            }
        }
        // Inside a sandbox the rules still decide about what they name.
        boolean named =
                RULED.decide(Situation.command("bash", "-lc", plain)).rule().startsWith("rules.");
        if (named && RULED.line(mangled).equals("allow") && !RULED.line(plain).equals("allow")) {
            return Optional.of("rules: " + plain + " => " + mangled);
        }
        return Optional.empty();
    }
}
