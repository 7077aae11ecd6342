package dev.cordon.engine;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.InputQuestion;
import dev.cordon.protocol.Result;
import dev.cordon.sandbox.Sandbox;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What tools may know while they plan. Reading goes through the gate like everything else.
final class PlanningContext implements Tool.Context {
    private static final int MAX_TEXT_BYTES = 16 * 1024 * 1024;

    private final Path workspace;
    private final Gate gate;
    private final UserInput input;
    private final int maxAnswerBytes;

    PlanningContext(Path workspace, Gate gate, UserInput input, int maxAnswerBytes) {
        this.workspace = workspace;
        this.gate = gate;
        this.input = input;
        this.maxAnswerBytes = maxAnswerBytes;
    }

    @Override
    public Path workspace() {
        return workspace;
    }

    @Override
    public Optional<String> readText(CallId call, Path path) throws InterruptedException {
        Result result =
                gate.perform(
                        new Action.ReadFile(
                                Turn.internal(call),
                                Action.Requester.CORDON,
                                path,
                                0,
                                MAX_TEXT_BYTES),
                        Sandbox.OutputListener.NONE);
        return switch (result) {
            case Result.FileContent content -> Optional.of(text(content));
            case Result.Failed _ -> Optional.empty();
            case Result.Refused refused ->
                    throw new Tool.ToolException(ResultText.refusal(refused));
            case Result.CommandOutput _,
                    Result.FilesChanged _,
                    Result.Listing _,
                    Result.Document _,
                    Result.Done _ ->
                    throw new IllegalStateException("reading gave " + result);
        };
    }

    @Override
    public List<InputQuestion.Reply> askUser(CallId call, List<InputQuestion> questions)
            throws InterruptedException {
        return input.ask(call, questions);
    }

    @Override
    public int maxAnswerBytes() {
        return maxAnswerBytes;
    }

    @Override
    public String fit(String text, long totalBytes, Optional<Path> spill, int maxBytes) {
        return OutputTruncation.fit(AnsiStripper.strip(text), totalBytes, spill, maxBytes);
    }

    private static String text(Result.FileContent content) {
        if (content.totalBytes() > MAX_TEXT_BYTES) {
            throw new Tool.ToolException(
                    content.path() + " is larger than " + MAX_TEXT_BYTES + " bytes");
        }
        byte[] bytes = Base64.getDecoder().decode(content.base64());
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw new Tool.ToolException(content.path() + " is not UTF-8 text");
        }
    }
}
