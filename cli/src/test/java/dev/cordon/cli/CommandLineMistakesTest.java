package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each wrong word of a command line ends with 2, names what is wrong and what would be right, and
/// nothing is asked, made or run.
final class CommandLineMistakesTest {
    private static final int HUNDRED_MEGABYTES = 100_000_000;

    @TempDir Path home;
    private OneTurn turn;

    @BeforeEach
    void start() throws IOException {
        turn = new OneTurn(home);
        Path work = turn.workspace();
        Files.writeString(work.resolve("broken.json"), "{\n");
        Files.writeString(work.resolve("list.json"), "[]");
        Files.writeString(work.resolve("text.png"), "not a picture");
        Files.createDirectory(work.resolve("folder"));
        try (var huge = new java.io.RandomAccessFile(work.resolve("huge").toFile(), "rw")) {
            huge.setLength(HUNDRED_MEGABYTES);
        }
    }

    @AfterEach
    void stop() {
        turn.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    exec --skip-git-repo-chek go           | unknown option --skip-git-repo-chek; did you mean --skip-git-repo-check?
                    exec --model                           | --model needs a value: MODEL
                    exec --json=yes go                     | --json takes no value
                    exec -m '' go                          | -m has an empty value
                    exec -s most go                        | --sandbox: sandbox_mode "most" is unknown; use read-only, workspace-write or danger-full-access
                    exec -a perhaps go                     | --ask-for-approval: approval_policy "perhaps" is unknown; use untrusted, never or on-request
                    exec -c model go                       | -c: expected key=value, found "model"
                    exec -c modell=x go                    | -c: unknown key "modell"
                    exec -c model=5 go                     | -c: model must be a string, found the integer 5
                    exec -C nowhere go                     | nowhere is not a directory; -C takes the folder to work in
                    exec -C broken.json go                 | broken.json is not a directory
                    exec --add-dir nowhere go              | --add-dir nowhere is not a directory; make it first
                    exec --add-dir broken.json go          | --add-dir broken.json is not a directory
                    exec -i nothing.png go                 | nothing.png cannot be read: there is no such file
                    exec -i text.png go                    | unsupported or damaged; PNG, JPEG, GIF and BMP can be shown
                    exec -i huge go                        | huge is larger than 16777216 bytes
                    exec -i '' go                          | -i has an empty value
                    exec -i text.png, go                   | a file name is empty
                    exec --output-schema nothing go        | --output-schema nothing: cannot be read: there is no such file
                    exec --output-schema folder go         | --output-schema folder: cannot be read: Is a directory
                    exec --output-schema broken.json go    | --output-schema broken.json: not valid JSON: Unexpected end-of-input: expected close marker for Object at line 2, column 1
                    exec --output-schema list.json go      | --output-schema list.json: expected a JSON object
                    exec --output-schema huge go           | --output-schema huge: is larger than 1048576 bytes
                    exec -o nowhere/answer go              | -o nowhere/answer: there is no folder
                    exec -o folder go                      | -o folder is a folder; name a file
                    exec -p nobody go                      | there is no profile "nobody"; write
                    exec -p ../other go                    | a profile's name has letters, digits, - and _ only
                    exec --approver somebody go            | use never, auto, command:PATH, unix:PATH or auto,command:PATH
                    exec --approver command:nowhere go     | nowhere is no program that can be started
                    exec --approver command:list.json go   | list.json is no program that can be started
                    exec --approver unix:nowhere go        | there is no socket
                    exec --color sometimes go              | --color "sometimes" is unknown; use auto, always or never
                    exec --cyber-access-program x go       | --cyber-access-program "x" is unknown; use standard, daybreak_blue or daybreak_red
                    exec --oss --local-provider vllm go    | --local-provider "vllm" is unknown; use ollama or lmstudio
                    exec --local-provider ollama go        | --local-provider means something only with --oss
                    exec --last go                         | --last means something only with resume
                    exec --all go                          | --all means something only with resume
                    exec --turn 3 go                       | --turn means something only with fork SESSION
                    exec --turn x fork some go             | --turn takes a number of turns, 0 or more, and not "x"
                    exec --dry-run --overlay go            | --dry-run drops the changes and --overlay keeps them
                    exec resume                            | resume needs a session id, a name, or --last
                    exec resume nobody go                  | There is no session with the id or name "nobody". `cordon sessions list` shows them.
                    exec resume --last go                  | there is no session to resume in
                    exec fork                              | fork needs a session id or a name
                    exec fork nobody go                    | There is no session with the id or name "nobody"
                    exec go there                          | one prompt is enough, found 2; put it in quotes: "go there"
                    exec                                   | no prompt; give it as an argument, or on standard input with -
                    exec ''                                | the prompt is empty
                    -x                                     | unknown option -x
                    journl                                 | there is no command journl; did you mean journal?
                    fork                                   | fork needs a session id or a name
                    attach nobody                          | There is no session with the id or name "nobody"
                    sessions                               | Missing required subcommand
                    sessions lst                           | Unmatched argument at index 1: 'lst'
                    sessions show                          | Missing required parameter: 'SESSION'
                    sessions show nobody                   | There is no session with the id or name "nobody"
                    config                                 | Missing required subcommand
                    config shwo                            | Did you mean: config show?
                    policy                                 | Missing required subcommand
                    policy check                           | name a command after --, or a file with --action
                    journal                                | Missing required subcommand
                    overlay                                | Missing required subcommand
                    mcp                                    | Missing required subcommand
                    mcp add                                | Missing required parameter: 'NAME'
                    debug                                  | Missing required subcommand
                    rewind                                 | say which checkpoint; `cordon rewind --list` shows them
                    rewind 1                               | say what goes back: --files, --chat or --both
                    login                                  | cordon login --with-api-key
                    sandbox                                | sandbox needs a command, for example: cordon sandbox -- ls
                    sandbox -s most -- true                | sandbox_mode "most" is unknown
                    completion tcsh                        | expected one of [BASH, ZSH, FISH]
                    usage --by nothing                     | --by nothing is unknown; use day, model, project or session
                    warm sideways                          | unknown word "sideways"; use start, status or stop
                    """)
    void itIsNamedWithWhatWouldBeRight(String line, String sentence) throws IOException {
        assertEquals(2, turn.run(words(line)), turn.err.toString());

        assertTrue(turn.err.toString().contains(sentence), turn.err.toString());
        assertEquals("", turn.out.toString());
        assertEquals(List.of(), turn.requests);
        assertFalse(Files.exists(home.resolve(".cordon/sessions")), "a session was made");
    }

    /// `''` stands for an empty word.
    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.strip().split(" +", -1)) {
            words.add(word.equals("''") ? "" : word);
        }
        return words.toArray(new String[0]);
    }

    @Test
    void whatStandsBehindTwoDashesIsAPromptWhateverItLooksLike() {
        assertEquals(0, turn.run("exec", "--", "--help"), turn.err.toString());
        assertTrue(turn.requests.getFirst().contains("\"--help\""), turn.requests.getFirst());
    }

    @Test
    void theLastMessageIsWrittenAsItIs() throws IOException {
        assertEquals(0, turn.run("exec", "-o", "answer", "go"), turn.err.toString());
        assertEquals("Done.", Files.readString(turn.workspace().resolve("answer")));
    }

    @Test
    void aLastMessageThatCannotBeWrittenAfterAllFailsTheRun() throws IOException {
        Path answer = turn.workspace().resolve("answer");
        turn.beforeAnswer = () -> Files.createDirectory(answer);
        assertEquals(1, turn.run("exec", "-o", "answer", "go"), turn.err.toString());
        assertTrue(turn.err.toString().contains("-o answer could not be written"));
        assertTrue(turn.out.toString().contains("Done."), "the answer is lost");
    }

    @Test
    void aModelThatTheCatalogueDoesNotKnowIsAWarningOnce() throws IOException {
        assertEquals(0, turn.run("exec", "go"), turn.err.toString());
        assertFalse(turn.err.toString().contains("catalogue"), turn.err.toString());

        turn.configure("");
        assertEquals(0, turn.run("exec", "go"), turn.err.toString());
        assertEquals(
                List.of(
                        "warning: model \"test\" is not in the catalogue: a window of 200000 tokens,"
                                + " no pictures and no price are assumed; set model_context_window,"
                                + " or describe it in model_catalog_json"),
                turn.err.toString().lines().filter(l -> l.startsWith("warning: model")).toList());

        assertEquals(0, turn.run("exec", "--json", "go"), turn.err.toString());
        List<String> lines = turn.out.toString().lines().toList();
        assertTrue(lines.get(1).contains("\"type\":\"error\""), turn.out.toString());
        assertTrue(lines.get(1).contains("is not in the catalogue"), turn.out.toString());
        assertTrue(lines.get(2).contains("turn.started"), turn.out.toString());
    }
}
