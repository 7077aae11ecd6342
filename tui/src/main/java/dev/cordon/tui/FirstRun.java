package dev.cordon.tui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What must be known before the first session of a user or of a project. Every method reads or
/// writes files and is called beside the UI.
public interface FirstRun {
    /// What nobody has answered yet.
    Needs needs();

    /// @param providers to choose from; empty if a provider is set up, or the user wants none
    /// @param project whether its own settings may count; empty if that is answered, or it has none
    record Needs(List<Provider> providers, Optional<Project> project) {
        public Needs {
            providers = List.copyOf(providers);
        }
    }

    /// Somebody who has models.
    ///
    /// @param variables environment variables that would hold its key; empty if it needs none
    /// @param model used if the user names none; empty if one must be named
    record Provider(String id, String name, List<String> variables, String model) {
        public Provider {
            variables = List.copyOf(variables);
        }
    }

    /// A project with settings of its own.
    ///
    /// @param files what would count
    /// @param reason why it is asked, a sentence
    record Project(Path root, List<String> files, String reason) {
        public Project {
            files = List.copyOf(files);
        }
    }

    /// Keeps a key and makes its provider the one that is used.
    ///
    /// @param key empty for a provider that needs none
    /// @param model asked for from now on
    /// @throws RuntimeException with a sentence if that cannot be kept
    void use(String provider, String key, String model);

    /// Goes on without a model, and does not ask again.
    void useNone();

    /// Keeps the answer about a project.
    void trust(Trust answer);

    /// The answer about a project.
    enum Trust {
        YES,
        NO
    }
}
