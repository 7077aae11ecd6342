package dev.cordon.policy;

import dev.cordon.protocol.Origin;

/// Whether a project's own settings count.
///
/// @param state what was found
/// @param reason a sentence for people; what to do about it included
public record Trust(State state, String reason) {

    /// What is known about a project.
    public enum State {
        /// Its settings are read, and may only tighten.
        TRUSTED,
        /// The user said no.
        UNTRUSTED,
        /// Nobody was asked yet.
        UNKNOWN,
        /// It was trusted, and what it could make Cordon do has changed since.
        CHANGED
    }

    /// Whether the project's settings are read.
    public boolean isTrusted() {
        return state == State.TRUSTED;
    }

    /// Puts together what the user's file says and what was answered before. The stricter wins, and
    /// a project whose contents changed is asked about again whatever the file says.
    ///
    /// @param config the layers of the administrator and the user
    static Trust of(Config config, TrustStore store, Project project) {
        if (!project.flaw().isEmpty()) {
            return new Trust(State.UNTRUSTED, "the project cannot be trusted: " + project.flaw());
        }
        String key = ConfigPath.child("projects", project.root().toString()) + ".trust_level";
        if (!config.isSet(key)) {
            key = ConfigPath.child("projects", project.identity().toString()) + ".trust_level";
        }
        Origin origin = config.origin(key);
        String declared = config.isSet(key) ? config.text(key).orElse("") : "";
        Trust stored = store.status(project);
        if (declared.equals("untrusted")) {
            return new Trust(State.UNTRUSTED, "the project is untrusted by " + origin);
        }
        if (declared.equals("trusted") && stored.state() == State.UNKNOWN) {
            return new Trust(State.TRUSTED, "the project is trusted by " + origin);
        }
        return stored;
    }
}
