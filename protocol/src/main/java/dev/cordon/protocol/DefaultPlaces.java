package dev.cordon.protocol;

import java.util.List;

/// What nobody needs to configure: names that commands cannot change, and places and names that
/// they cannot read.
///
/// The one list of these: policy judges by it and the sandbox enforces it, whichever of the two
/// made a confinement. Configuration adds to it.
public final class DefaultPlaces {
    private DefaultPlaces() {}

    /// Names that no command may change at any depth of a writable root, since another program runs
    /// or believes what is in them: Git, agents, editors, shells, and what starts a JVM.
    public static final List<String> PROTECTED_NAMES =
            List.of(
                    ".git",
                    ".cordon",
                    ".agents",
                    ".claude",
                    ".codex",
                    ".gemini",
                    ".cursor",
                    ".mcp.json",
                    ".aws",
                    ".vscode",
                    ".idea",
                    ".settings",
                    ".devcontainer",
                    ".envrc",
                    ".github/workflows",
                    ".gitlab-ci.yml",
                    ".mvn",
                    "mvnw",
                    "mvnw.cmd",
                    "gradlew",
                    "gradlew.bat",
                    "gradle/wrapper",
                    "init.gradle");

    /// File names that hold secrets, at any depth of a writable root.
    public static final List<String> HIDDEN_NAMES =
            List.of(
                    ".env",
                    ".env.*",
                    ".netrc",
                    ".npmrc",
                    "id_rsa",
                    "id_dsa",
                    "id_ecdsa",
                    "id_ed25519");

    /// Names that look like those of secrets and are templates, which builds and people need.
    public static final List<String> SHOWN_NAMES =
            List.of(".env.example", ".env.template", ".env.sample", ".env.dist");

    /// Secrets below the home folder. It is hidden as a whole, but for {@link ToolCaches#READABLE};
    /// this is for when that folder itself is the workspace.
    public static final List<String> HIDDEN_IN_HOME =
            List.of(
                    ".cordon",
                    ".ssh",
                    ".aws",
                    ".azure",
                    ".gnupg",
                    ".netrc",
                    ".git-credentials",
                    ".docker",
                    ".kube",
                    ".config/gh",
                    ".config/hub",
                    ".config/gcloud",
                    ".config/git/credentials",
                    ".codex",
                    ".claude",
                    ".claude.json",
                    ".gemini",
                    ".npmrc",
                    ".yarnrc.yml",
                    ".pypirc",
                    ".pip",
                    ".config/pip",
                    ".cargo/credentials",
                    ".cargo/credentials.toml",
                    ".m2/settings.xml",
                    ".m2/settings-security.xml",
                    ".gradle/gradle.properties",
                    ".gradle/init.d",
                    ".password-store",
                    ".local/share/keyrings",
                    ".vault-token",
                    ".terraform.d",
                    ".pgpass",
                    ".my.cnf",
                    ".mozilla",
                    ".config/google-chrome",
                    ".bash_history",
                    ".zsh_history",
                    ".local/share/fish/fish_history",
                    ".python_history",
                    ".node_repl_history",
                    ".psql_history",
                    ".mysql_history",
                    ".sqlite_history",
                    ".lesshst",
                    ".viminfo");
}
