package dev.cordon.policy;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Requirements of an organisation in one signed file.
///
/// The file is a DSSE envelope whose payload is a JSON manifest:
///
/// ```json
/// {"schema_version":1, "org":"example", "version":12,
///  "issued":"2026-01-01T00:00:00Z", "expires":"2026-02-01T00:00:00Z", "unreachable":"refuse",
///  "requirements":"require_journal = true\n",
///  "groups":[{"name":"default", "requirements":""},
///            {"name":"payments", "users":["ada","*-ops"], "repositories":["/srv/pay/*"],
///             "requirements":"allowed_sandbox_modes = [\"read-only\"]\n"}]}
/// ```
///
/// @param version grows with each bundle of the organisation
/// @param expires from then on the bundle is refused
/// @param unreachable what happens when the source cannot be reached
/// @param base the requirements of everybody
/// @param digest SHA-256 of the payload in hex
/// @param signers the trusted keys that signed
/// @see <a href="https://github.com/secure-systems-lab/dsse">DSSE, the envelope</a>
public record Bundle(
        String org,
        long version,
        Instant issued,
        Instant expires,
        Unreachable unreachable,
        Requirements base,
        List<Group> groups,
        String digest,
        List<String> signers) {
    static final int MAX_BYTES = 1024 * 1024;
    private static final String TYPE = "application/vnd.cordon.policy-bundle+json";
    private static final Set<String> MEMBERS =
            Set.of(
                    "schema_version",
                    "org",
                    "version",
                    "issued",
                    "expires",
                    "unreachable",
                    "requirements",
                    "groups");
    private static final Set<String> GROUP_MEMBERS =
            Set.of("name", "users", "repositories", "requirements");

    public Bundle {
        groups = List.copyOf(groups);
        signers = List.copyOf(signers);
    }

    /// What a session does when the source of bundles cannot be reached.
    public enum Unreachable {
        /// It does not start.
        REFUSE,
        /// It goes on with the last bundle until that expires.
        CONTINUE
    }

    /// Requirements of some users in some repositories.
    ///
    /// @param users names with `*`; empty means everybody
    /// @param repositories paths of project roots with `*`; empty means all
    public record Group(
            String name, List<String> users, List<String> repositories, Requirements requirements) {
        public Group {
            users = List.copyOf(users);
            repositories = List.copyOf(repositories);
        }

        boolean covers(String user, String repository) {
            return anyMatches(users, user) && anyMatches(repositories, repository);
        }

        private static boolean anyMatches(List<String> patterns, String word) {
            return patterns.isEmpty() || patterns.stream().anyMatch(p -> matches(p, word));
        }
    }

    /// Checks the signatures and reads the bundle. Neither version nor expiry are looked at.
    ///
    /// @param source its name, for sentences
    /// @throws ConfigException if it is not entirely right
    public static Bundle verify(byte[] envelope, TrustRoot root, String source) {
        try {
            if (envelope.length > MAX_BYTES) {
                throw new ConfigException(source, "is larger than " + MAX_BYTES + " bytes");
            }
            if (!(JsonText.read(envelope) instanceof Json.Obj object)) {
                throw new ConfigException(source, "is no bundle");
            }
            if (!object.requireText("payloadType").equals(TYPE)) {
                throw new ConfigException(source, "is no bundle: its type must be " + TYPE);
            }
            byte[] payload = Base64.getDecoder().decode(object.requireText("payload"));
            List<String> signers = signers(object, payload, root);
            if (signers.size() < root.threshold()) {
                throw new ConfigException(
                        source,
                        "is signed by "
                                + signers.size()
                                + " trusted keys, "
                                + root.threshold()
                                + " are needed");
            }
            return manifest(payload, signers, root, source);
        } catch (JsonException | IllegalArgumentException | DateTimeException e) {
            throw new ConfigException(source, "is no bundle: " + e.getMessage());
        }
    }

    /// Signs a manifest.
    ///
    /// @param signers private keys by the text of their public keys
    public static byte[] sign(byte[] manifest, Map<String, PrivateKey> signers) {
        List<Json> signatures = new ArrayList<>();
        signers.forEach((id, key) -> {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(key);
                signature.update(signed(manifest));
                signatures.add(
                        Json.object()
                                .put("keyid", id)
                                .put("sig", base64(signature.sign()))
                                .build());
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("not an Ed25519 key: " + id, e);
            }
        });
        return JsonText.writeBytes(
                Json.object()
                        .put("payloadType", TYPE)
                        .put("payload", base64(manifest))
                        .put("signatures", Json.array(signatures))
                        .build());
    }

    /// The requirements of one user in one repository: those of everybody and of all groups that
    /// cover both; of the group `default` if there are groups and none does.
    ///
    /// @throws ConfigException if they contradict each other, or a needed default group is missing
    public Requirements of(String user, String repository) {
        Requirements all = base;
        boolean covered = groups.isEmpty();
        for (Group group : groups) {
            if (!group.name().equals("default") && group.covers(user, repository)) {
                all = all.merge(group.requirements());
                covered = true;
            }
        }
        if (covered) {
            return all;
        }
        for (Group group : groups) {
            if (group.name().equals("default")) {
                return all.merge(group.requirements());
            }
        }
        throw new ConfigException(
                name(org, version),
                "no group covers " + Quoted.of(user) + " and there is no group \"default\"");
    }

    /// Whether a word is meant by a pattern in which `*` stands for any characters.
    static boolean matches(String pattern, String word) {
        int p = 0;
        int w = 0;
        int star = -1;
        int mark = 0;
        while (w < word.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = w;
            } else if (p < pattern.length() && pattern.charAt(p) == word.charAt(w)) {
                p++;
                w++;
            } else if (star >= 0) {
                p = star + 1;
                w = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private static List<String> signers(Json.Obj envelope, byte[] payload, TrustRoot root) {
        Set<String> signers = new LinkedHashSet<>();
        for (Json each : envelope.array("signatures")) {
            if (!(each instanceof Json.Obj signature)) {
                continue;
            }
            String id = signature.text("keyid").orElse("");
            PublicKey key = root.keys().get(id);
            if (key != null && isSignature(signature.requireText("sig"), payload, key)) {
                signers.add(id);
            }
        }
        return List.copyOf(signers);
    }

    private static boolean isSignature(String base64, byte[] payload, PublicKey key) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(signed(payload));
            return signature.verify(Base64.getDecoder().decode(base64));
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /// What is signed: the type and the payload with their lengths, DSSE's PAE.
    private static byte[] signed(byte[] payload) {
        byte[] head =
                ("DSSEv1 " + TYPE.length() + " " + TYPE + " " + payload.length + " ")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(head, head.length + payload.length);
        System.arraycopy(payload, 0, all, head.length, payload.length);
        return all;
    }

    private static Bundle manifest(
            byte[] payload, List<String> signers, TrustRoot root, String source) {
        if (!(JsonText.read(payload) instanceof Json.Obj manifest)) {
            throw new ConfigException(source, "has a manifest that is no object");
        }
        checkMembers(manifest, MEMBERS, source);
        if (manifest.requireInteger("schema_version") != 1) {
            throw new ConfigException(source, "needs a newer version of Cordon");
        }
        String org = manifest.requireText("org");
        if (!org.equals(root.org())) {
            throw new ConfigException(
                    source,
                    "is of " + Quoted.of(org) + ", this machine obeys " + Quoted.of(root.org()));
        }
        long version = manifest.requireInteger("version");
        if (version < 1) {
            throw new ConfigException(source, "version must be at least 1, found " + version);
        }
        String name = name(org, version);
        List<Group> groups = new ArrayList<>();
        for (Json each : manifest.array("groups")) {
            groups.add(group(each, name, source));
        }
        return new Bundle(
                org,
                version,
                Instant.parse(manifest.requireText("issued")),
                Instant.parse(manifest.requireText("expires")),
                unreachable(manifest.text("unreachable").orElse("refuse"), source),
                Requirements.read(manifest.requireText("requirements"), name),
                groups,
                HexFormat.of().formatHex(Project.sha256().digest(payload)),
                signers);
    }

    private static Group group(Json json, String name, String source) {
        if (!(json instanceof Json.Obj group)) {
            throw new ConfigException(source, "has a group that is no object");
        }
        checkMembers(group, GROUP_MEMBERS, source);
        String word = group.requireText("name");
        return new Group(
                word,
                patterns(group, "users", source),
                patterns(group, "repositories", source),
                Requirements.read(
                        group.requireText("requirements"), name + " group " + Quoted.of(word)));
    }

    /// An empty list would cover everybody where nobody was meant.
    private static List<String> patterns(Json.Obj group, String member, String source) {
        if (!group.members().containsKey(member)) {
            return List.of();
        }
        List<String> patterns = group.texts(member);
        if (patterns.isEmpty() || patterns.size() != group.array(member).size()) {
            throw new ConfigException(
                    source, member + " of a group must be strings, at least one; or leave it out");
        }
        return patterns;
    }

    private static Unreachable unreachable(String word, String source) {
        return switch (word) {
            case "refuse" -> Unreachable.REFUSE;
            case "continue" -> Unreachable.CONTINUE;
            default ->
                    throw new ConfigException(
                            source,
                            "unreachable "
                                    + Quoted.of(word)
                                    + " is unknown; use refuse or continue");
        };
    }

    private static void checkMembers(Json.Obj object, Set<String> known, String source) {
        for (String member : object.members().keySet()) {
            if (!known.contains(member)) {
                List<String> words = known.stream().sorted().toList();
                throw new ConfigException(source, Nearest.unknown(member, "", words));
            }
        }
    }

    static String name(String org, long version) {
        return "bundle " + org + " version " + version;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
