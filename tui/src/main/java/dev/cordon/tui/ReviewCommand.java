package dev.cordon.tui;

import dev.cordon.protocol.Content;
import java.util.List;

/// `/review`: a turn that looks for mistakes in changes and changes nothing.
final class ReviewCommand implements SlashCommand {
    private static final String GUIDE =
            """
            Review {target} as a colleague who will have to live with it. Change nothing.

            Read the difference with git, then the code around it, as far as you need to judge what \
            it does to its callers. Report a finding only if all of this holds: it was brought in \
            by this change, it makes the program wrong, unsafe, slower or harder to keep, you can \
            say when it shows, and its author would want to mend it. No matters of taste, no praise, \
            no summary of the change.

            Answer with the findings, the worst first, each as

            - **[P0 to P3] what is wrong in one line** (`path:line`)
              when it shows, why, and the smallest change that mends it

            P0 stops a release, P1 must be mended before merging, P2 should be, P3 may be. If there \
            is nothing, say so. End with one line: `correct` or `not correct`, and how sure you are \
            from 0 to 1. Say what you did not verify.
            """;

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
                        new Picker.Choice("commit ", "One commit", "/review commit …")),
                choice -> {
                    if (choice.value().endsWith(" ")) {
                        ui.compose("/review " + choice.value());
                    } else {
                        start(choice.value(), ui);
                    }
                });
    }

    private static void start(String given, UiContext ui) {
        ui.send(List.of(new Content.Text(GUIDE.replace("{target}", target(given)))));
    }

    /// What is reviewed, in words.
    static String target(String given) {
        if (given.equals("uncommitted")) {
            return "everything in this workspace that is not committed, untracked files included,";
        }
        if (given.startsWith("base ")) {
            return "the changes of this branch since it left `" + given.substring(5).strip() + "`";
        }
        if (given.startsWith("commit ")) {
            return "the commit `" + given.substring(7).strip() + "`";
        }
        return "the following: " + given + ";";
    }
}
