package dev.cordon.engine;

import dev.cordon.model.ToolSpec;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Result;
import java.util.List;

/// `view_image`: shows a picture of the workspace to the model.
final class ViewImageTool implements Tool {
    static final String NAME = "view_image";
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    @Override
    public ToolSpec spec() {
        return new ToolSpec.Function(
                NAME,
                "Shows you a PNG, JPEG, GIF or BMP file.",
                Schema.object().required("path", "string", "The file.").build());
    }

    @Override
    public Plan plan(CallId call, Item.ToolInput input, Context context) {
        return new Plan.Act(
                new Action.ReadFile(
                        call,
                        Action.Requester.MODEL,
                        ToolArguments.of(input).path("path", context.workspace()),
                        0,
                        MAX_BYTES));
    }

    @Override
    public List<Content> report(Plan.Act planned, Result result, Context context) {
        if (!(result instanceof Result.FileContent content)) {
            return List.of(new Content.Text(ResultText.of(result, context)));
        }
        if (content.totalBytes() > MAX_BYTES) {
            return List.of(
                    new Content.Text(
                            "unable to process image: it is larger than " + MAX_BYTES + " bytes"));
        }
        try {
            return List.of(ImageReader.read(ResultText.bytes(content), content.path().toString()));
        } catch (ToolException e) {
            return List.of(new Content.Text(String.valueOf(e.getMessage())));
        }
    }
}
