package dev.cordon.cli;

import dev.cordon.model.Credentials;
import dev.cordon.model.KeySource;
import dev.cordon.model.ModelCatalogue;
import dev.cordon.model.ModelClient;
import dev.cordon.model.ModelClients;
import dev.cordon.model.ModelProfile;
import dev.cordon.model.Network;
import dev.cordon.model.Provider;
import dev.cordon.model.ProviderException;
import dev.cordon.model.Providers;
import dev.cordon.model.Proxies;
import dev.cordon.model.RetryLimits;
import dev.cordon.policy.Config;
import dev.cordon.policy.Governance;
import dev.cordon.protocol.Json;
import dev.cordon.repair.EmbeddedModel;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Chooses the model: the configured provider, or the embedded engine when there is none.
final class Models {
    static final String DEFAULT_MODEL = "gpt-5.5";
    private static final int REPAIR_SECONDS = 90;
    private static final long REPAIR_SEED = 1;

    private final Config config;
    private final Consumer<String> seen;
    private final Credentials credentials;
    private final Optional<Provider> provider;
    private final Network network;
    private final ModelProfile profile;

    private Models(
            Config config,
            Consumer<String> seen,
            Network network,
            Credentials credentials,
            Optional<Provider> provider,
            ModelProfile profile) {
        this.config = config;
        this.seen = seen;
        this.network = network;
        this.credentials = credentials;
        this.provider = provider;
        this.profile = profile;
    }

    /// @throws UsageException if the provider, its key or the model cannot be used
    static Models choose(Host host, Governance governance) {
        return choose(host, governance, _ -> {});
    }

    /// @param seen gets every key that is handed out, so that it can be removed from what is kept
    /// @throws UsageException if the provider, its key or the model cannot be used
    static Models choose(Host host, Governance governance, Consumer<String> seen) {
        Config config = governance.config();
        Credentials credentials =
                new Credentials(
                        host.environment(),
                        host.home(),
                        host.cordonHome().resolve("auth.json"),
                        seen);
        try {
            Optional<Provider> provider = provider(config, credentials);
            Network network = new Network(Proxies.of(host.environment()), certificates(host));
            provider.ifPresent(p -> network.warmUp(p.baseUrl()));
            Optional<Path> catalogue =
                    config.text("model_catalog_json").map(file -> host.directory().resolve(file));
            String model =
                    provider.isEmpty()
                            ? EmbeddedModel.PROVIDER
                            : config.text("model").orElse(DEFAULT_MODEL);
            if (!governance.requirements().allowsModel(model)) {
                throw new UsageException(
                        "the administrator's requirements do not allow the model \""
                                + model
                                + "\"; see `cordon config show --origin`");
            }
            return new Models(
                    config,
                    seen,
                    network,
                    credentials,
                    provider,
                    sized(
                            config,
                            new ModelCatalogue(catalogue)
                                    .profile(model, windowIfUnknown(provider))));
        } catch (ProviderException | IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /// With the window that the user configured, if they did.
    private static ModelProfile sized(Config config, ModelProfile profile) {
        OptionalLong tokens = config.integer("model_context_window");
        return tokens.isPresent() ? profile.withWindow(tokens.getAsLong()) : profile;
    }

    /// Only servers of Chat Completions are known to cut silently what does not fit; the others say
    /// so, and then the history is made shorter.
    private static int windowIfUnknown(Optional<Provider> provider) {
        boolean small = provider.isPresent() && provider.get().wire() == Provider.WireApi.CHAT;
        return small ? ModelCatalogue.SMALL_WINDOW_TOKENS : ModelCatalogue.LARGE_WINDOW_TOKENS;
    }

    /// The choice under another configuration.
    ///
    /// @throws UsageException if the provider, its key or the model cannot be used
    Models again(Host host, Governance governance) {
        return choose(host, governance, seen);
    }

    ModelProfile profile() {
        return profile;
    }

    /// Whether the embedded engine stands in for a model.
    boolean embedded() {
        return provider.isEmpty();
    }

    /// The model that reviews questions: `auto_review.model` of `auto_review.model_provider`, the
    /// session's where they are not set.
    ///
    /// @throws UsageException if there is none
    Models reviewer() {
        Optional<String> id = config.text("auto_review.model_provider");
        Optional<String> model = config.text("auto_review.model");
        if (id.isEmpty() && provider.isEmpty()) {
            throw new UsageException(
                    "an automatic review needs a model; log in with cordon login --with-api-key, or"
                            + " set auto_review.model_provider and auto_review.model");
        }
        try {
            Provider reviewing =
                    id.isEmpty() ? provider.orElseThrow() : providers(config).get(id.get());
            if (!hasKey(reviewing, credentials)) {
                throw new UsageException(
                        "there is no key for auto_review.model_provider \""
                                + reviewing.id()
                                + "\"; set "
                                + variables(reviewing));
            }
            Optional<Path> catalogue = config.text("model_catalog_json").map(Path::of);
            return new Models(
                    config,
                    seen,
                    network,
                    credentials,
                    Optional.of(reviewing),
                    model.isEmpty() ? profile : new ModelCatalogue(catalogue).profile(model.get()));
        } catch (ProviderException | IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /// The name of who is asked.
    String providerName() {
        return provider.map(Provider::id).orElse(EmbeddedModel.PROVIDER);
    }

    /// A client for one session.
    ModelClient client() {
        if (provider.isEmpty()) {
            return new EmbeddedModel(installation());
        }
        return ModelClients.open(
                provider.get(),
                profile,
                new ModelClients.Options(
                        credentials, network, RetryLimits.DEFAULT, "cordon/" + Version.TEXT));
    }

    /// The provider; empty for the embedded engine, which is what a machine without any set-up has.
    private static Optional<Provider> provider(Config config, Credentials credentials) {
        String id = config.text("model_provider").orElse("openai");
        if (id.equals(EmbeddedModel.PROVIDER)) {
            return Optional.empty();
        }
        Provider provider = providers(config).get(id);
        if (hasKey(provider, credentials)) {
            return Optional.of(provider);
        }
        if (config.isSet("model_provider") || config.isSet("model")) {
            throw new UsageException(
                    "there is no key for the provider \""
                            + id
                            + "\"; set "
                            + variables(provider)
                            + " or run: cordon login --with-api-key");
        }
        return Optional.empty();
    }

    /// All providers that the user's configuration knows.
    static Providers providers(Host host) {
        return providers(
                Workplace.open(
                                host,
                                new ExecOptions.Settings(
                                        Optional.empty(), List.of(), Optional.empty(), List.of()))
                        .config());
    }

    private static Providers providers(Config config) {
        Map<String, Json.Obj> tables = new LinkedHashMap<>();
        Json.Obj defined = config.table("model_providers");
        defined.members()
                .keySet()
                .forEach(name -> defined.object(name).ifPresent(t -> tables.put(name, t)));
        return new Providers(tables, config.text("openai_base_url"));
    }

    private static boolean hasKey(Provider provider, Credentials credentials) {
        try {
            return !(provider.key() instanceof KeySource.Environment)
                    || credentials.find(provider).isPresent();
        } catch (ProviderException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String variables(Provider provider) {
        return provider.key() instanceof KeySource.Environment keys
                ? String.join(" or ", keys.names())
                : "its key";
    }

    private static Optional<Path> certificates(Host host) {
        for (String name :
                List.of("CORDON_CA_CERTIFICATE", "CODEX_CA_CERTIFICATE", "SSL_CERT_FILE")) {
            String file = host.environment().getOrDefault(name, "");
            if (!file.isEmpty()) {
                return Optional.of(host.directory().resolve(file));
            }
        }
        return Optional.empty();
    }

    /// How the worker of the embedded engine is started: by the script of the packaged program, or
    /// with this very runtime and class path where nothing is packaged.
    static EmbeddedModel.Installation installation() {
        Optional<Path> script = Packaged.own().flatMap(Packaged::repair);
        if (script.isPresent()) {
            return new EmbeddedModel.Installation(
                    List.of(script.get().toString()), REPAIR_SECONDS, REPAIR_SEED);
        }
        StringBuilder classPath = new StringBuilder();
        for (String entry :
                System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            String path = Path.of(entry).toAbsolutePath().normalize().toString();
            boolean needed =
                    path.contains("cordon-repair")
                            || path.contains("cordon-protocol")
                            || path.contains("cordon-model")
                            || path.contains("jackson-core")
                            || path.contains("jspecify")
                            || path.endsWith("classes");
            if (needed) {
                classPath.append(classPath.isEmpty() ? "" : File.pathSeparator).append(path);
            }
        }
        Path java = Path.of(System.getProperty("java.home", "")).resolve("bin/java");
        return new EmbeddedModel.Installation(
                EmbeddedModel.Installation.plain(java.toString(), classPath.toString()),
                REPAIR_SECONDS,
                REPAIR_SEED);
    }

    Config config() {
        return config;
    }
}
