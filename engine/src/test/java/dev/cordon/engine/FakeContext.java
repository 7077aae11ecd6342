package dev.cordon.engine;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.InputQuestion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a tool knows in a test: a workspace without files and a user who says nothing.
final class FakeContext implements Tool.Context {
    @Override
    public Path workspace() {
        return Stage.WORKSPACE;
    }

    @Override
    public Optional<String> readText(CallId call, Path path) {
        return Optional.empty();
    }

    @Override
    public List<InputQuestion.Reply> askUser(CallId call, List<InputQuestion> questions) {
        return List.of();
    }

    @Override
    public int maxAnswerBytes() {
        return 40_000;
    }

    @Override
    public String fit(String text, long totalBytes, Optional<Path> spill, int maxBytes) {
        return OutputTruncation.fit(AnsiStripper.strip(text), totalBytes, spill, maxBytes);
    }
}
