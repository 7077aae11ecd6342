package dev.cordon.policy;

import dev.cordon.protocol.Capability;
import dev.cordon.protocol.CapabilityCodec;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// {@link Facts} to and from JSON, as they stand in the journal beside a decision, so that the
/// decision can be made again under other rules.
///
/// What says nothing is left out: paths that lead to themselves, empty lists. Of grants only what
/// they grant, how far and for which project is kept; a grant that held then holds in the replay.
public final class FactsCodec {
    /// So many grants and refused capabilities are written; a turn with more is not replayed
    /// exactly.
    static final int MAX_CAPABILITIES = 50;

    private FactsCodec() {}

    /// The facts as an object.
    public static Json.Obj write(Facts facts) {
        Json.ObjBuilder out =
                Json.object()
                        .put("workspace", facts.workspace().toString())
                        .put("trusted", facts.trusted());
        Json.ObjBuilder paths = Json.object();
        boolean linked = false;
        for (Map.Entry<Path, Path> path : facts.realPaths().entrySet()) {
            if (!path.getKey().equals(path.getValue())) {
                paths.put(path.getKey().toString(), path.getValue().toString());
                linked = true;
            }
        }
        if (linked) {
            out.put("real_paths", paths.build());
        }
        List<Json> grants = new ArrayList<>();
        for (Grant grant : bounded(facts.grants())) {
            grants.add(
                    Json.object()
                            .put("capability", CapabilityCodec.write(grant.capability()))
                            .put("scope", grant.scope().name())
                            .putText("project", grant.project())
                            .build());
        }
        if (!grants.isEmpty()) {
            out.put("grants", Json.array(grants));
        }
        List<Json> denied = new ArrayList<>();
        for (Capability capability : bounded(List.copyOf(facts.deniedThisTurn()))) {
            denied.add(CapabilityCodec.write(capability));
        }
        if (!denied.isEmpty()) {
            out.put("denied", Json.array(denied));
        }
        if (!facts.unconfined().isEmpty()) {
            List<Json> processes = new ArrayList<>();
            facts.unconfined().stream().sorted().forEach(p -> processes.add(Json.of(p)));
            out.put("unconfined", Json.array(processes));
        }
        return out.build();
    }

    private static <T> List<T> bounded(List<T> all) {
        return all.size() <= MAX_CAPABILITIES ? all : all.subList(0, MAX_CAPABILITIES);
    }

    /// The facts again.
    ///
    /// @param now when the decision was made
    /// @throws JsonException if a member is missing or wrong
    public static Facts read(Json.Obj json, Instant now, String user) {
        Map<Path, Path> paths = new LinkedHashMap<>();
        json.object("real_paths")
                .ifPresent(links ->
                        links.members()
                                .keySet()
                                .forEach(
                                        p -> paths.put(Path.of(p), Path.of(links.requireText(p)))));
        List<Grant> grants = new ArrayList<>();
        for (Json element : json.array("grants")) {
            grants.add(grant(object(element), grants.size(), now));
        }
        Set<Capability> denied = new HashSet<>();
        for (Json element : json.array("denied")) {
            denied.add(CapabilityCodec.read(object(element)));
        }
        Set<Integer> unconfined = new HashSet<>();
        for (Json element : json.array("unconfined")) {
            if (element instanceof Json.Num number) {
                number.integer().ifPresent(process -> unconfined.add((int) process));
            }
        }
        return new Facts(
                now,
                Path.of(json.requireText("workspace")),
                json.bool("trusted").orElse(false),
                paths,
                grants,
                denied,
                user,
                unconfined);
    }

    private static Grant grant(Json.Obj json, int number, Instant now) {
        return new Grant(
                "recorded-" + number,
                CapabilityCodec.read(json.requireObject("capability")),
                Grant.Scope.valueOf(json.requireText("scope")),
                now.plusSeconds(1),
                "recorded",
                json.text("project").isPresent() ? json.text("project") : Optional.empty());
    }

    private static Json.Obj object(Json value) {
        if (value instanceof Json.Obj object) {
            return object;
        }
        throw new JsonException("expected an object");
    }
}
