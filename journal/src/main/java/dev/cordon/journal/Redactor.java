package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Removes secrets from text: each becomes `[secret:KIND:digest]`.
///
/// The digest is keyed, so equal secrets are seen to be equal and cannot be guessed by trying. The
/// cost grows with the length of the text and with nothing else; text without a secret comes back
/// as the same object. Rules are read at the first use. Safe for many threads.
public final class Redactor {
    /// The shortest known value that is looked for; a shorter one would be found everywhere.
    public static final int MIN_KNOWN_CHARS = 8;

    private static final int MAX_KNOWN_CHARS = 16 * 1024;
    private static final int ANCHOR_CHARS = 24;
    private static final int DIGEST_CHARS = 8;
    private static final String[] SECRET_NAMES = {
        "token",
        "secret",
        "password",
        "passwd",
        "credential",
        "api_key",
        "apikey",
        "access_key",
        "private_key",
        "auth_key",
        "_key",
        "_pat",
        "_pwd",
        "_auth"
    };

    private final byte[] key;
    private final List<SecretRule> known;
    private volatile @Nullable AnchorIndex index;

    private Redactor(byte[] key, List<SecretRule> known) {
        this.key = key;
        this.known = known;
    }

    /// One with the rules that come with Cordon.
    ///
    /// @param key makes the digests; the same key gives the same digests
    public static Redactor standard(byte[] key) {
        return new Redactor(key.clone(), List.of());
    }

    /// The same, which also finds these values wherever they stand, also as base64, in a URL or in
    /// a JSON string.
    ///
    /// @param kind for example `credential` or `environment`
    /// @param values shorter ones than {@link #MIN_KNOWN_CHARS} are left out
    public Redactor withKnown(String kind, Collection<String> values) {
        List<SecretRule> more = new ArrayList<>(known);
        for (String value : values) {
            if (value.length() >= MIN_KNOWN_CHARS && value.length() <= MAX_KNOWN_CHARS) {
                for (String form : forms(value)) {
                    more.add(new SecretRule.Known(kind, form, anchor(form)));
                }
            }
        }
        return new Redactor(key, List.copyOf(more));
    }

    /// The values of the variables whose names say that they are secret.
    public static List<String> secretsOf(Map<String, String> environment) {
        List<String> values = new ArrayList<>();
        environment.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            for (String word : SECRET_NAMES) {
                if (lower.contains(word) && !value.startsWith("/")) {
                    values.add(value);
                    break;
                }
            }
        });
        return values;
    }

    /// A secret that was found.
    ///
    /// @param start of the secret in the text
    /// @param end behind it
    public record Finding(int start, int end, String kind) {}

    /// The text with its secrets replaced.
    public String redact(String text) {
        List<Finding> findings = find(text);
        return findings.isEmpty() ? text : replaced(text, 0, text.length(), findings);
    }

    /// A value as {@link #redact}, when it is known under which name it stands, as in JSON or a
    /// table.
    public String redact(String name, String value) {
        String start = name + "=\"";
        String text = redact(start + value + '"');
        boolean whole = text.startsWith(start) && text.endsWith("\"");
        return whole ? text.substring(start.length(), text.length() - 1) : redact(value);
    }

    /// The secrets in the text, in order, without overlaps.
    public List<Finding> find(CharSequence text) {
        List<Ranked> spans = new ArrayList<>();
        index().scan(
                        text,
                        0,
                        (start, rule) ->
                                match(text, start, rule)
                                        .ifPresent(
                                                span -> spans.add(new Ranked(span, rank(rule)))));
        return spans.isEmpty() ? List.of() : merged(spans);
    }

    /// Text from `from` to `to` with the findings in it replaced.
    String replaced(CharSequence text, int from, int to, List<Finding> findings) {
        StringBuilder out = new StringBuilder(to - from);
        int at = from;
        for (Finding finding : findings) {
            if (finding.end() > at && finding.start() < to) {
                out.append(text, at, Math.max(finding.start(), at));
                String secret = text.subSequence(finding.start(), finding.end()).toString();
                out.append("[secret:").append(finding.kind()).append(':');
                out.append(digest(secret)).append(']');
                at = Math.min(finding.end(), to);
            }
        }
        return out.append(text, at, to).toString();
    }

    private record Ranked(SecretRule.Span span, int rank) {}

    private static Optional<SecretRule.Span> match(CharSequence text, int at, SecretRule rule) {
        return switch (rule) {
            case SecretRule.Token token -> TokenMatcher.match(text, at, token);
            case SecretRule.Word word -> AssignedSecret.match(text, at, word);
            case SecretRule.Shaped shaped -> shaped.shape().match(text, at);
            case SecretRule.Known(String kind, String value, String _) ->
                    TokenMatcher.stands(text, at, value)
                            ? Optional.of(new SecretRule.Span(at, at + value.length(), kind))
                            : Optional.empty();
        };
    }

    /// Where rules overlap the one that knows most gives the name.
    private static int rank(SecretRule rule) {
        return switch (rule) {
            case SecretRule.Known _ -> 3;
            case SecretRule.Token _ -> 2;
            case SecretRule.Shaped _ -> 1;
            case SecretRule.Word _ -> 0;
        };
    }

    /// Overlapping spans become one, so that nothing of either stays.
    private static List<Finding> merged(List<Ranked> spans) {
        spans.sort(Comparator.comparingInt(ranked -> ranked.span().start()));
        List<Finding> findings = new ArrayList<>();
        int rank = -1;
        for (Ranked ranked : spans) {
            SecretRule.Span span = ranked.span();
            Finding last = findings.isEmpty() ? new Finding(0, 0, "") : findings.getLast();
            if (span.start() < last.end()) {
                String kind = ranked.rank() > rank ? span.kind() : last.kind();
                rank = Math.max(rank, ranked.rank());
                int end = Math.max(last.end(), span.end());
                findings.set(findings.size() - 1, new Finding(last.start(), end, kind));
            } else {
                rank = ranked.rank();
                findings.add(new Finding(span.start(), span.end(), span.kind()));
            }
        }
        return findings;
    }

    private String digest(String secret) {
        byte[] text = secret.getBytes(StandardCharsets.UTF_8);
        return Hashes.hex(new Hashes().commitment(key, text, 0, text.length))
                .substring(0, DIGEST_CHARS);
    }

    private AnchorIndex index() {
        AnchorIndex ready = index;
        if (ready == null) {
            List<SecretRule> rules = new ArrayList<>(SecretRules.standard());
            rules.addAll(known);
            ready = new AnchorIndex(rules);
            index = ready;
        }
        return ready;
    }

    private static Set<String> forms(String value) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(value);
        forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
        String json = JsonText.write(Json.of(value));
        forms.add(json.substring(1, json.length() - 1));
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        forms.add(Base64.getEncoder().withoutPadding().encodeToString(utf8));
        forms.removeIf(form -> anchor(form).isEmpty());
        return forms;
    }

    /// The ASCII beginning; a value without one is left to the rules.
    private static String anchor(String value) {
        int end = 0;
        while (end < Math.min(value.length(), ANCHOR_CHARS) && value.charAt(end) < 128) {
            end++;
        }
        return value.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
