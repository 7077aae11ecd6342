package dev.cordon.engine;

import dev.cordon.model.ToolSpec;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.InputQuestion;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `request_user_input`: one to three questions with choices for the user. The answer is words for
/// the model and never a permission.
final class RequestUserInputTool implements Tool {
    static final String NAME = "request_user_input";
    static final int MAX_QUESTIONS = 3;
    static final int MAX_CHOICES = 5;
    static final int MAX_TEXT_CHARS = 2000;
    private static final int MAX_HEADER_CHARS = 24;

    @Override
    public ToolSpec spec() {
        Json.Obj choice =
                object(
                        List.of("label"),
                        Json.object()
                                .put("label", text("A few words."))
                                .put("description", text("What it means, a sentence."))
                                .build());
        Json.Obj question =
                object(
                        List.of("id", "question"),
                        Json.object()
                                .put("id", text("A short name for the answer."))
                                .put("header", text("A word or two."))
                                .put("question", text("The question."))
                                .put(
                                        "options",
                                        Json.object()
                                                .put("type", "array")
                                                .put("items", choice)
                                                .build())
                                .build());
        return new ToolSpec.Function(
                NAME,
                "Asks the user 1 to 3 short questions, only if you cannot find out yourself and the"
                        + " answer changes what you do. Put the option you recommend first; the"
                        + " user may also answer freely. It never gives a permission.",
                Schema.object()
                        .required(
                                "questions",
                                Json.object().put("type", "array").put("items", question).build())
                        .build());
    }

    @Override
    public Concurrency concurrency() {
        return Concurrency.EXCLUSIVE;
    }

    @Override
    public Plan plan(CallId call, Item.ToolInput input, Context context)
            throws InterruptedException {
        List<InputQuestion> questions = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Json element : ToolArguments.of(input).array("questions")) {
            Optional<InputQuestion> question =
                    element instanceof Json.Obj object ? question(object) : Optional.empty();
            if (question.isEmpty() || !ids.add(question.get().id())) {
                return new Plan.Reject(
                        "each element of \"questions\" needs an \"id\" of its own and a"
                                + " \"question\"; \"options\" have a \"label\" each");
            }
            questions.add(question.get());
        }
        if (questions.isEmpty() || questions.size() > MAX_QUESTIONS) {
            return new Plan.Reject("ask 1 to " + MAX_QUESTIONS + " questions");
        }
        return new Plan.Answer(answer(context.askUser(call, questions)));
    }

    @Override
    public List<Content> report(Plan.Act planned, Result result, Context context) {
        return List.of(new Content.Text(ResultText.of(result, context)));
    }

    private static Optional<InputQuestion> question(Json.Obj object) {
        String text = object.text("question").orElse("").strip();
        String id = object.text("id").orElse("").strip();
        List<InputQuestion.Choice> choices = new ArrayList<>();
        for (Json element : object.array("options")) {
            if (element instanceof Json.Obj option && choices.size() < MAX_CHOICES) {
                String label = option.text("label").orElse("").strip();
                if (label.isEmpty()) {
                    return Optional.empty();
                }
                choices.add(
                        new InputQuestion.Choice(
                                cut(label, MAX_TEXT_CHARS),
                                cut(option.text("description").orElse(""), MAX_TEXT_CHARS)));
            }
        }
        return text.isEmpty() || id.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new InputQuestion(
                                cut(id, MAX_HEADER_CHARS),
                                cut(object.text("header").orElse(""), MAX_HEADER_CHARS),
                                cut(text, MAX_TEXT_CHARS),
                                choices));
    }

    private static String answer(List<InputQuestion.Reply> replies) {
        if (replies.isEmpty()) {
            return "The user does not want to answer. Decide yourself, or stop and say what you"
                    + " need.";
        }
        Json.ObjBuilder answers = Json.object();
        for (InputQuestion.Reply reply : replies) {
            answers.put(reply.question(), Json.object().put("answers", reply.words()).build());
        }
        return JsonText.write(Json.object().put("answers", answers.build()).build());
    }

    private static String cut(String text, int maxChars) {
        return text.length() <= maxChars ? text : text.substring(0, maxChars);
    }

    private static Json.Obj text(String description) {
        return Json.object().put("type", "string").put("description", description).build();
    }

    private static Json.Obj object(List<String> required, Json.Obj properties) {
        return Json.object()
                .put("type", "object")
                .put("properties", properties)
                .put("required", required)
                .put("additionalProperties", false)
                .build();
    }
}
