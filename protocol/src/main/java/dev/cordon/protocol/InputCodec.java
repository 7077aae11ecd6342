package dev.cordon.protocol;

import java.util.ArrayList;
import java.util.List;

/// {@link InputQuestion} and its answers to and from JSON.
final class InputCodec {
    private InputCodec() {}

    static Json writeQuestions(List<InputQuestion> questions) {
        List<Json> all = new ArrayList<>(questions.size());
        for (InputQuestion question : questions) {
            List<Json> choices = new ArrayList<>(question.choices().size());
            for (InputQuestion.Choice choice : question.choices()) {
                choices.add(
                        Json.object()
                                .put("label", choice.label())
                                .put("description", choice.description())
                                .build());
            }
            all.add(
                    Json.object()
                            .put("id", question.id())
                            .put("header", question.header())
                            .put("text", question.text())
                            .put("choices", Json.array(choices))
                            .build());
        }
        return Json.array(all);
    }

    static List<InputQuestion> readQuestions(Members in, String name) {
        return in.list(
                name,
                q ->
                        new InputQuestion(
                                q.text("id"),
                                q.text("header"),
                                q.text("text"),
                                q.list(
                                        "choices",
                                        c ->
                                                new InputQuestion.Choice(
                                                        c.text("label"), c.text("description")))));
    }

    static Json writeReplies(List<InputQuestion.Reply> replies) {
        List<Json> all = new ArrayList<>(replies.size());
        for (InputQuestion.Reply reply : replies) {
            all.add(
                    Json.object()
                            .put("question", reply.question())
                            .put("words", reply.words())
                            .build());
        }
        return Json.array(all);
    }

    static List<InputQuestion.Reply> readReplies(Members in, String name) {
        return in.list(name, r -> new InputQuestion.Reply(r.text("question"), r.texts("words")));
    }
}
