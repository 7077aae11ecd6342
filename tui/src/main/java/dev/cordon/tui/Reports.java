package dev.cordon.tui;

import dev.cordon.protocol.Grant;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// What the UI shows of policy, journal, usage and health, which it does not know itself. Every
/// method reads files and is called beside the UI, unless it says otherwise.
public interface Reports {
    /// What one of Cordon's own commands that only read prints.
    ///
    /// @param arguments without the name of the program, for example `usage`, `--by`, `model`
    /// @return the lines, of any origin
    List<String> lines(List<String> arguments);

    /// The models that can be asked for.
    List<Named> models();

    /// The skills of this project and of the user.
    List<Named> skills();

    /// What was granted in this project, and for sessions that run.
    List<Grant> grants();

    /// Who answers questions: `user`, `auto_review` or `auto_review_then_user`.
    String reviewer();

    /// Ends a grant.
    ///
    /// @return whether there was one
    boolean revoke(String id);

    /// What differs in the workspace, as git prints it; files that git does not know included.
    ///
    /// @param since what to compare with; empty for the last commit
    /// @throws IllegalStateException with a sentence if it cannot be told
    String diff(String since);

    /// Takes secrets out of what is remembered. Loads its rules first.
    UnaryOperator<String> redactor();

    /// What the user configured about the UI.
    UiSettings settings();

    /// Makes a theme that of every start.
    ///
    /// @throws RuntimeException with a sentence if that cannot be kept
    void keepTheme(String name);

    /// Where Cordon keeps its own files. Known without reading anything.
    Path home();

    /// Something with a name.
    ///
    /// @param description one line; may be empty
    record Named(String name, String description) {}
}
