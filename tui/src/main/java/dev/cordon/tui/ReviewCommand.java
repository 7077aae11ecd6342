package dev.cordon.tui;

import dev.cordon.protocol.Op;
import java.util.List;

/// `/review`: somebody else looks for mistakes in changes, in a context of its own that can change
/// nothing; the findings come as one answer.
final class ReviewCommand implements SlashCommand {
    @Override
    public String name() {
        return "review";
    }

    @Override
    public String help() {
        return "look for mistakes in changes";
    }

    @Override
    public String arguments() {
        return "[base BRANCH | commit SHA | words]";
    }

    @Override
    public boolean duringTurn() {
        return false;
    }

    @Override
    public List<String> complete(String typed, UiContext ui) {
        return List.of("base ", "commit ", "uncommitted").stream()
                .filter(word -> word.startsWith(typed))
                .toList();
    }

    @Override
    public void run(String given, UiContext ui) {
        if (!given.isEmpty()) {
            start(given, ui);
            return;
        }
        ui.choose(
                "Review what?",
                List.of(
                        new Picker.Choice(
                                "uncommitted", "What is not committed", "untracked files too"),
                        new Picker.Choice("base ", "This branch against another", "/review base …"),
                        new Picker.Choice("commit ", "One commit", "/review commit …"),
                        new Picker.Choice(" ", "Something else", "say what: /review …")),
                choice -> {
                    if (choice.value().endsWith(" ")) {
                        ui.compose("/review " + choice.value().stripLeading());
                    } else {
                        start(choice.value(), ui);
                    }
                });
    }

    private static void start(String given, UiContext ui) {
        ui.submit(review(given));
    }

    /// What the words ask for.
    static Op.Review review(String given) {
        if (given.equals("uncommitted")) {
            return new Op.Review(Op.ReviewWhat.UNCOMMITTED, "");
        }
        if (given.startsWith("base ")) {
            return new Op.Review(Op.ReviewWhat.BASE, given.substring(5).strip());
        }
        if (given.startsWith("commit ")) {
            return new Op.Review(Op.ReviewWhat.COMMIT, given.substring(7).strip());
        }
        return new Op.Review(Op.ReviewWhat.WORDS, given);
    }
}
