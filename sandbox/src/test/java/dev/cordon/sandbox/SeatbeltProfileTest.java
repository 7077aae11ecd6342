package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.DefaultPlaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The text of the rules for macOS, and what it says when it is read as that system reads it.
final class SeatbeltProfileTest {
    private static final Path HOME = Path.of("/Users/a");
    private static final Path WORKSPACE = HOME.resolve("project");
    private static final Path TEMPORARY = Path.of("/private/var/folders/x/tmp-1");

    private static Confinement confinement(
            Confinement.Mode mode, Path workspace, List<String> protectedNames) {
        return new Confinement(
                mode,
                workspace,
                List.of(workspace),
                List.of(HOME.resolve(".m2/repository")),
                List.of(HOME),
                DefaultPlaces.HIDDEN_NAMES,
                protectedNames,
                Confinement.Network.CLOSED,
                Confinement.View.DIRECT,
                Map.of(),
                Confinement.Limits.DEFAULT,
                Set.of());
    }

    private static SeatbeltRules rules(Confinement.Mode mode) {
        Confinement confinement = confinement(mode, WORKSPACE, DefaultPlaces.PROTECTED_NAMES);
        return new SeatbeltRules(SeatbeltProfile.of(confinement, confinement.hidden(), TEMPORARY));
    }

    @Test
    void pathsAreParametersAndWhatIsRefusedComesLast() {
        Confinement confinement =
                new Confinement(
                        Confinement.Mode.WORKSPACE_WRITE,
                        WORKSPACE,
                        List.of(WORKSPACE),
                        List.of(),
                        List.of(HOME),
                        List.of(".env", ".env.*"),
                        List.of(".git"),
                        Confinement.Network.CLOSED,
                        Confinement.View.DIRECT,
                        Map.of(),
                        Confinement.Limits.DEFAULT,
                        Set.of());
        SeatbeltProfile profile = SeatbeltProfile.of(confinement, confinement.hidden(), TEMPORARY);

        assertEquals(
                List.of("P0=" + HOME, "P1=" + WORKSPACE, "P2=" + WORKSPACE, "P3=" + TEMPORARY),
                profile.parameters());
        assertEquals(
                """
                (version 1)
                (deny default)
                (allow process-exec process-fork)
                (allow signal (target same-sandbox))
                (allow sysctl-read)
                (allow mach-lookup (global-name "com.apple.system.opendirectoryd.libinfo"))
                (allow file-read*)
                (allow file-write-data (literal "/dev/null") (literal "/dev/zero"))
                (deny file-read* file-write* (subpath (param "P0")))
                (allow file-read* (subpath (param "P1")))
                (allow file-read* file-write* (subpath (param "P2")))
                (allow file-read* file-write* (subpath (param "P3")))
                (deny file-write* (regex #"/\\.[gG][iI][tT](/|$)"))
                (deny file-read* file-write* (regex #"/\\.[eE][nN][vV](/|$)"))
                (deny file-read* file-write* (require-all (regex #"/\\.[eE][nN][vV]\\.[^/]*(/|$)")\
                 (require-not (regex #"/\\.[eE][nN][vV]\\.[eE][xX][aA][mM][pP][lL][eE](/|$)"))\
                 (require-not (regex #"/\\.[eE][nN][vV]\\.[tT][eE][mM][pP][lL][aA][tT][eE](/|$)"))\
                 (require-not (regex #"/\\.[eE][nN][vV]\\.[sS][aA][mM][pP][lL][eE](/|$)"))\
                 (require-not (regex #"/\\.[eE][nN][vV]\\.[dD][iI][sS][tT](/|$)"))))
                (deny network*)
                (allow network* (local ip "localhost:*"))
                (allow network-outbound (remote ip "localhost:*"))
                """,
                profile.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/hosts",
                "/Users/a/.zshrc",
                "/Users/a/project/.git/hooks/pre-commit",
                "/Users/a/project/.GIT/config",
                "/Users/a/project/sub/module/.git",
                "/Users/a/project/.Github/Workflows/ci.yml",
                "/Users/a/project/sub/.mvn/jvm.config",
                "/Users/a/project/gradle/wrapper/gradle-wrapper.jar",
                "/Users/a/project/.env",
                "/Users/a/project2/a",
                "/Users/a/.m2/repository/x.jar",
            })
    void noCommandWrites(String path) {
        assertFalse(rules(Confinement.Mode.WORKSPACE_WRITE).allows("file-write*", path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Users/a/.ssh/id_ed25519",
                "/Users/a/.aws/credentials",
                "/Users/a/other/secret",
                "/Users/a/project/.env",
                "/Users/a/project/sub/.ENV.production",
                "/Users/a/project/id_rsa",
            })
    void noCommandReads(String path) {
        assertFalse(rules(Confinement.Mode.WORKSPACE_WRITE).allows("file-read*", path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Users/a/project/src/A.java",
                "/Users/a/project/.gitignore",
                "/Users/a/project/.env.example",
                "/Users/a/project/digit/x",
                "/private/var/folders/x/tmp-1/f",
            })
    void ordinaryFilesOfTheWorkspaceAreReadAndWritten(String path) {
        SeatbeltRules rules = rules(Confinement.Mode.WORKSPACE_WRITE);

        assertTrue(rules.allows("file-read*", path) && rules.allows("file-write*", path));
    }

    @Test
    void whatBuildsNeedIsRead() {
        SeatbeltRules rules = rules(Confinement.Mode.WORKSPACE_WRITE);

        for (String path :
                List.of(
                        "/usr/lib/dyld",
                        "/Users/a/.m2/repository/x.jar",
                        "/Users/a/project/.git/HEAD")) {
            assertTrue(rules.allows("file-read*", path), path);
        }
    }

    @Test
    void whereOnlyReadingIsAllowedTheWorkspaceIsNotWritten() {
        SeatbeltRules rules = rules(Confinement.Mode.READ_ONLY);

        assertFalse(rules.allows("file-write*", WORKSPACE + "/a"));
        assertTrue(rules.allows("file-read*", WORKSPACE + "/a"));
        assertTrue(rules.allows("file-write*", TEMPORARY + "/a"));
    }

    @Test
    void aPathOrANameCannotAddARule() {
        Path odd = Path.of("/Users/a/x\")) (allow file-write*) (version 1");
        Confinement confinement =
                confinement(Confinement.Mode.WORKSPACE_WRITE, odd, List.of(".git"));
        SeatbeltProfile profile = SeatbeltProfile.of(confinement, List.of(), TEMPORARY);

        assertFalse(profile.text().contains("Users"), profile.text());
        Confinement quoted =
                confinement(
                        Confinement.Mode.WORKSPACE_WRITE,
                        WORKSPACE,
                        List.of("a\")) (allow file-write*)"));
        assertThrows(
                IllegalArgumentException.class,
                () -> SeatbeltProfile.of(quoted, List.of(), TEMPORARY));
    }
}
