package dev.cordon.cli;

import dev.cordon.model.KeySource;
import dev.cordon.model.Secret;
import dev.cordon.policy.Config;
import dev.cordon.policy.ConfigEdit;
import dev.cordon.policy.TrustStore;
import dev.cordon.repair.EmbeddedModel;
import dev.cordon.tui.FirstRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the first run of the terminal UI asks, kept where `cordon login`, `cordon config set` and
/// `cordon trust` keep it.
final class UiFirstRun implements FirstRun {
    private static final String DEFAULT_PROVIDER = "openai";

    private final Host host;
    private final ExecOptions options;

    UiFirstRun(Host host, ExecOptions options) {
        this.host = host;
        this.options = options;
    }

    @Override
    public Needs needs() {
        Workplace place = Workplace.open(host, options.settings());
        return new Needs(providers(place.config()), project(place.config()));
    }

    private List<Provider> providers(Config config) {
        if (config.isSet("model_provider") || config.isSet("model")) {
            return List.of();
        }
        List<Provider> found = new ArrayList<>();
        for (dev.cordon.model.Provider provider : Models.providers(host).all()) {
            Optional<List<String>> variables = variables(provider.key());
            if (variables.isEmpty()) {
                continue;
            }
            boolean usual = provider.id().equals(DEFAULT_PROVIDER);
            if (usual && LoginCommand.credentials(host).status(provider).isPresent()) {
                return List.of();
            }
            found.add(
                    new Provider(
                            provider.id(),
                            provider.name(),
                            variables.get(),
                            usual ? Models.DEFAULT_MODEL : ""));
        }
        return found;
    }

    /// What could hold the key; empty if nobody needs to be asked about it.
    private static Optional<List<String>> variables(KeySource key) {
        return switch (key) {
            case KeySource.Environment(List<String> names, _, _) -> Optional.of(names);
            case KeySource.None _ -> Optional.of(List.of());
            case KeySource.Literal _, KeySource.Command _ -> Optional.empty();
        };
    }

    private Optional<Project> project(Config config) {
        Optional<dev.cordon.policy.Project> project =
                config.project().filter(dev.cordon.policy.Project::hasContents);
        if (project.isEmpty() || config.trust().isEmpty()) {
            return Optional.empty();
        }
        return switch (config.trust().get().state()) {
            case TRUSTED, UNTRUSTED -> Optional.empty();
            case UNKNOWN, CHANGED ->
                    Optional.of(
                            new Project(
                                    project.get().root(),
                                    List.copyOf(project.get().files().keySet()),
                                    config.trust().get().reason()));
        };
    }

    @Override
    public void use(String provider, String key, String model) {
        if (!key.isEmpty()) {
            keep(provider, key);
        }
        set("model_provider", provider);
        set("model", model);
    }

    private void keep(String provider, String key) {
        try {
            String ignored = LoginCommand.credentials(host).store(provider, new Secret(key));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Keeping the key was stopped.", e);
        }
        LoginCommand.journal(host, provider, "in");
    }

    @Override
    public void useNone() {
        set("model_provider", EmbeddedModel.PROVIDER);
    }

    private void set(String key, String value) {
        ConfigEdit.set(host.cordonHome().resolve("config.toml"), key, value);
    }

    @Override
    public void trust(Trust answer) {
        dev.cordon.policy.Project project =
                Workplace.open(host, options.settings()).config().project().orElseThrow();
        TrustStore store = new TrustStore(host.cordonHome().toAbsolutePath());
        switch (answer) {
            case YES -> store.trust(project);
            case NO -> store.distrust(project);
        }
    }
}
