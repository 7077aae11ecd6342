package dev.cordon.tui;

import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Reports that say what was asked of them.
final class FixedReports implements Reports {
    final List<Grant> grants = new ArrayList<>();
    String patch = "";
    String kept = "";
    private final Path home;

    FixedReports(Path home) {
        this.home = home;
    }

    FixedReports granted(String id) {
        grants.add(
                new Grant(
                        id,
                        new Capability.Host("example.org", 443),
                        Grant.Scope.PROJECT,
                        Instant.parse("2026-01-02T03:04:05Z"),
                        "user",
                        Optional.of("/p")));
        return this;
    }

    @Override
    public List<String> lines(List<String> arguments) {
        return List.of("ran " + String.join(" ", arguments));
    }

    @Override
    public List<Named> models() {
        return List.of(new Named("gpt-5.5", ""), new Named("claude-opus", ""));
    }

    @Override
    public List<Named> skills() {
        return List.of(new Named("release", "makes a release"));
    }

    @Override
    public List<Grant> grants() {
        return grants;
    }

    @Override
    public String reviewer() {
        return "auto_review_then_user";
    }

    @Override
    public boolean revoke(String id) {
        return grants.removeIf(grant -> grant.id().equals(id));
    }

    @Override
    public String diff(String since) {
        if (since.equals("nowhere")) {
            throw new IllegalStateException("\"nowhere\" is no branch");
        }
        return patch;
    }

    @Override
    public UnaryOperator<String> redactor() {
        return text -> text.replace("hunter2", "***");
    }

    @Override
    public UiSettings settings() {
        return UiSettings.STANDARD;
    }

    @Override
    public void keepTheme(String name) {
        kept = name;
    }

    @Override
    public Path home() {
        return home;
    }
}
