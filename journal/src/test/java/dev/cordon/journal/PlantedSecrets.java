package dev.cordon.journal;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/// Makes texts with secrets in them. The secrets are made up here, from a seed: none of them ever
/// opened anything, and none of them stands in the sources.
final class PlantedSecrets {
    private static final String DIGITS = "0123456789";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String HEX = "0123456789abcdef";
    private static final String WORD = UPPER + LOWER + DIGITS;
    private static final String KEY = WORD + "_-";

    private final Random random;
    private final Map<String, Supplier<String>> kinds = new LinkedHashMap<>();

    PlantedSecrets(long seed) {
        random = new Random(seed);
        providers();
        code();
        services();
    }

    /// @param kind what it is
    /// @param secret the part that must not be left
    record Planted(String kind, String secret, String text) {}

    /// Every kind in every context.
    List<Planted> all() {
        List<Planted> all = new ArrayList<>();
        kinds.forEach((kind, maker) -> {
            for (int context = 0; context < 7; context++) {
                String secret = maker.get();
                all.add(new Planted(kind, secret, context(context, secret)));
            }
        });
        all.addAll(assigned());
        all.addAll(shaped());
        return all;
    }

    private String context(int number, String secret) {
        return switch (number) {
            case 0 -> "String value = \"" + secret + "\";\nclient.connect(value);";
            case 1 -> "service:\n  endpoint: https://api.test/v1\n  value: " + secret + "\n  n: 3";
            case 2 -> "VALUE=" + secret + "\nPATH=/usr/bin\n";
            case 3 -> "{\"level\":\"info\",\"message\":\"called with " + secret + " at 12:00\"}";
            case 4 -> "2026-01-31 12:00:00 INFO  c.e.Main - header X: " + secret + ", status 200";
            case 5 -> "curl -H 'X-Value: " + secret + "' https://api.test/items?limit=5";
            default -> "{\\\"value\\\":\\\"" + secret + "\\\",\\\"n\\\":1}";
        };
    }

    private void providers() {
        kinds.put("aws-access-key", () -> "AKIA" + of(UPPER + "234567", 16));
        kinds.put("google-api-key", () -> "AIza" + of(KEY, 34) + "Q");
        kinds.put("google-oauth-token", () -> "ya29." + of(KEY, 60) + "x");
        kinds.put("google-oauth-secret", () -> "GOCSPX-" + of(KEY, 27) + "x");
        kinds.put("azure-client-secret", () -> of(WORD, 3) + "8Q~" + of(WORD, 34));
        kinds.put("digitalocean-token", () -> "dop_v1_" + of(HEX, 64));
        kinds.put("databricks-token", () -> "dapi" + of(HEX, 32));
        kinds.put("supabase-token", () -> "sbp_" + of(HEX, 40));
        kinds.put("vault-token", () -> "hvs." + of(KEY, 90) + "x");
        kinds.put("terraform-token", () -> of(WORD, 14) + ".atlasv1." + of(WORD, 67));
        kinds.put("tailscale-key", () -> "tskey-auth-" + of(WORD, 12) + "-" + of(WORD, 30));
        kinds.put("anthropic-key", () -> "sk-ant-api03-" + of(KEY, 93) + "AA");
        kinds.put("openai-key", () -> "sk-proj-" + of(KEY, 120) + "A");
        kinds.put("huggingface-token", () -> "hf_" + of(UPPER + LOWER, 34));
        kinds.put("groq-key", () -> "gsk_" + of(WORD, 52));
        kinds.put("replicate-token", () -> "r8_" + of(WORD, 37));
    }

    private void code() {
        kinds.put("github-token", () -> "ghp_" + of(WORD, 36));
        kinds.put("github-app-token", () -> "ghs_" + of(WORD, 36));
        kinds.put(
                "github-fine-grained-token",
                () -> "github_pat_" + of(WORD, 22) + "_" + of(WORD, 59));
        kinds.put("gitlab-token", () -> "glpat-" + of(KEY, 19) + "a");
        kinds.put("npm-token", () -> "npm_" + of(WORD, 36));
        kinds.put("pypi-token", () -> "pypi-AgEIcHlwaS5vcmc" + of(KEY, 120) + "a");
        kinds.put("rubygems-key", () -> "rubygems_" + of(HEX, 48));
        kinds.put("docker-token", () -> "dckr_pat_" + of(KEY, 26) + "a");
        kinds.put("circleci-token", () -> "CCIPAT_" + of(WORD, 22) + "_" + of(HEX, 40));
        kinds.put("postman-key", () -> "PMAK-" + of(HEX, 24) + "-" + of(HEX, 34));
        kinds.put("linear-key", () -> "lin_api_" + of(WORD, 40));
        kinds.put("sonar-token", () -> "sqp_" + of(HEX, 40));
    }

    private void services() {
        kinds.put("slack-token", () -> "xoxb-" + of(DIGITS, 12) + "-" + of(WORD, 24));
        kinds.put(
                "slack-webhook",
                () ->
                        "hooks.slack.com/services/T"
                                + of(UPPER, 10)
                                + "/B"
                                + of(UPPER, 10)
                                + "/"
                                + of(WORD, 24));
        kinds.put("stripe-key", () -> "sk_live_" + of(WORD, 24));
        kinds.put("stripe-webhook-secret", () -> "whsec_" + of(WORD, 32));
        kinds.put("square-token", () -> "sq0atp-" + of(KEY, 21) + "a");
        kinds.put("shopify-token", () -> "shpat_" + of(HEX, 32));
        kinds.put("sendgrid-key", () -> "SG." + of(KEY, 22) + "." + of(KEY, 42) + "a");
        kinds.put("twilio-key", () -> "SK" + of(HEX, 32));
        kinds.put("telegram-bot-token", () -> of(DIGITS, 10) + ":AA" + of(KEY, 32) + "a");
        kinds.put("grafana-token", () -> "glsa_" + of(WORD, 32) + "_" + of(HEX, 8));
        kinds.put("newrelic-key", () -> "NRAK-" + of(UPPER + DIGITS, 27));
        kinds.put("figma-token", () -> "figd_" + of(KEY, 43) + "a");
        kinds.put("age-key", () -> "AGE-SECRET-KEY-1" + of(UPPER + DIGITS, 58));
        kinds.put("password-hash", () -> "$2b$12$" + of(WORD, 53));
        kinds.put("jwt", this::jwt);
    }

    private String jwt() {
        return base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")
                + "."
                + base64("{\"sub\":\"" + of(DIGITS, 10) + "\",\"admin\":true}")
                + "."
                + of(KEY, 42)
                + "a";
    }

    /// Secrets without a form, known by the name they are assigned to.
    private List<Planted> assigned() {
        List<Planted> all = new ArrayList<>();
        for (String text :
                List.of(
                        "spring.datasource.password=@",
                        "  password: \"@\"",
                        "DB_PASSWORD='@'",
                        "<password>@</password>",
                        "conn = connect(user=\"app\", passwd=\"@\")",
                        "Server=db;Database=app;User Id=app;Password=@;Encrypt=true",
                        "{\"user\":\"app\",\"password\":\"@\"}",
                        "{\\\"db\\\":{\\\"pwd\\\":\\\"@\\\"}}",
                        "mysql --user=root --password=@ app",
                        "private static final String ADMIN_PASSWORD = \"@\";")) {
            all.add(planted("password", of(WORD, 6) + "7" + of("!#*+", 1) + of(WORD, 4), text));
        }
        for (String text :
                List.of(
                        "api_key = \"@\"",
                        "const apiKey = '@';",
                        "X-Api-Key: @",
                        "export SERVICE_API_KEY=@",
                        "headers.put(\"api-key\", \"@\");",
                        "client_secret: @",
                        "{\"clientSecret\": \"@\"}",
                        "SECRET_KEY = '@'",
                        "JWT_SECRET=@",
                        "access_token=@&scope=all",
                        "refresh_token: '@'",
                        "aws_secret_access_key = @",
                        "AWS_SECRET_ACCESS_KEY=@",
                        "//registry.test/:_authToken=@",
                        "deploy --token @ --force")) {
            all.add(planted("assigned", of(WORD, 16) + of(DIGITS, 4) + of(WORD, 20), text));
        }
        return all;
    }

    private List<Planted> shaped() {
        List<Planted> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String pass = of(WORD, 12);
            all.add(planted("url-password", pass, "jdbc url postgres://app:@@db.test:5432/app"));
            all.add(planted("url-password", pass, "git clone https://bot:@@git.test/x.git"));
            all.add(planted("netrc-password", pass, "machine git.test login bot password @\n"));
            all.add(planted("netrc-password", pass, "machine h\n  login bot\n  password @\n"));
            String token = of(WORD, 40);
            all.add(planted("bearer-token", token, "Authorization: Bearer @\nHost: a.test"));
            all.add(planted("bearer-token", token, "-H \"Authorization: token @\" https://a.test"));
            all.add(planted("basic-auth", base64("user:" + pass), "authorization: Basic @\n"));
            all.add(planted("session-cookie", token, "Cookie: theme=dark; JSESSIONID=@; lang=de"));
            all.add(planted("session-cookie", token, "Set-Cookie: auth_session=@; Path=/"));
            String key = of(WORD, 64) + "\n" + of(WORD, 64) + "\n" + of(WORD, 30) + "==";
            all.add(
                    planted(
                            "private-key",
                            key,
                            "-----BEGIN RSA PRIVATE KEY-----\n@\n-----END RSA PRIVATE KEY-----\n"));
            all.add(
                    planted(
                            "private-key",
                            key.replace("\n", "\\n"),
                            "{\"private_key\": \"-----BEGIN PRIVATE KEY-----\\n@\\n"
                                    + "-----END PRIVATE KEY-----\\n\"}"));
            String storage = of(WORD, 86) + "==";
            all.add(
                    planted(
                            "azure-storage-key",
                            storage,
                            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=@;"));
        }
        return all;
    }

    private static Planted planted(String kind, String secret, String text) {
        int at = text.indexOf('@');
        return new Planted(kind, secret, text.substring(0, at) + secret + text.substring(at + 1));
    }

    private String of(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
