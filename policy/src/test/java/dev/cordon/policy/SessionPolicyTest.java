package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionPolicyTest {
    private static final String FORBID =
            "prefix_rule(pattern = [\"make\"], decision = \"forbidden\")\n";
    private static final String ALLOW = "prefix_rule(pattern = [\"make\"], decision = \"allow\")\n";

    @TempDir Path folder;
    private Path project;
    private Path system;
    private Path home;

    @BeforeEach
    void folders() throws IOException {
        project = Files.createDirectories(folder.resolve("shop"));
        Files.createDirectories(project.resolve(".git"));
        system = Files.createDirectories(folder.resolve("etc"));
        home = Files.createDirectories(folder.resolve("home/.cordon"));
        Files.setPosixFilePermissions(system, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private ConfigSources sources(String... overrides) {
        return new ConfigSources(
                home,
                system,
                "",
                project,
                List.of(overrides).stream().map(ConfigSources.Assignment::parse).toList(),
                Map.of("HOME", folder.resolve("home").toString()));
    }

    private FileOwner me() throws IOException {
        return new FileOwner((Integer) Files.getAttribute(folder, "unix:uid"));
    }

    private SessionPolicy load(String... overrides) throws IOException {
        ConfigSources sources = sources(overrides);
        Governance governance =
                Governance.load(
                        sources,
                        me(),
                        _ -> {
                            throw new IOException("none");
                        },
                        _ -> 0,
                        Instant.EPOCH,
                        "ada");
        return SessionPolicy.load(governance, sources, me(), Instant.EPOCH, "ada");
    }

    private Decision decide(SessionPolicy policy) {
        Facts facts = new Facts(Instant.EPOCH, project, true, Map.of(), List.of(), Set.of(), "ada");
        return new RulesPolicy(policy.settings())
                .decide(PolicyCheck.command(List.of("make"), project), facts);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(
                file.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void trust() throws IOException {
        Config config = ConfigLoader.load(sources());
        new TrustStore(home).trust(config.project().orElseThrow());
    }

    @Test
    void theAdministratorsFilesCountAndAreNamed() throws IOException {
        Path file = system.resolve("rules/site.rules");
        write(file, FORBID);

        Decision decision = decide(load());

        assertEquals("deny", PolicyCheck.word(decision));
        assertEquals(new Origin(Origin.Layer.REQUIREMENTS, file.toString(), 1), decision.origin());
    }

    @Test
    void aFileOfTheAdministratorThatOthersCanWriteStopsTheStart() throws IOException {
        Path file = system.resolve("rules/site.rules");
        write(file, FORBID);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        ConfigException problem = assertThrows(ConfigException.class, this::load);

        assertTrue(String.valueOf(problem.getMessage()).contains("site.rules"));
    }

    @Test
    void theUsersFilesCount() throws IOException {
        write(home.resolve("rules/own.rules"), FORBID);
        assertEquals("deny", PolicyCheck.word(decide(load())));
    }

    @Test
    void aProjectThatIsNotTrustedHasNoRulesAndThatIsSaid() throws IOException {
        write(project.resolve(".cordon/rules/p.rules"), FORBID);

        SessionPolicy policy = load();

        assertEquals("allow", PolicyCheck.word(decide(policy)));
        assertEquals(1, policy.ignored().size());
        assertTrue(policy.ignored().getFirst().toString().contains("was not loaded"));
    }

    @Test
    void aTrustedProjectMayForbidAndNotAllow() throws IOException {
        write(project.resolve(".cordon/rules/p.rules"), FORBID);
        trust();
        assertEquals("deny", PolicyCheck.word(decide(load())));

        write(project.resolve(".cordon/rules/p.rules"), ALLOW);
        trust();
        SessionPolicy policy = load("approval_policy=untrusted");
        assertEquals("ask", PolicyCheck.word(decide(policy)));
        assertTrue(policy.ignored().getFirst().toString().contains("may only tighten"));
    }

    @Test
    void aRuleThatChangedAfterTrustDoesNotCount() throws IOException {
        write(project.resolve(".cordon/rules/p.rules"), FORBID);
        trust();
        write(project.resolve(".cordon/rules/p.rules"), FORBID + FORBID);

        SessionPolicy policy = load();

        assertEquals(1, policy.ignored().size());
    }

    @Test
    void aLinkInAProjectIsNoRule() throws IOException {
        Path outside = folder.resolve("outside.rules");
        write(outside, FORBID);
        Files.createDirectories(project.resolve(".cordon/rules"));
        Files.createSymbolicLink(project.resolve(".cordon/rules/p.rules"), outside);

        assertEquals("allow", PolicyCheck.word(decide(load())));
    }

    @Test
    void anExampleOfTheRequirementsThatIsDecidedOtherwiseStopsTheStart() throws IOException {
        write(
                system.resolve("requirements.toml"),
                "[[rules.prefix]]\npattern = [\"make\"]\ndecision = \"forbid\"\n"
                        + "[[tests]]\ncommand = \"make\"\nexpect = \"deny\"\n"
                        + "[[tests]]\ncommand = \"gmake\"\nexpect = \"deny\"\n");

        ConfigException problem = assertThrows(ConfigException.class, this::load);

        String message = String.valueOf(problem.getMessage());
        assertTrue(message.contains("requirements.toml:7"), message);
        assertTrue(message.contains("\"gmake\" is decided \"allow\", expected \"deny\""), message);
    }

    @Test
    void aBrokenFileStopsTheStart() throws IOException {
        write(home.resolve("rules/own.rules"), "prefix_rule(pattern = [])\n");
        assertThrows(ConfigException.class, this::load);
    }
}
