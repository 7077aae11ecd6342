package dev.cordon.repair;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A Python project. Its search is written in Python, since it needs Python's own syntax tree and
/// runs the tests by forking; this class only starts it with the project's interpreter.
///
/// @param framework `pytest` or `unittest`
record PythonProject(Path root, String python, String framework) {
    private static final int MAX_FILES = 2000;
    private static final String SCRIPT_RESULT = "repair-result: ";
    private static final List<String> SCRIPTS =
            List.of(
                    "search.py",
                    "rules.py",
                    "judge.py",
                    "compare.py",
                    "together.py",
                    "bounds.py",
                    "report.py",
                    "scratch.py",
                    "names.py",
                    "syntax.py");

    static Optional<PythonProject> find(Path root) {
        boolean tests = false;
        boolean pytest = false;
        try (var files = Files.walk(root, 5)) {
            for (Path file :
                    files.filter(p -> p.toString().endsWith(".py") && own(root, p))
                            .limit(MAX_FILES)
                            .toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("test_") || name.endsWith("_test.py")) {
                    tests = true;
                    String text = ProjectFinder.read(file);
                    pytest |= text.contains("import pytest") || !text.contains("unittest");
                }
            }
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
        if (!tests) {
            return Optional.empty();
        }
        Path own = root.resolve(".venv/bin/python");
        return Optional.of(
                new PythonProject(
                        root,
                        Files.isExecutable(own) ? own.toString() : "python3",
                        pytest ? "pytest" : "unittest"));
    }

    /// Whether the file belongs to the project and not to a library in a hidden folder.
    private static boolean own(Path root, Path file) {
        for (Path part : root.relativize(file)) {
            String name = part.toString();
            if (name.startsWith(".") || name.equals("site-packages") || name.equals("venv")) {
                return false;
            }
        }
        return true;
    }

    Json.Obj look() {
        return Json.object()
                .put("kind", "python")
                .put("words", "Python, tests with " + framework)
                .put(
                        "test_command",
                        python
                                + (framework.equals("pytest")
                                        ? " -B -m pytest -q -p no:cacheprovider"
                                        : " -B -m unittest discover -q"))
                .build();
    }

    /// Runs the search in Python; it prints what {@link Worker} prints.
    ///
    /// @return its exit code
    int run(String order, SearchLimits limits, PrintStream out) throws InterruptedException {
        try (Scratch copy = Scratch.of(root)) {
            Path folder = Files.createTempDirectory("cordon-repair");
            for (String script : SCRIPTS) {
                try (InputStream in = PythonProject.class.getResourceAsStream("python/" + script)) {
                    if (in == null) {
                        throw new IOException("the script " + script + " is missing");
                    }
                    Files.copy(in, folder.resolve(script));
                }
            }
            out.flush();
            Process process =
                    new ProcessBuilder(
                                    python,
                                    "-B",
                                    folder.resolve("search.py").toString(),
                                    order,
                                    root.toString(),
                                    framework,
                                    Long.toString(limits.seed()),
                                    Long.toString(limits.maxMillis()),
                                    Integer.toString(limits.maxCandidates()),
                                    copy.folder().toString())
                            .directory(root.toFile())
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            endLate(process, limits, out);
            process.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> print(line, out));
            return process.waitFor();
        } catch (HostException e) {
            Finding finding = Finding.unable(String.valueOf(e.getMessage()), List.of());
            out.print(ResultText.write(finding.json(new BuildReports(0, List.of()))));
            return 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends a script that did not end on its own, with all that it started.
    private static void endLate(Process process, SearchLimits limits, PrintStream out) {
        Thread.ofPlatform()
                .daemon()
                .name("deadline")
                .start(() -> {
                    try {
                        if (!process.waitFor(
                                limits.maxMillis() + Worker.GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                            out.print(
                                    ResultText.write(
                                            Finding.unable(
                                                            "the time was spent before the search"
                                                                    + " could answer",
                                                            List.of())
                                                    .json(new BuildReports(0, List.of()))));
                            process.descendants().forEach(ProcessHandle::destroyForcibly);
                            process.destroyForcibly();
                        }
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /// The script prints its result as JSON, with the old and the new text of each changed file.
    private static void print(String line, PrintStream out) {
        if (!line.startsWith(SCRIPT_RESULT)) {
            out.println(line);
            return;
        }
        Json.Obj said = JsonText.readObject(line.substring(SCRIPT_RESULT.length()));
        Json.ObjBuilder result = Json.object();
        Map<Path, Patch.Change> changes = new LinkedHashMap<>();
        said.members()
                .forEach((name, value) -> {
                    if (value instanceof Json.Obj texts) {
                        texts.members()
                                .keySet()
                                .forEach(path -> {
                                    List<String> pair = texts.texts(path);
                                    changes.put(
                                            Path.of(path),
                                            new Patch.Change(pair.getFirst(), pair.getLast()));
                                });
                    } else {
                        result.put(name, value);
                    }
                });
        if (!changes.isEmpty()) {
            result.put("diff", Patch.unified(changes));
        }
        out.print(ResultText.write(result.build()));
    }
}
