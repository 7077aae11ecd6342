package dev.cordon.tui;

import dev.cordon.engine.SessionLogException;
import dev.cordon.engine.SessionReader;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Op;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// `/permissions`: what holds, what was granted, and changing both. What policy forbids stays
/// forbidden: the session refuses such a change and says why.
final class PermissionsCommand implements SlashCommand {
    private static final List<String> SANDBOX =
            List.of("read-only", "workspace-write", "danger-full-access");
    private static final List<String> APPROVALS = List.of("untrusted", "on-request", "never");
    private static final List<String> NETWORK = List.of("closed", "open");

    private final Reports reports;

    PermissionsCommand(Reports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "permissions";
    }

    @Override
    public String help() {
        return "what Cordon may do: sandbox, approvals, network, grants";
    }

    @Override
    public List<String> aliases() {
        return List.of("approvals");
    }

    @Override
    public String arguments() {
        return "[mode | revoke id]";
    }

    @Override
    public List<String> complete(String typed, UiContext ui) {
        List<String> all = new ArrayList<>(SANDBOX);
        all.addAll(APPROVALS);
        all.add("network open");
        all.add("network closed");
        all.add("revoke ");
        return all.stream().filter(word -> word.startsWith(typed)).toList();
    }

    @Override
    public void run(String given, UiContext ui) {
        if (given.isEmpty()) {
            Optional<Path> file = ui.state().file();
            ui.later(
                    () -> new Held(reports.grants(), session(file), reports.reviewer()),
                    held -> show(held, ui));
        } else if (given.startsWith("revoke ")) {
            revoke(given.substring("revoke ".length()).strip(), ui);
        } else if (SANDBOX.contains(given)) {
            sandbox(given, ui);
        } else if (APPROVALS.contains(given)) {
            ui.submit(new Op.Set("approval_policy", given));
        } else if (given.startsWith("network ")
                && NETWORK.contains(given.substring("network ".length()))) {
            ui.submit(new Op.Set("network", given.substring("network ".length())));
        } else {
            ui.fail(
                    "\""
                            + given
                            + "\" is no permission; use "
                            + String.join(", ", SANDBOX)
                            + ", "
                            + String.join(", ", APPROVALS)
                            + ", network open, network closed or revoke ID.");
        }
    }

    /// What was granted, by how long it lives.
    private record Held(List<Grant> project, Set<String> session, String reviewer) {}

    private void show(Held held, UiContext ui) {
        List<String> lines = new ArrayList<>();
        lines.add("sandbox    " + ui.state().sandboxMode());
        lines.add("approvals  " + ui.state().approvalPolicy() + ", " + answers(held.reviewer()));
        lines.add("network    " + ui.state().network());
        Set<String> listed = new TreeSet<>();
        held.project().forEach(grant -> listed.add(CapabilityWords.of(grant.capability())));
        for (String words : held.session()) {
            if (listed.contains(words)) {
                continue;
            }
            lines.add("granted in this session, ends with it: " + words);
        }
        for (Grant grant : held.project()) {
            lines.add("granted " + words(grant) + "  (" + grant.id() + ")");
        }
        if (held.session().isEmpty() && held.project().isEmpty()) {
            lines.add("Nothing was granted beyond that.");
        }
        SlashCommands.print("Permissions", lines, ui);
        ui.choose(
                "Change what? Esc leaves everything as it is.",
                choices(held, ui),
                choice -> {
                    String value = choice.value();
                    if (!value.startsWith("revoke ")
                            || held.project().stream().anyMatch(g -> value.endsWith(g.id()))) {
                        run(value, ui);
                    }
                });
    }

    private static String answers(String reviewer) {
        return switch (reviewer) {
            case "auto_review" -> "answered by a reviewing model";
            case "auto_review_then_user" -> "answered by a reviewing model, then by you";
            default -> "answered by you";
        };
    }

    private static List<Picker.Choice> choices(Held held, UiContext ui) {
        List<Picker.Choice> choices = new ArrayList<>();
        for (Grant grant : held.project()) {
            choices.add(new Picker.Choice("revoke " + grant.id(), "Revoke: " + words(grant), ""));
        }
        add(choices, "approvals ", "", APPROVALS, ui.state().approvalPolicy());
        add(choices, "sandbox ", "", SANDBOX, ui.state().sandboxMode());
        add(choices, "network ", "network ", NETWORK, ui.state().network());
        return choices;
    }

    private static void add(
            List<Picker.Choice> choices,
            String label,
            String before,
            List<String> values,
            String now) {
        for (String value : values) {
            String detail = value.equals(now) ? "in force" : meaning(value);
            choices.add(new Picker.Choice(before + value, label + value, detail));
        }
    }

    private static String meaning(String value) {
        return switch (value) {
            case "untrusted" -> "ask before every command that is not known to be harmless";
            case "on-request" -> "ask when more than the sandbox allows is wanted";
            case "never" -> "never ask; what would need an answer is refused";
            case "read-only" -> "no file changes";
            case "workspace-write" -> "files of the project change, nothing else does";
            case "danger-full-access" -> "no sandbox at all";
            case "open" -> "commands reach any public host";
            default -> "commands reach nothing that was not allowed";
        };
    }

    private static String words(Grant grant) {
        return CapabilityWords.of(grant.capability())
                + " "
                + CapabilityWords.of(grant.scope())
                + " until "
                + grant.expires().toString();
    }

    private static void sandbox(String mode, UiContext ui) {
        if (!mode.equals("danger-full-access")) {
            ui.submit(new Op.Set("sandbox_mode", mode));
            return;
        }
        ui.choose(
                "Without the sandbox every command can change and send everything that you can.",
                List.of(
                        new Picker.Choice("no", "Keep the sandbox", ""),
                        new Picker.Choice("yes", "Go without it", "")),
                choice -> {
                    if (choice.value().equals("yes")) {
                        ui.submit(new Op.Set("sandbox_mode", mode));
                    }
                });
    }

    private void revoke(String id, UiContext ui) {
        ui.later(
                () -> reports.revoke(id),
                done -> {
                    if (done) {
                        ui.say("The grant " + id + " has ended.");
                    } else {
                        ui.fail("There is no grant " + id + "; /permissions lists them.");
                    }
                });
    }

    /// What was answered with a yes for the session, from its log.
    private static Set<String> session(Optional<Path> file) {
        Set<String> granted = new TreeSet<>();
        if (file.isEmpty()) {
            return granted;
        }
        try {
            SessionReader.events(
                    file.get(),
                    line -> {
                        if (line instanceof EnvelopeCodec.Line.Known(var envelope)
                                && envelope.event() instanceof Event.Answered answered
                                && answered.answer()
                                        instanceof Answer.Approve(_, var capability, var scope)
                                && scope == Grant.Scope.SESSION) {
                            granted.add(CapabilityWords.of(capability));
                        }
                    });
        } catch (SessionLogException _) {
            // A log that is being written may end in half a line; what was read holds.
            return granted;
        }
        return granted;
    }
}
