package dev.cordon.policy;

import dev.cordon.policy.CommandFacts.Arg;
import dev.cordon.policy.CommandFacts.FileUse;
import dev.cordon.policy.CommandFacts.Invocation;
import dev.cordon.policy.Knowledge.Kind;
import dev.cordon.policy.Shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Walks the tree of a script and collects what it would run.
final class CommandReader {
    /// More commands than this in one line are not looked at: the line then is in doubt.
    static final int MAX_COMMANDS = 20_000;

    private static final int MAX_SCRIPTS_IN_SCRIPTS = 8;

    private final Knowledge knowledge;
    private final Unwrapper unwrapper;
    private final List<Invocation> commands = new ArrayList<>();
    private final List<FileUse> files = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private boolean plain = true;
    private boolean unresolved;
    private int scripts;

    private CommandReader(Knowledge knowledge) {
        this.knowledge = knowledge;
        this.unwrapper = new Unwrapper(knowledge);
    }

    static CommandFacts ofScript(String script, Knowledge knowledge) {
        CommandReader reader = new CommandReader(knowledge);
        reader.script(script);
        return reader.facts();
    }

    static CommandFacts ofArgv(List<String> argv, Knowledge knowledge) {
        CommandReader reader = new CommandReader(knowledge);
        List<Arg> args = new ArrayList<>(argv.size());
        for (String word : argv) {
            args.add(Arg.of(word));
        }
        reader.command(args, false, true);
        return reader.facts();
    }

    private CommandFacts facts() {
        return new CommandFacts(commands, plain, files, doubts, unresolved);
    }

    private void doubt(String reason) {
        plain = false;
        // A script in a file is like any other program: what it runs is not in the text.
        unresolved |= !reason.startsWith("sets ") && !reason.startsWith("runs a file");
        if (doubts.size() < 20 && !doubts.contains(reason)) {
            doubts.add(reason);
        }
    }

    private void script(String text) {
        if (++scripts > MAX_SCRIPTS_IN_SCRIPTS) {
            doubt("scripts within scripts within scripts");
            return;
        }
        Shell.Script script = ShellParser.parse(text);
        visit(script.body(), script.heredocs());
        for (Word heredoc : script.heredocs()) {
            word(heredoc, script.heredocs());
        }
    }

    private void visit(Shell shell, List<Word> heredocs) {
        switch (shell) {
            case Shell.Simple simple -> simple(simple, heredocs);
            case Shell.Pipeline(List<Shell> parts, boolean prefixed) -> {
                plain &= !prefixed;
                parts.forEach(part -> visit(part, heredocs));
            }
            case Shell.Sequence(List<Shell.Element> elements) -> {
                for (Shell.Element element : elements) {
                    plain &= element.join() != Shell.Join.BACKGROUND;
                    visit(element.command(), heredocs);
                }
            }
            case Shell.Compound compound -> {
                plain = false;
                compound.words().forEach(word -> word(word, heredocs));
                compound.bodies().forEach(body -> visit(body, heredocs));
                compound.redirects().forEach(redirect -> redirect(redirect, heredocs));
            }
            case Shell.Opaque(String text, String reason) -> {
                doubt(reason);
                opaque(text);
            }
        }
    }

    /// The words of text that could not be parsed, as far as they can be told: for rules that ask
    /// or forbid.
    private void opaque(String text) {
        List<Arg> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i <= text.length() && commands.size() < MAX_COMMANDS; i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            boolean ends = ShellLexer.isMeta(c) || c == '`' || c == '{' || c == '}';
            if (!ends && c != '"' && c != '\'' && c != '\\') {
                word.append(c);
            }
            if (ends && !word.isEmpty()) {
                words.add(new Arg(word.toString(), false));
                word.setLength(0);
            }
            if (ends && c != ' ' && c != '\t' && !words.isEmpty()) {
                commands.add(new Invocation(List.copyOf(words), false, true));
                words.clear();
            }
        }
    }

    private void simple(Shell.Simple simple, List<Word> heredocs) {
        for (Shell.Assignment assignment : simple.assignments()) {
            plain = false;
            if (HostEnvironment.isSensitive(assignment.name())
                    || assignment.name().equals("PATH")) {
                doubt("sets " + assignment.name());
            }
            assignment.values().forEach(word -> word(word, heredocs));
        }
        for (Shell.Redirect redirect : simple.redirects()) {
            redirect(redirect, heredocs);
        }
        List<Arg> args = new ArrayList<>();
        for (Word word : simple.words()) {
            args.addAll(word(word, heredocs));
        }
        if (!args.isEmpty()) {
            command(args, false, false);
            inputScript(args, simple.redirects(), heredocs);
        }
    }

    private void redirect(Shell.Redirect redirect, List<Word> heredocs) {
        plain = false;
        List<Arg> target = word(redirect.target(), heredocs);
        boolean opensFile = redirect.heredoc() < 0 && !redirect.operator().equals("<<<");
        if (opensFile && !redirect.isDuplicate()) {
            target.forEach(path -> files.add(new FileUse(path, redirect.writes())));
        }
    }

    /// A script on the standard input of a shell.
    private void inputScript(List<Arg> args, List<Shell.Redirect> redirects, List<Word> heredocs) {
        String program = new Invocation(args, false, false).program();
        if (!unwrapper.isShell(program)) {
            return;
        }
        for (Shell.Redirect redirect : redirects) {
            Word input =
                    redirect.heredoc() >= 0 ? heredocs.get(redirect.heredoc()) : redirect.target();
            if (redirect.heredoc() >= 0 || redirect.operator().equals("<<<")) {
                Optional<String> text = input.literal();
                text.ifPresentOrElse(this::script, () -> doubt("a script made at run time"));
            }
        }
    }

    /// The words that a word becomes, and what it runs on the way.
    private List<Arg> word(Word word, List<Word> heredocs) {
        Optional<String> literal = word.literal();
        if (literal.isPresent()) {
            return List.of(Arg.of(literal.get()));
        }
        plain = false;
        for (Shell.Part part : word.parts()) {
            switch (part) {
                case Shell.Substitution(Shell body) -> visit(body, heredocs);
                case Shell.Expansion(_, List<Shell> inside) ->
                        inside.forEach(body -> visit(body, heredocs));
                case Shell.Text _, Shell.Pattern _, Shell.Tilde _ -> {}
            }
        }
        if (word.braces()) {
            List<Arg> expanded = Braces.expand(word);
            if (!expanded.isEmpty()) {
                return expanded;
            }
        }
        return List.of(new Arg(word.source(), false));
    }

    /// Adds a command and whatever it runs.
    ///
    /// @param top whether these are the arguments of the action itself
    private void command(List<Arg> args, boolean wrapped, boolean top) {
        if (commands.size() >= MAX_COMMANDS) {
            doubt("more than " + MAX_COMMANDS + " commands");
            return;
        }
        Invocation invocation = new Invocation(args, false, wrapped);
        if (!args.getFirst().known()) {
            doubt("the program is only known at run time");
            commands.add(invocation);
            return;
        }
        Unwrapper.Inside inside = unwrapper.inside(invocation);
        plain &= top ? inside.keepsPlain() : !inside.runsOthers();
        boolean carrier = inside.runsOthers() && inside.doubt().isEmpty();
        commands.add(new Invocation(args, carrier, wrapped));
        inside.doubt().ifPresent(this::doubt);
        for (List<Arg> inner : inside.commands()) {
            command(inner, true, false);
        }
        for (String script : inside.scripts()) {
            script(script);
        }
        if (knowledge.is(invocation.program(), Kind.SUBCOMMANDS)) {
            List<Arg> bare = unwrapper.withoutGlobalOptions(invocation);
            if (bare.size() < args.size()) {
                commands.add(new Invocation(bare, true, true));
            }
        }
    }
}
