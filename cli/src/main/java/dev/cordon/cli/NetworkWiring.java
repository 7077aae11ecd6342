package dev.cordon.cli;

import dev.cordon.policy.NetworkPlan;
import dev.cordon.policy.PolicySettings;
import dev.cordon.sandbox.AddressRange;
import dev.cordon.sandbox.HostPattern;
import dev.cordon.sandbox.InjectedCredential;
import dev.cordon.sandbox.MavenRepository;
import dev.cordon.sandbox.NetworkSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells the proxy what configuration says about hosts, methods and secrets.
final class NetworkWiring {
    private static final int STAND_IN_BYTES = 16;
    private static final int MAX_SECRET_BYTES = 64 * 1024;

    /// The methods of HTTP and of its extensions for files that clients use.
    private static final Set<String> ALL_METHODS =
            Set.of(
                    "GET",
                    "HEAD",
                    "OPTIONS",
                    "POST",
                    "PUT",
                    "PATCH",
                    "DELETE",
                    "PROPFIND",
                    "PROPPATCH",
                    "MKCOL",
                    "COPY",
                    "MOVE",
                    "LOCK",
                    "UNLOCK",
                    "REPORT");

    private final Host host;
    private final Path workspace;

    NetworkWiring(Host host, Path workspace) {
        this.host = host;
        this.workspace = workspace;
    }

    /// The settings of the proxy.
    ///
    /// @throws UsageException if a secret is not there or lies open, or a value is none
    NetworkSettings settings(PolicySettings.Network network) {
        if (network.plan().isEmpty()) {
            return NetworkSettings.DEFAULT;
        }
        NetworkPlan plan = network.plan().get();
        try {
            return new NetworkSettings(
                    hosts(plan),
                    plan.addresses().stream().map(AddressRange::parse).toList(),
                    credentials(plan),
                    plan.methods() == NetworkPlan.Methods.READ_ONLY
                            ? NetworkSettings.Methods.READ_ONLY
                            : NetworkSettings.Methods.READ_WHERE_VISIBLE,
                    NetworkSettings.Limits.DEFAULT,
                    repositories(plan));
        } catch (IllegalArgumentException e) {
            throw new UsageException("network: " + e.getMessage());
        }
    }

    /// The secrets themselves, so that they can be taken out of what is kept and shown.
    ///
    /// @throws UsageException if one is not there or lies open
    Collection<String> secrets(PolicySettings.Network network) {
        List<String> secrets = new ArrayList<>();
        network.plan().ifPresent(plan -> plan.injections().forEach(i -> secrets.add(secret(i))));
        return secrets;
    }

    private static List<NetworkSettings.HostRule> hosts(NetworkPlan plan) {
        boolean any = plan.methods() == NetworkPlan.Methods.ANY;
        List<NetworkSettings.HostRule> rules = new ArrayList<>();
        for (NetworkPlan.Treatment treatment : plan.hosts()) {
            Set<String> methods = treatment.methods();
            rules.add(
                    new NetworkSettings.HostRule(
                            HostPattern.parse(treatment.host().toString()),
                            tls(treatment.tls()),
                            methods.isEmpty() && any ? ALL_METHODS : methods,
                            treatment.paths()));
        }
        if (any) {
            for (String everybody : List.of("*", "0.0.0.0/0", "::/0")) {
                rules.add(
                        new NetworkSettings.HostRule(
                                HostPattern.parse(everybody),
                                NetworkSettings.Tls.PASSED,
                                ALL_METHODS,
                                List.of()));
            }
        }
        return rules;
    }

    private static NetworkSettings.Tls tls(NetworkPlan.Tls tls) {
        return switch (tls) {
            case PASSED -> NetworkSettings.Tls.PASSED;
            case OPENED -> NetworkSettings.Tls.OPENED;
            case RAW -> NetworkSettings.Tls.RAW;
        };
    }

    private List<InjectedCredential> credentials(NetworkPlan plan) {
        List<InjectedCredential> credentials = new ArrayList<>();
        SecureRandom random = new SecureRandom();
        for (NetworkPlan.Injection injection : plan.injections()) {
            byte[] bytes = new byte[STAND_IN_BYTES];
            random.nextBytes(bytes);
            List<HostPattern> hosts = new ArrayList<>();
            injection.hosts().forEach(h -> hosts.add(HostPattern.parse(h.toString())));
            credentials.add(
                    new InjectedCredential(
                            "cordon-stand-in-" + HexFormat.of().formatHex(bytes),
                            secret(injection),
                            injection.field(),
                            hosts,
                            injection.variable()));
        }
        return credentials;
    }

    private String secret(NetworkPlan.Injection injection) {
        String key = "network.header_injections." + injection.name();
        String secret =
                injection.secretVariable().isEmpty()
                        ? content(host.home().resolve(injection.secretFile()).normalize(), key)
                        : Optional.ofNullable(host.environment().get(injection.secretVariable()))
                                .orElse("");
        if (secret.isBlank()) {
            throw new UsageException(
                    key
                            + ": there is no secret in "
                            + (injection.secretVariable().isEmpty()
                                    ? injection.secretFile()
                                    : "the variable " + injection.secretVariable()));
        }
        return secret.strip();
    }

    /// A file that others could read, or that commands could change, is no place for a secret.
    private String content(Path file, String key) {
        try {
            if (file.toRealPath().startsWith(workspace.toRealPath())) {
                throw new UsageException(
                        key + ": " + file + " lies in the workspace; keep secrets elsewhere");
            }
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (mode.contains(PosixFilePermission.GROUP_READ)
                    || mode.contains(PosixFilePermission.OTHERS_READ)) {
                throw new UsageException(
                        key + ": others can read " + file + "; run `chmod 600 " + file + "`");
            }
            if (Files.size(file) > MAX_SECRET_BYTES) {
                throw new UsageException(key + ": " + file + " is no secret, it is too long");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageException(key + ": cannot read " + file);
        }
    }

    private static List<MavenRepository> repositories(NetworkPlan plan) {
        List<MavenRepository> repositories = new ArrayList<>();
        plan.repositories()
                .forEach((id, url) -> repositories.add(new MavenRepository(id, URI.create(url))));
        return repositories;
    }
}
