package dev.cordon.policy;

import dev.cordon.protocol.Origin;

/// When somebody is asked before something happens.
///
/// @param kind the policy
/// @param granular which questions may be asked at all; looked at only for {@link Kind#GRANULAR}
/// @param origin where it was set
public record ApprovalPolicy(Kind kind, Granular granular, Origin origin) {

    /// The words of the configuration key `approval_policy`.
    public enum Kind {
        UNTRUSTED("untrusted"),
        ON_REQUEST("on-request"),
        NEVER("never"),
        GRANULAR("granular");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// The word in configuration and in decisions.
        public String word() {
            return word;
        }
    }

    /// Which classes of questions are asked; a class that is `false` is refused without asking.
    public record Granular(
            boolean sandboxApproval,
            boolean rules,
            boolean mcpElicitations,
            boolean requestPermissions,
            boolean skillApproval) {
        /// Every class is asked.
        public static final Granular ALL = new Granular(true, true, true, true, true);
    }

    /// What a question is about.
    enum Topic {
        /// Leaving the sandbox, or doing what it would not let happen.
        SANDBOX,
        /// A rule wants it.
        RULES,
        /// Tools of MCP servers.
        MCP,
        /// A capability on top of the confinement.
        PERMISSIONS
    }

    /// A policy of one word that nobody set in a file.
    public static ApprovalPolicy of(Kind kind) {
        return new ApprovalPolicy(kind, Granular.ALL, Origin.BUILT_IN);
    }

    boolean mayAsk(Topic topic) {
        return switch (kind) {
            case UNTRUSTED, ON_REQUEST -> true;
            case NEVER -> false;
            case GRANULAR ->
                    switch (topic) {
                        case SANDBOX -> granular.sandboxApproval();
                        case RULES -> granular.rules();
                        case MCP -> granular.mcpElicitations();
                        case PERMISSIONS -> granular.requestPermissions();
                    };
        };
    }

    boolean asksAboutEverythingUnknown() {
        return kind == Kind.UNTRUSTED;
    }
}
