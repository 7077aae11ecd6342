package dev.cordon.policy;

import dev.cordon.protocol.Confinement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The page `bench/developer-commands.md`: how many of a developer's ordinary commands need a
/// question under each policy, by the family of the program.
final class DeveloperCommandsTable {
    private static final List<List<String>> FAMILIES =
            List.of(
                    List.of("git", "git", "gh"),
                    List.of("Maven", "mvn", "mvnw"),
                    List.of("Gradle", "gradle", "gradlew"),
                    List.of("npm and its kind", "npm", "npx", "yarn", "pnpm", "node", "bun"),
                    List.of("Python", "python", "python3", "pip", "pip3", "pytest", "uv", "poetry"),
                    List.of("Go, Rust, C", "go", "cargo", "rustc", "make", "cmake", "gcc", "ninja"),
                    List.of("JDK", "java", "javac", "jar", "javap", "jshell", "jdeps", "jcmd"),
                    List.of("containers", "docker", "podman", "kubectl", "docker-compose", "helm"),
                    List.of("network", "curl", "wget", "ssh", "scp", "ping", "dig", "rsync"));

    private DeveloperCommandsTable() {}

    static String page() {
        Situation standard = Situation.standard();
        Situation untrusted = standard.under(ApprovalPolicy.Kind.UNTRUSTED);
        List<Situation> situations =
                List.of(
                        untrusted,
                        standard,
                        standard.under(ApprovalPolicy.Kind.NEVER),
                        standard.in(Confinement.Mode.DANGER_FULL_ACCESS));
        Map<String, int[]> rows = new TreeMap<>();
        int[] all = new int[situations.size() + 1];
        int ownGit = 0;
        for (String command : DeveloperCommandsTest.commands()) {
            int[] row = rows.computeIfAbsent(family(command), _ -> new int[all.length]);
            row[0]++;
            all[0]++;
            for (int i = 0; i < situations.size(); i++) {
                if (!situations.get(i).line(command).equals("allow")) {
                    row[i + 1]++;
                    all[i + 1]++;
                }
            }
            ownGit += runsThroughOwnGit(command, untrusted) ? 1 : 0;
        }
        StringBuilder page =
                new StringBuilder(
                        """
                        # Questions in a developer's day

                        The ordinary commands of `developer-commands.txt` among the tests of policy, written from the documentation of
                        their programs, and how many of them need a question under each `approval_policy`. `DeveloperCommandsTest` makes
                        this page and keeps it current.

                        | family | commands | `untrusted` | `on-request` | `never` | `on-request`, no sandbox |
                        |---|--:|--:|--:|--:|--:|
                        """);
        rows.forEach((family, row) -> print(family, row, page));
        print("all", all, page);
        page.append(
                """

                Where the sandbox holds, nothing that stays inside it is asked about. A host that such a command turns out to need is
                a question of the proxy, and is not counted here. Where the text is all there is, build tools and plain `git` are
                always a question, for a repository makes both run programs of its own. Cordon's own git runs none of them.
                """);
        return page.append("Through it ")
                .append(ownGit)
                .append(" of the git commands run unasked under `untrusted`, too.\n")
                .toString();
    }

    private static boolean runsThroughOwnGit(String command, Situation situation) {
        CommandFacts facts = CommandFacts.ofScript(command, Knowledge.builtIn());
        if (facts.commands().size() != 1 || !facts.commands().getFirst().program().equals("git")) {
            return false;
        }
        List<CommandFacts.Arg> argv = facts.commands().getFirst().argv();
        String[] words =
                argv.subList(1, argv.size()).stream()
                        .map(CommandFacts.Arg::text)
                        .toArray(String[]::new);
        return Situation.word(situation.decide(Situation.git(words))).equals("allow");
    }

    private static void print(String family, int[] row, StringBuilder page) {
        page.append("| ").append(family);
        for (int count : row) {
            page.append(" | ").append(count);
        }
        page.append(" |\n");
    }

    private static String family(String command) {
        CommandFacts facts = CommandFacts.ofScript(command, Knowledge.builtIn());
        String program =
                facts.commands().isEmpty()
                        ? ""
                        : Knowledge.unversioned(facts.commands().getFirst().program());
        for (List<String> family : FAMILIES) {
            if (family.contains(program)) {
                return family.getFirst();
            }
        }
        return facts.commands().size() > 1 ? "several programs" : "files, text and system";
    }
}
