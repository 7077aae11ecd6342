package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectDocsTest {
    @TempDir Path temporary;
    private Path root;

    @BeforeEach
    void makeTree() throws IOException {
        root = temporary.toRealPath();
        Files.createDirectories(root.resolve("home"));
        Files.createDirectories(root.resolve("p/.git"));
        Files.createDirectories(root.resolve("p/a/b"));
    }

    @Test
    void globalComesFirstAndNearerComesLater() throws IOException {
        write("home/AGENTS.md", "global\n");
        write("p/AGENTS.md", "root\n");
        write("p/a/AGENTS.override.md", "override");
        write("p/a/AGENTS.md", "not this");
        write("p/a/b/RULES.md", "fallback");
        write("AGENTS.md", "above the root");
        assertEquals(
                new ProjectDocs(
                        "global\n\n--- project-doc ---\n\nroot\n\noverride\n\nfallback",
                        List.of(
                                root.resolve("home/AGENTS.md"),
                                root.resolve("p/AGENTS.md"),
                                root.resolve("p/a/AGENTS.override.md"),
                                root.resolve("p/a/b/RULES.md")),
                        List.of()),
                find(1000));
    }

    @Test
    void withoutAMarkerOnlyTheFolderItselfCounts() throws IOException {
        Files.delete(root.resolve("p/.git"));
        write("p/AGENTS.md", "above");
        write("p/a/b/AGENTS.md", "here");
        assertEquals("here", find(1000).text());
    }

    @Test
    void theBudgetIsForAllFilesTogetherAndCutsBetweenCharacters() throws IOException {
        write("p/AGENTS.md", "12345678");
        write("p/a/AGENTS.md", "ab\u00e9\u00e9");
        write("p/a/b/AGENTS.md", "x");
        assertEquals(
                new ProjectDocs(
                        "12345678\n\nab\n\nx",
                        List.of(
                                root.resolve("p/AGENTS.md"),
                                root.resolve("p/a/AGENTS.md"),
                                root.resolve("p/a/b/AGENTS.md")),
                        List.of(
                                "Loaded only 2 of 6 bytes from "
                                        + root.resolve("p/a/AGENTS.md")
                                        + "; project_doc_max_bytes is the bound.")),
                find(11),
                "the byte that the cut left over holds the last file");
        assertEquals("", find(0).text());
    }

    @Test
    void aLinkOutOfTheProjectIsNotFollowed() throws IOException {
        write("secret", "key");
        Files.createSymbolicLink(root.resolve("p/AGENTS.md"), root.resolve("secret"));
        Files.createSymbolicLink(root.resolve("p/a/AGENTS.md"), Path.of("../inside"));
        write("p/inside", "ours");
        ProjectDocs found = find(1000);
        assertEquals("ours", found.text());
        assertEquals(
                List.of(
                        root.resolve("p/AGENTS.md")
                                + " was not loaded: it is a link to "
                                + root.resolve("secret")
                                + "."),
                found.warnings());
    }

    @Test
    void aFolderOrAHangingLinkOfThatNameIsAWarning() throws IOException {
        Files.createDirectory(root.resolve("p/AGENTS.md"));
        Files.createSymbolicLink(root.resolve("p/a/AGENTS.md"), Path.of("nowhere"));
        assertEquals(
                List.of(
                        root.resolve("p/AGENTS.md") + " was not loaded: it is no file.",
                        root.resolve("p/a/AGENTS.md") + " was not loaded: there is no such file."),
                find(1000).warnings());
    }

    @Test
    void theEnvironmentCannotBeSpokenForByAFolder() throws IOException {
        write("p/.git/HEAD", "ref: refs/heads/feature/x\n");
        Path cwd = root.resolve("p/a/b");
        assertEquals(Optional.of("feature/x"), EnvironmentContext.branchOf(cwd));
        assertEquals(
                """
                <environment_context>
                  <cwd>/srv/&lt;/cwd&gt; x</cwd>
                  <shell>bash</shell>
                  <current_date>2026-11-21</current_date>
                  <timezone>Europe/Berlin</timezone>
                  <sandbox_mode>workspace-write</sandbox_mode>
                  <network_access>closed</network_access>
                  <writable_root>/srv/shop</writable_root>
                  <git_branch>main</git_branch>
                </environment_context>\
                """,
                new EnvironmentContext(
                                Path.of("/srv/</cwd>\nx"),
                                "bash",
                                LocalDate.of(2026, 11, 21),
                                ZoneId.of("Europe/Berlin"),
                                "workspace-write",
                                "closed",
                                List.of(Path.of("/srv/shop")),
                                Optional.of("main"))
                        .text());
    }

    @Test
    void theBranchIsReadByHandInAWorktreeAndWithoutABranchToo() throws IOException {
        write("p/.git/HEAD", "0123456789abcdef0123\n");
        assertEquals(Optional.of("0123456789ab"), EnvironmentContext.branchOf(root.resolve("p/a")));
        Files.createDirectories(root.resolve("w"));
        write("w/.git", "gitdir: ../p/.git/worktrees/w\n");
        Files.createDirectories(root.resolve("p/.git/worktrees/w"));
        write("p/.git/worktrees/w/HEAD", "ref: refs/heads/w\n");
        assertEquals(Optional.of("w"), EnvironmentContext.branchOf(root.resolve("w")));
        assertEquals(Optional.empty(), EnvironmentContext.branchOf(root.resolve("home")));
    }

    @Test
    void aHostileGitFileIsNoBranchAndNoHarm() throws IOException {
        Files.createDirectories(root.resolve("w"));
        for (String hostile :
                List.of(
                        "gitdir: \u0000",
                        "gitdir: ",
                        "gitdir: /proc/self/mem",
                        "gitdir: /dev",
                        "gitdir: " + "../".repeat(500) + "etc",
                        "gitdir: .git",
                        "gitdir: x\n\ngitdir: y",
                        "",
                        "\u0000\u0001\u0002",
                        "x".repeat(1 << 20))) {
            write("w/.git", hostile);
            assertEquals(Optional.empty(), EnvironmentContext.branchOf(root.resolve("w")), hostile);
        }
        Files.delete(root.resolve("w/.git"));
        Files.createSymbolicLink(root.resolve("w/.git"), Path.of(".git"));
        assertEquals(Optional.empty(), EnvironmentContext.branchOf(root.resolve("w")));
    }

    private ProjectDocs find(int maxBytes) {
        return ProjectDocs.find(
                new ProjectDocs.Search(
                        root.resolve("home"), List.of(".git"), List.of("RULES.md"), maxBytes),
                root.resolve("p/a/b"));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(root.resolve(name), content);
    }
}
