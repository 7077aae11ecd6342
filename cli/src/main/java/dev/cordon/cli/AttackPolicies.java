package dev.cordon.cli;

import dev.cordon.cli.AttackSheet.Case;
import dev.cordon.cli.AttackSheet.Outcome;
import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalEntries;
import dev.cordon.policy.Bundle;
import dev.cordon.policy.BundleStore;
import dev.cordon.policy.ConfigException;
import dev.cordon.policy.ConfigSources;
import dev.cordon.policy.FileOwner;
import dev.cordon.policy.Governance;
import dev.cordon.policy.Requirements;
import dev.cordon.policy.SessionPolicy;
import dev.cordon.policy.TrustRoot;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Attacks on the administrator's rules: mistyped ones, forged bundles, ways past them. They are
/// tried with an administrator's folder and keys of our own; each refusal is put into the journal
/// as that of a real start is.
final class AttackPolicies {
    /// The organisation of the attack exists nowhere else, so nothing remembers it.
    private static final BundleStore.Floor NO_FLOOR = _ -> 0;

    private static final String ORG = "doctor";
    private static final String KEY = "ed25519:doctor";
    private static final String STRICT = "allowed_sandbox_modes = [\"read-only\"]\n";
    private static final String LAX = "allowed_sandbox_modes = [\"danger-full-access\"]\n";

    private final Path root;
    private final Journal journal;
    private final JournalEntries entries;
    private final KeyPair trusted;
    private final KeyPair stranger;
    private final List<Case> cases = new ArrayList<>();

    /// @param root a folder of our own
    AttackPolicies(Path root, Journal journal, JournalEntries entries) throws IOException {
        this.root = root;
        this.journal = journal;
        this.entries = entries;
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("Ed25519");
            this.trusted = keys.generateKeyPair();
            this.stranger = keys.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IOException("this JDK has no Ed25519", e);
        }
    }

    /// What should not have been taken was.
    private static final class TakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TakenException(String message) {
            super(message);
        }
    }

    private interface Try {
        void run() throws IOException;
    }

    List<Case> cases() throws IOException {
        refused(
                "policy.unknown-key",
                "weaken the administrator's rules with a mistyped key",
                () -> Requirements.read("allowed_sandbox_mode = [\"read-only\"]\n", "a.toml"));
        bundles();
        refused(
                "policy.bypass-flag",
                "turn the sandbox off on the command line against the rules",
                () -> start(STRICT, "rw-------", "sandbox_mode=\"danger-full-access\""));
        refused(
                "policy.bypass-approvals",
                "turn questions off on the command line against the rules",
                () ->
                        start(
                                "allowed_approval_policies = [\"on-request\"]\n",
                                "rw-------",
                                "approval_policy=\"never\""));
        refused(
                "policy.open-file",
                "put rules where others can write them",
                () -> start(STRICT, "rw-rw-rw-", "sandbox_mode=\"read-only\""));
        repository();
        return cases;
    }

    /// A well made bundle must be taken, or refusing the others shows nothing.
    private void bundles() throws IOException {
        Instant now = Instant.now();
        byte[] good = bundle(5, STRICT, now.plus(Duration.ofDays(1)), trusted);
        Path home = Files.createDirectories(root.resolve("bundle-home"));
        try {
            var _ = current(home, good, now);
        } catch (ConfigException e) {
            cases.add(
                    new Case(
                            "policy.bundle",
                            "take a good bundle, to compare with",
                            Outcome.FAIL,
                            AttackSheet.firstLine(String.valueOf(e.getMessage()))));
            return;
        }
        Instant later = now.plus(Duration.ofDays(1));
        forged("signature", "change a bundle after it was signed", home, changed(good), now);
        forged("key", "sign a bundle with another key", home, bundle(6, LAX, later, stranger), now);
        forged("older", "go back to an older bundle", home, bundle(4, LAX, later, trusted), now);
        forged("same", "sign the same version twice", home, bundle(5, LAX, later, trusted), now);
        forged("expired", "use an expired bundle", home, bundle(6, LAX, now, trusted), now);
        forged(
                "unknown-key",
                "sign a bundle with a mistyped key in it",
                home,
                bundle(6, "allowed_sandbox_mode = [\"read-only\"]\n", later, trusted),
                now);
        forged("unsigned", "leave the signature out", home, unsigned(good), now);
        copy(good, now);
    }

    private void forged(String id, String what, Path home, byte[] envelope, Instant now)
            throws IOException {
        refused(
                "policy.bundle-" + id,
                what,
                () -> {
                    Bundle taken = current(home, envelope, now);
                    throw new TakenException("version " + taken.version() + " was taken");
                });
    }

    /// The last good copy lies in the user's folder, where the user can write.
    private void copy(byte[] good, Instant now) throws IOException {
        String id = "policy.bundle-copy";
        String what = "change the copy of the last good bundle";
        Path home = Files.createDirectories(root.resolve("copy-home"));
        var _ = current(home, good, now);
        Files.write(
                home.resolve("policy/bundle.json"),
                bundle(5, LAX, now.plus(Duration.ofDays(1)), stranger));
        Bundle taken = current(home, good, now);
        note(id, "the copy was not what was kept");
        cases.add(
                taken.signers().equals(List.of(KEY))
                        ? new Case(id, what, Outcome.PASS, "the source was asked again")
                        : new Case(id, what, Outcome.FAIL, "the changed copy counted"));
    }

    /// A repository says what it wants; nothing of it may count.
    private void repository() throws IOException {
        String id = "policy.repository";
        String what = "let a repository turn the sandbox off";
        Path workspace = Files.createDirectories(root.resolve("hostile/.cordon"));
        Files.writeString(
                workspace.resolve("config.toml"),
                "sandbox_mode = \"danger-full-access\"\napproval_policy = \"never\"\n");
        Files.createDirectories(root.resolve("hostile/.git"));
        try {
            SessionPolicy policy =
                    load(root.resolve("hostile"), root.resolve("no-system"), List.of());
            boolean held = policy.settings().mode() != Confinement.Mode.DANGER_FULL_ACCESS;
            note(id, "a repository's sandbox_mode was ignored");
            cases.add(
                    held
                            ? new Case(
                                    id,
                                    what,
                                    Outcome.PASS,
                                    "ignored; " + policy.settings().mode().word() + " holds")
                            : new Case(id, what, Outcome.FAIL, "it was taken"));
        } catch (ConfigException e) {
            note(id, String.valueOf(e.getMessage()));
            cases.add(pass(id, what, e));
        }
    }

    private void start(String requirements, String mode, String override) throws IOException {
        Path system = Files.createTempDirectory(root, "system");
        Path file = Files.writeString(system.resolve("requirements.toml"), requirements);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Path workspace = Files.createDirectories(root.resolve("plain"));
        SessionPolicy policy =
                load(workspace, system, List.of(ConfigSources.Assignment.parse(override)));
        throw new TakenException("it started, with " + policy.settings().mode().word());
    }

    private SessionPolicy load(
            Path workspace, Path system, List<ConfigSources.Assignment> overrides)
            throws IOException {
        ConfigSources sources =
                new ConfigSources(
                        Files.createDirectories(root.resolve("policy-home")),
                        system,
                        "",
                        workspace,
                        overrides,
                        Map.of("HOME", root.toString()));
        int own = Files.getAttribute(root, "unix:uid") instanceof Integer uid ? uid : 0;
        FileOwner owner = new FileOwner(own);
        Instant now = Instant.now();
        Governance governance =
                Governance.load(
                        sources,
                        owner,
                        _ -> {
                            throw new IOException("nothing is fetched here");
                        },
                        NO_FLOOR,
                        now,
                        "doctor");
        return SessionPolicy.load(governance, sources, owner, now, "doctor");
    }

    private void refused(String id, String what, Try attempt) throws IOException {
        try {
            attempt.run();
            cases.add(new Case(id, what, Outcome.FAIL, "it was taken"));
        } catch (TakenException e) {
            cases.add(new Case(id, what, Outcome.FAIL, String.valueOf(e.getMessage())));
        } catch (ConfigException e) {
            note(id, String.valueOf(e.getMessage()));
            cases.add(pass(id, what, e));
        }
    }

    private static Case pass(String id, String what, ConfigException e) {
        return new Case(
                id, what, Outcome.PASS, AttackSheet.firstLine(String.valueOf(e.getMessage())));
    }

    private void note(String id, String reason) {
        var _ = journal.append(entries.rejected("doctor " + id, reason, Version.TEXT));
    }

    private Bundle current(Path home, byte[] envelope, Instant now) throws IOException {
        TrustRoot trust =
                new TrustRoot(
                        ORG,
                        "https://bundles.invalid/doctor",
                        Map.of(KEY, trusted.getPublic()),
                        1,
                        0);
        return new BundleStore(home, _ -> envelope, NO_FLOOR).current(trust, now).bundle();
    }

    private static byte[] bundle(
            long version, String requirements, Instant expires, KeyPair signer) {
        Json.Obj manifest =
                Json.object()
                        .put("schema_version", 1)
                        .put("org", ORG)
                        .put("version", version)
                        .put("issued", "2026-01-01T00:00:00Z")
                        .put("expires", expires.toString())
                        .put("unreachable", "refuse")
                        .put("requirements", requirements)
                        .build();
        return Bundle.sign(JsonText.writeBytes(manifest), Map.of(KEY, signer.getPrivate()));
    }

    private static byte[] changed(byte[] envelope) {
        Json.Obj read = JsonText.readObject(new String(envelope, StandardCharsets.UTF_8));
        String payload =
                new String(
                        Base64.getDecoder().decode(read.requireText("payload")),
                        StandardCharsets.UTF_8);
        String weaker = payload.replace("read-only", "danger-full-access");
        return JsonText.writeBytes(
                with(
                        read,
                        "payload",
                        Json.of(
                                Base64.getEncoder()
                                        .encodeToString(weaker.getBytes(StandardCharsets.UTF_8)))));
    }

    private static byte[] unsigned(byte[] envelope) {
        Json.Obj read = JsonText.readObject(new String(envelope, StandardCharsets.UTF_8));
        return JsonText.writeBytes(with(read, "signatures", Json.array(List.of())));
    }

    private static Json.Obj with(Json.Obj object, String name, Json value) {
        Json.ObjBuilder changed = Json.object();
        object.members().forEach(changed::put);
        return changed.put(name, value).build();
    }
}
