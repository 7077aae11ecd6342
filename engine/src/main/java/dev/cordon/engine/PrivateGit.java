package dev.cordon.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The git command line on a repository of ours, with a workspace as its working tree.
///
/// Nothing of the workspace can run: the configuration, hooks and attributes are ours alone, and a
/// filter that `.gitattributes` names is defined nowhere.
final class PrivateGit {
    private static final long TIMEOUT_SECONDS = 120;
    private static final int MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
    private static final List<String> PLACES =
            List.of("/usr/bin/git", "/usr/local/bin/git", "/bin/git", "/opt/homebrew/bin/git");

    private final Path program;
    private final Path gitFolder;
    private final List<Path> alternates;

    private PrivateGit(Path program, Path gitFolder, List<Path> alternates) {
        this.program = program;
        this.gitFolder = gitFolder;
        this.alternates = alternates;
    }

    /// The same that finds objects in other repositories too. Nothing is written there.
    ///
    /// @param objects their folders of objects
    PrivateGit reading(List<Path> objects) {
        return new PrivateGit(program, gitFolder, List.copyOf(objects));
    }

    /// Git failed. The message says what was tried and what git said.
    static final class GitException extends Exception {
        private static final long serialVersionUID = 1L;

        GitException(String message) {
            super(message);
        }
    }

    /// Opens the repository, making it first if it is not there.
    ///
    /// @param gitFolder absolute; outside the workspace
    static PrivateGit open(Path gitFolder) throws GitException {
        Path program = null;
        for (String place : PLACES) {
            if (program == null && Files.isExecutable(Path.of(place))) {
                program = Path.of(place);
            }
        }
        if (program == null) {
            throw new GitException("git is not installed; checkpoints need it");
        }
        PrivateGit git = new PrivateGit(program, gitFolder, List.of());
        // HEAD is written last, so a folder with it is whole.
        if (!Files.isRegularFile(gitFolder.resolve("HEAD"))) {
            git.make();
        }
        return git;
    }

    private void make() throws GitException {
        try {
            for (String folder : List.of("objects/info", "objects/pack", "refs/cordon", "info")) {
                PrivateFiles.createFolders(gitFolder.resolve(folder));
            }
            Files.writeString(
                    gitFolder.resolve("config"),
                    "[core]\n\trepositoryformatversion = 0\n\tbare = false\n");
            // The strongest attributes of all: bytes are stored as they are.
            Files.writeString(
                    gitFolder.resolve("info/attributes"),
                    "* -text -eol -ident -filter -working-tree-encoding\n");
            Path head = gitFolder.resolve("HEAD.new");
            Files.writeString(head, "ref: refs/heads/none\n");
            Files.move(
                    head,
                    gitFolder.resolve("HEAD"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new GitException(
                    "the folder " + gitFolder + " cannot be made: " + SessionFiles.reason(e));
        }
    }

    /// Runs git to its end and gives what it printed.
    ///
    /// @param tree the working tree, where git also runs
    /// @param index the index file
    byte[] run(Path tree, Path index, byte[] input, String... arguments)
            throws GitException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments));
        builder.directory(tree.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(environment(tree, index));
        if (!alternates.isEmpty()) {
            environment.put("GIT_ALTERNATE_OBJECT_DIRECTORIES", joined(alternates));
        }
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new GitException("git cannot be started: " + e.getMessage());
        }
        try {
            return outcome(process, input, arguments[0]);
        } finally {
            process.destroyForcibly();
        }
    }

    String text(Path tree, Path index, String... arguments)
            throws GitException, InterruptedException {
        return new String(run(tree, index, new byte[0], arguments), StandardCharsets.UTF_8).strip();
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        for (String setting :
                List.of(
                        "core.hooksPath=/dev/null",
                        "core.fsmonitor=false",
                        "core.attributesFile=/dev/null",
                        "core.excludesFile=/dev/null",
                        "core.autocrlf=false",
                        "core.symlinks=true",
                        "core.fileMode=true",
                        "core.quotePath=false",
                        "core.looseCompression=1",
                        "core.ignoreCase=false",
                        "gc.auto=0",
                        "maintenance.auto=false",
                        "submodule.recurse=false")) {
            command.add("-c");
            command.add(setting);
        }
        command.addAll(List.of(arguments));
        return command;
    }

    /// Quoted, because a folder's name may hold a colon.
    private static String joined(List<Path> folders) {
        StringBuilder text = new StringBuilder();
        for (Path folder : folders) {
            String quoted = folder.toString().replace("\\", "\\\\").replace("\"", "\\\"");
            text.append(text.isEmpty() ? "" : ":").append('"').append(quoted).append('"');
        }
        return text.toString();
    }

    private Map<String, String> environment(Path tree, Path index) {
        return Map.ofEntries(
                Map.entry("PATH", "/usr/bin:/bin"),
                Map.entry("HOME", gitFolder.toString()),
                Map.entry("LC_ALL", "C.UTF-8"),
                Map.entry("GIT_DIR", gitFolder.toString()),
                Map.entry("GIT_WORK_TREE", tree.toString()),
                Map.entry("GIT_INDEX_FILE", index.toString()),
                Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
                Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
                Map.entry("GIT_ATTR_NOSYSTEM", "1"),
                Map.entry("GIT_NO_REPLACE_OBJECTS", "1"),
                Map.entry("GIT_TERMINAL_PROMPT", "0"),
                Map.entry("GIT_LITERAL_PATHSPECS", "1"),
                Map.entry("GIT_AUTHOR_NAME", "Cordon"),
                Map.entry("GIT_AUTHOR_EMAIL", "cordon@localhost"),
                Map.entry("GIT_COMMITTER_NAME", "Cordon"),
                Map.entry("GIT_COMMITTER_EMAIL", "cordon@localhost"));
    }

    private byte[] outcome(Process process, byte[] input, String what)
            throws GitException, InterruptedException {
        StringBuilder complaint = new StringBuilder();
        Thread errors = Thread.startVirtualThread(() -> read(process.getErrorStream(), complaint));
        Thread writer = Thread.startVirtualThread(() -> write(process.getOutputStream(), input));
        try {
            byte[] output = process.getInputStream().readNBytes(MAX_OUTPUT_BYTES + 1);
            if (output.length > MAX_OUTPUT_BYTES) {
                throw new GitException("git " + what + " printed too much");
            }
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new GitException(
                        "git " + what + " took longer than " + TIMEOUT_SECONDS + " s");
            }
            writer.join();
            errors.join();
            if (process.exitValue() != 0) {
                throw new GitException("git " + what + ": " + complaint.toString().strip());
            }
            return output;
        } catch (IOException e) {
            throw new GitException("git " + what + ": " + e.getMessage());
        }
    }

    private static void write(OutputStream out, byte[] input) {
        try (out) {
            out.write(input);
        } catch (IOException _) {
            // Git ended early; its exit code tells.
        }
    }

    private static void read(InputStream in, StringBuilder text) {
        try {
            text.append(new String(in.readNBytes(8192), StandardCharsets.UTF_8));
            in.skip(Long.MAX_VALUE);
        } catch (IOException _) {
            // Git is gone; its exit code tells.
        }
    }
}
