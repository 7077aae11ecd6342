package dev.cordon.cli;

import dev.cordon.policy.Config;
import dev.cordon.policy.ConfigEdit;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cordon mcp`: the servers of tools in the user's configuration. Values of variables are never
/// printed: they may be secrets.
@Command(
        name = "mcp",
        description = "List and change the MCP servers of your configuration.",
        mixinStandardHelpOptions = true)
final class McpCommand {
    static CommandLine tree(Host host) {
        return new CommandLine(new McpCommand())
                .addSubcommand(new ListThem(host))
                .addSubcommand(new Get(host))
                .addSubcommand(new Add(host))
                .addSubcommand(new Remove(host));
    }

    private static Config config(Host host) {
        return Workplace.open(
                        host,
                        new ExecOptions.Settings(
                                Optional.empty(), List.of(), Optional.empty(), List.of()))
                .config();
    }

    /// The servers by name, with the values of variables and headers taken out.
    private static Map<String, Json.Obj> servers(Config config) {
        Map<String, Json.Obj> servers = new LinkedHashMap<>();
        Json.Obj all = config.table("mcp_servers");
        for (String name : all.members().keySet()) {
            Json.ObjBuilder shown = Json.object();
            all.requireObject(name)
                    .members()
                    .forEach((key, value) -> shown.put(key, secretless(key, value)));
            servers.put(name, shown.build());
        }
        return servers;
    }

    private static Json secretless(String key, Json value) {
        if (!List.of("env", "http_headers").contains(key) || !(value instanceof Json.Obj table)) {
            return value;
        }
        Json.ObjBuilder names = Json.object();
        table.members().keySet().forEach(name -> names.put(name, "***"));
        return names.build();
    }

    private static String what(Json.Obj server) {
        List<String> words = new ArrayList<>();
        server.text("command").ifPresent(words::add);
        words.addAll(server.texts("args"));
        server.text("url").ifPresent(words::add);
        return Printable.line(String.join(" ", words), 80);
    }

    @Command(name = "list", description = "List them.", mixinStandardHelpOptions = true)
    static final class ListThem implements Callable<Integer> {
        private final Host host;

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        ListThem(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("NAME", "ENABLED", "WHAT"));
            servers(config(host))
                    .forEach((name, server) -> {
                        if (json) {
                            host.out().line(JsonText.write(described(name, server)));
                        } else {
                            boolean enabled = server.bool("enabled").orElse(true);
                            rows.add(List.of(name, enabled ? "yes" : "no", what(server)));
                        }
                    });
            if (!json) {
                Printable.table(rows).forEach(host.out()::line);
            }
            return ExitCode.DONE.code();
        }
    }

    private static Json.Obj described(String name, Json.Obj server) {
        Json.ObjBuilder out = Json.object().put("name", name);
        server.members().forEach(out::put);
        return out.build();
    }

    @Command(name = "get", description = "Show one.", mixinStandardHelpOptions = true)
    static final class Get implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "NAME", description = "The name in the configuration.")
        private String name = "";

        @Option(names = "--json", description = "As JSON.")
        private boolean json;

        Get(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            Config config = config(host);
            Json.Obj server = servers(config).get(name);
            if (server == null) {
                throw new UsageException("there is no MCP server " + name);
            }
            if (json) {
                host.out().line(JsonText.write(described(name, server)));
            } else {
                server.members()
                        .forEach((key, value) ->
                                host.out()
                                        .line(
                                                Printable.line(
                                                        key + " = " + JsonText.write(value), 400)));
            }
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "add",
            description = "Add one to your config.toml.",
            mixinStandardHelpOptions = true,
            footer = {"", "For example: cordon mcp add docs --env DOCS_HOME=/srv/docs -- docs-mcp"})
    static final class Add implements Callable<Integer> {
        private final Host host;

        @Parameters(index = "0", paramLabel = "NAME", description = "Letters, digits, - and _.")
        private String name = "";

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "COMMAND",
                description = "The program and its arguments.")
        private List<String> command = List.of();

        @Option(
                names = "--env",
                paramLabel = "NAME=VALUE",
                description = "A variable for it; it is written to config.toml.")
        private List<String> variables = List.of();

        @Option(
                names = "--env-var",
                paramLabel = "NAME",
                description = "A variable that is passed on from your environment.")
        private List<String> passed = List.of();

        @Option(names = "--url", paramLabel = "URL", description = "The address of a server.")
        private Optional<String> url = Optional.empty();

        @Option(
                names = "--bearer-token-env-var",
                paramLabel = "NAME",
                description = "The variable that holds the token for that address.")
        private Optional<String> token = Optional.empty();

        Add(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            if (!isName(name)) {
                throw new UsageException(
                        "a server's name has 1 to 64 letters, digits, - and _, and not \""
                                + Printable.line(name, 80)
                                + "\"");
            }
            if (command.isEmpty() == url.isEmpty()) {
                throw new UsageException("name either a command after -- or a --url");
            }
            if (servers(config(host)).containsKey(name)) {
                throw new UsageException(
                        "there is an MCP server " + name + "; take it out with cordon mcp remove");
            }
            set("url", url.map(Json::of));
            set("bearer_token_env_var", token.map(Json::of));
            if (!command.isEmpty()) {
                set("command", Optional.of(Json.of(command.getFirst())));
                if (command.size() > 1) {
                    set("args", Optional.of(Json.texts(command.subList(1, command.size()))));
                }
            }
            if (!passed.isEmpty()) {
                set("env_vars", Optional.of(Json.texts(passed)));
            }
            for (String variable : variables) {
                int equals = variable.indexOf('=');
                if (equals <= 0) {
                    throw new UsageException("--env wants NAME=VALUE");
                }
                set(
                        "env." + variable.substring(0, equals),
                        Optional.of(Json.of(variable.substring(equals + 1))));
            }
            host.say("added " + name + " to " + file(host));
            return ExitCode.DONE.code();
        }

        /// JSON of strings and arrays of strings is TOML too.
        private void set(String key, Optional<? extends Json> value) {
            value.ifPresent(v ->
                    ConfigEdit.set(
                            file(host), "mcp_servers." + name + "." + key, JsonText.write(v)));
        }
    }

    @Command(
            name = "remove",
            description = "Take one out of your config.toml.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        private final Host host;

        @Parameters(paramLabel = "NAME", description = "The name in the configuration.")
        private String name = "";

        Remove(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            if (!isName(name) || !ConfigEdit.remove(file(host), "mcp_servers." + name)) {
                throw new UsageException(
                        "there is no MCP server " + Printable.line(name, 80) + " in " + file(host));
            }
            host.say("took " + name + " out of " + file(host));
            return ExitCode.DONE.code();
        }
    }

    private static Path file(Host host) {
        return host.cordonHome().resolve("config.toml");
    }

    private static boolean isName(String name) {
        boolean plain = !name.isEmpty() && name.length() <= 64;
        for (int i = 0; i < name.length() && plain; i++) {
            char c = name.charAt(i);
            plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_';
        }
        return plain;
    }
}
