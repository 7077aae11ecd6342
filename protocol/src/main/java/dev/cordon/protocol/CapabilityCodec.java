package dev.cordon.protocol;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// {@link Capability} to and from JSON.
public final class CapabilityCodec {
    private CapabilityCodec() {}

    /// The capability as an object with the member `type`.
    public static Json.Obj write(Capability capability) {
        return switch (capability) {
            case Capability.ExactAction(String digest) ->
                    typed("exact_action").put("digest", digest).build();
            case Capability.Host(String host, int port) ->
                    typed("host").put("host", host).put("port", port).build();
            case Capability.WritePath(Path path) ->
                    typed("write_path").put("path", path.toString()).build();
            case Capability.ReadPath(Path path) ->
                    typed("read_path").put("path", path.toString()).build();
            case Capability.CommandPrefix(List<String> prefix) ->
                    typed("command_prefix").put("prefix", prefix).build();
            case Capability.Tool(String server, String tool, Optional<String> definition) ->
                    typed("tool")
                            .put("server", server)
                            .put("tool", tool)
                            .putText("definition", definition)
                            .build();
            case Capability.OutsideSandbox(List<String> prefix) ->
                    typed("outside_sandbox").put("prefix", prefix).build();
        };
    }

    /// The capability; members that this version does not know are ignored.
    ///
    /// @throws JsonException if a member is missing or wrong, or the type is unknown
    public static Capability read(Json.Obj json) {
        return Reading.of("capability", json, CapabilityCodec::read);
    }

    static Capability read(Members in) {
        return switch (in.type()) {
            case "exact_action" -> new Capability.ExactAction(in.text("digest"));
            case "host" -> new Capability.Host(in.text("host"), in.count("port"));
            case "write_path" -> new Capability.WritePath(in.path("path"));
            case "read_path" -> new Capability.ReadPath(in.path("path"));
            case "command_prefix" -> new Capability.CommandPrefix(in.texts("prefix"));
            case "tool" ->
                    new Capability.Tool(
                            in.text("server"), in.text("tool"), in.findText("definition"));
            case "outside_sandbox" -> new Capability.OutsideSandbox(in.texts("prefix"));
            default -> throw in.unknown("capability");
        };
    }

    static Json.Arr writeAll(List<Capability> capabilities) {
        List<Json> elements = new ArrayList<>(capabilities.size());
        for (Capability capability : capabilities) {
            elements.add(write(capability));
        }
        return Json.array(elements);
    }

    private static Json.ObjBuilder typed(String type) {
        return Json.object().put("type", type);
    }
}
