package dev.cordon.tui;

import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import java.util.List;

/// A capability in words that a person can agree to or end.
final class CapabilityWords {
    private CapabilityWords() {}

    static String of(Capability capability) {
        return switch (capability) {
            case Capability.ExactAction _ -> "this one action again";
            case Capability.Host(String host, int port) -> "connect to " + host + ":" + port;
            case Capability.WritePath(var path) -> "write " + path + " and below";
            case Capability.ReadPath(var path) -> "read " + path + " and below";
            case Capability.CommandPrefix(List<String> prefix) ->
                    "run commands that begin with " + words(prefix);
            case Capability.Tool(String server, String tool, _) -> "call " + tool + " of " + server;
            case Capability.OutsideSandbox(List<String> prefix) ->
                    prefix.isEmpty()
                            ? "run any command without the sandbox"
                            : "run without the sandbox what begins with " + words(prefix);
        };
    }

    static String of(Grant.Scope scope) {
        return switch (scope) {
            case ONCE -> "once";
            case TURN -> "in this turn";
            case SESSION -> "in this session";
            case PROJECT -> "in this project";
        };
    }

    private static String words(List<String> prefix) {
        return "`" + Actions.words(prefix) + "`";
    }
}
