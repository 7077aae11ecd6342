package dev.cordon.policy;

import dev.cordon.protocol.Confinement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Prints how many of a developer's ordinary commands need a question under each policy, by the
/// family of the program, as the table in `bench/RESULTS.md`. Run its `main`; it is no test.
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

    public static void main(String[] arguments) {
        Situation standard = Situation.standard();
        List<Situation> situations =
                List.of(
                        standard.under(ApprovalPolicy.Kind.UNTRUSTED),
                        standard,
                        standard.under(ApprovalPolicy.Kind.NEVER),
                        standard.in(Confinement.Mode.DANGER_FULL_ACCESS));
        Map<String, int[]> rows = new TreeMap<>();
        int[] all = new int[situations.size() + 1];
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
        }
        System.out.println(
                "| family | commands | `untrusted` | `on-request` | `never` | `on-request`, no"
                        + " sandbox |");
        System.out.println("|---|--:|--:|--:|--:|--:|");
        rows.forEach((family, row) -> print(family, row));
        print("all", all);
    }

    private static void print(String family, int[] row) {
        StringBuilder line = new StringBuilder("| ").append(family);
        for (int count : row) {
            line.append(" | ").append(count);
        }
        System.out.println(line.append(" |"));
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
