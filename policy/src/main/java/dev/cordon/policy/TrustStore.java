package dev.cordon.policy;

import dev.cordon.policy.Trust.State;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which projects the user trusts, in a file of our own below the user's folder.
///
/// Trust belongs to the resolved path and to the digest of `.cordon` and `.agents`: when those
/// change, the user is asked again. A linked worktree shares the entry of its main checkout; up to
/// {@link #MAX_DIGESTS} contents are remembered for one project, so that branches do not take turns
/// in asking.
public final class TrustStore {
    /// How many contents of a project are remembered.
    static final int MAX_DIGESTS = 16;

    private static final String VERSION = "schema_version";
    private final Path file;

    /// @param home the user's folder of Cordon
    public TrustStore(Path home) {
        file = home.resolve("trust.json");
    }

    /// What was answered about a project before.
    ///
    /// @throws ConfigException if the file is broken
    public Trust status(Project project) {
        Optional<Json.Obj> entry = read().object("projects").orElseThrow().object(id(project));
        if (entry.isEmpty()) {
            return new Trust(
                    State.UNKNOWN,
                    "the project is not trusted; run `cordon trust` to load its settings");
        }
        if (!entry.get().requireText("level").equals("trusted")) {
            return new Trust(
                    State.UNTRUSTED,
                    "you said that the project is untrusted; run `cordon trust` to change that");
        }
        if (entry.get().texts("digests").contains(project.digest())) {
            return new Trust(State.TRUSTED, "the project is trusted as it is");
        }
        return new Trust(
                State.CHANGED,
                "the project's settings changed since you trusted them; look at .cordon and .agents"
                        + " and run `cordon trust` again");
    }

    /// Remembers that the user trusts the project as it is now.
    ///
    /// @throws ConfigException if it cannot be trusted or the file cannot be written
    public void trust(Project project) {
        if (!project.flaw().isEmpty()) {
            throw new ConfigException(
                    project.root().toString(), "cannot be trusted: " + project.flaw());
        }
        change(projects -> {
            List<String> digests = new ArrayList<>();
            if (projects.get(id(project)) instanceof Json.Obj old) {
                digests.addAll(old.texts("digests"));
            }
            digests.remove(project.digest());
            digests.add(project.digest());
            while (digests.size() > MAX_DIGESTS) {
                digests.removeFirst();
            }
            projects.put(
                    id(project),
                    Json.object().put("level", "trusted").put("digests", digests).build());
        });
    }

    /// Remembers that the user does not trust the project, whatever it becomes.
    ///
    /// @throws ConfigException if the file cannot be written
    public void distrust(Project project) {
        change(projects ->
                projects.put(id(project), Json.object().put("level", "untrusted").build()));
    }

    /// Forgets the project, so that the user is asked again.
    ///
    /// @throws ConfigException if the file cannot be written
    public void forget(Project project) {
        change(projects -> projects.remove(id(project)));
    }

    /// The paths that were asked about, with `trusted` or `untrusted`.
    public Map<String, String> entries() {
        Map<String, String> entries = new LinkedHashMap<>();
        read().object("projects")
                .orElseThrow()
                .members()
                .forEach((path, entry) -> {
                    if (entry instanceof Json.Obj object) {
                        entries.put(path, object.requireText("level"));
                    }
                });
        return entries;
    }

    private static String id(Project project) {
        return project.identity().toString();
    }

    private interface Change {
        void to(Map<String, Json> projects);
    }

    private void change(Change change) {
        OwnFile.locked(
                file,
                () -> {
                    Map<String, Json> projects =
                            new LinkedHashMap<>(read().object("projects").orElseThrow().members());
                    change.to(projects);
                    Json.Obj all =
                            Json.object()
                                    .put(VERSION, 1)
                                    .put("projects", new Json.Obj(projects))
                                    .build();
                    OwnFile.write(file, JsonText.write(all) + "\n");
                });
    }

    private Json.Obj read() {
        Optional<String> text = ConfigFile.text(file);
        if (text.isEmpty()) {
            return Json.object().put("projects", Json.object().build()).build();
        }
        try {
            Json.Obj all = JsonText.readObject(text.get());
            if (all.requireInteger(VERSION) == 1) {
                all.requireObject("projects");
                return all;
            }
        } catch (JsonException _) {
            throw broken("is broken");
        }
        throw broken("was written by a newer version of Cordon");
    }

    private ConfigException broken(String what) {
        return new ConfigException(
                file.toString(), what + "; remove it to be asked about each project again");
    }
}
