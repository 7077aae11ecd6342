package dev.cordon.protocol;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// {@link Confinement} to and from JSON. The same confinement always gives the same bytes.
public final class ConfinementCodec {
    private ConfinementCodec() {}

    /// The confinement as an object.
    public static Json.Obj write(Confinement confinement) {
        List<String> permits = new ArrayList<>();
        for (Confinement.Permit permit : Confinement.Permit.values()) {
            if (confinement.permits().contains(permit)) {
                permits.add(Members.word(permit));
            }
        }
        return Json.object()
                .put("mode", confinement.mode().word())
                .put("workspace", confinement.workspace().toString())
                .put("writable", paths(confinement.writable()))
                .put("readable", paths(confinement.readable()))
                .put("hidden", paths(confinement.hidden()))
                .put("hidden_names", confinement.hiddenNames())
                .put("protected_names", confinement.protectedNames())
                .put("network", Members.word(confinement.network()))
                .put("view", Members.word(confinement.view()))
                .put("environment", ActionCodec.writeMap(confinement.environment()))
                .put("limits", limits(confinement.limits()))
                .put("permits", permits)
                .build();
    }

    /// The confinement; members that this version does not know are ignored.
    ///
    /// @throws JsonException if a member is missing or wrong; an absent list is an error here,
    ///   since an empty one would protect less
    public static Confinement read(Json.Obj json) {
        return Reading.of("confinement", json, in -> read(in, json));
    }

    private static Confinement read(Members in, Json.Obj json) {
        for (String name : List.of("hidden", "hidden_names", "protected_names")) {
            if (json.find(name).isEmpty()) {
                throw new JsonException("member \"" + name + "\" must be an array; found nothing");
            }
        }
        Set<Confinement.Permit> permits = EnumSet.noneOf(Confinement.Permit.class);
        for (String word : in.texts("permits")) {
            permits.add(Members.constant("permits", word, Confinement.Permit.values()));
        }
        return new Confinement(
                mode(in.text("mode")),
                in.path("workspace"),
                in.paths("writable"),
                in.paths("readable"),
                in.paths("hidden"),
                in.texts("hidden_names"),
                in.texts("protected_names"),
                in.word("network", Confinement.Network.values()),
                in.word("view", Confinement.View.values()),
                in.map("environment"),
                readLimits(in.inner("limits")),
                permits);
    }

    private static Confinement.Mode mode(String word) {
        for (Confinement.Mode mode : Confinement.Mode.values()) {
            if (mode.word().equals(word)) {
                return mode;
            }
        }
        throw new JsonException("member \"mode\" has the unknown value \"" + word + "\"");
    }

    private static Json.Obj limits(Confinement.Limits limits) {
        return Json.object()
                .put("max_processes", limits.maxProcesses())
                .put("max_memory_bytes", limits.maxMemoryBytes())
                .put("max_file_bytes", limits.maxFileBytes())
                .put("max_tmp_bytes", limits.maxTmpBytes())
                .put("max_cpu_seconds", limits.maxCpuSeconds())
                .put("max_open_files", limits.maxOpenFiles())
                .put("max_output_bytes", limits.maxOutputBytes())
                .put("max_spill_bytes", limits.maxSpillBytes())
                .build();
    }

    private static Confinement.Limits readLimits(Members in) {
        return new Confinement.Limits(
                in.count("max_processes"),
                in.number("max_memory_bytes"),
                in.number("max_file_bytes"),
                in.number("max_tmp_bytes"),
                in.number("max_cpu_seconds"),
                in.count("max_open_files"),
                in.count("max_output_bytes"),
                in.number("max_spill_bytes"));
    }

    private static List<String> paths(List<Path> paths) {
        List<String> texts = new ArrayList<>(paths.size());
        for (Path path : paths) {
            texts.add(path.toString());
        }
        return texts;
    }
}
