package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Runs the cases of the escape suite in a place and judges each by what the host sees.
///
/// `java ... EscapeSuite CASES SCRATCH NAME PREFIX...` prints one line for each case: the id, the
/// verdict, the title. In the prefix `@WS@` stands for the workspace. `NAME` is `none` for no
/// sandbox, with an empty prefix. Without a boundary of ours it refuses to run as root, and leaves
/// out what would harm the machine.
final class EscapeSuite {
    private static final int PARALLEL = 4;

    /// What came of a case.
    enum Verdict {
        BLOCKED,
        /// The place ran nothing at all.
        REFUSED,
        GOT_THROUGH,
        WORKS,
        BROKEN,
        /// Something that the case needs is not here, or it must not be tried here.
        NOT_HERE
    }

    /// @param detail output and reasons, for people
    record Outcome(EscapeCase tried, Verdict verdict, String detail, long millis) {}

    private final EscapeHost host;
    private final EscapePlaces.Place place;

    private EscapeSuite(EscapeHost host, EscapePlaces.Place place) {
        this.host = host;
        this.place = place;
    }

    /// Runs the cases of a folder, some at a time, each in a folder of its own below `scratch`.
    static List<Outcome> run(Path folder, Path scratch, EscapePlaces.Place place) throws Exception {
        Files.createDirectories(scratch);
        // Short, since the path of a socket lies below it.
        Path base = Files.createDirectory(scratch.toRealPath().resolve(shortName()));
        try (EscapeHost host = EscapeHost.open(base, folder);
                var threads = Executors.newFixedThreadPool(PARALLEL)) {
            EscapeSuite suite = new EscapeSuite(host, place);
            List<Future<Outcome>> running = new ArrayList<>();
            for (EscapeCase each : EscapeCase.readAll(folder)) {
                if (each.runs()) {
                    Callable<Outcome> one = () -> suite.one(each);
                    running.add(threads.submit(one));
                }
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> future : running) {
                outcomes.add(future.get());
            }
            return outcomes;
        } finally {
            remove(base);
        }
    }

    private static String shortName() {
        return "e" + Long.toString(System.nanoTime() & 0xFFFFF, 36);
    }

    /// What is tried without a sandbox, as the positive control of the attacks. What needs root has
    /// it in namespaces only.
    private static EscapePlaces.Place control(EscapeCase tried) {
        boolean apart =
                tried.control().kind() == EscapeCase.Kind.APART || tried.needs().contains("root");
        return EscapePlaces.behind("none", apart ? EscapePlaces.APART : List.of());
    }

    private Outcome one(EscapeCase tried) throws Exception {
        String missing = missing(tried);
        if (!missing.isEmpty()) {
            return new Outcome(tried, Verdict.NOT_HERE, missing, 0);
        }
        EscapeHost.Spot spot = host.spot(tried);
        try {
            EscapeHost.Shell shell = new EscapeHost.Shell(spot.outside(), spot.workspace());
            if (shell.run(tried.section("setup")) != 0) {
                return new Outcome(tried, Verdict.NOT_HERE, "its set-up failed", 0);
            }
            Process during = null;
            if (!tried.section("during").isEmpty()) {
                during = shell.start(tried.section("during"));
            }
            EscapePlaces.Place where = place.name().equals("none") ? control(tried) : place;
            boolean proxied = tried.section("network").strip().equals("proxied");
            EscapePlaces.Attempt attempt =
                    new EscapePlaces.Attempt(
                            spot.workspace(),
                            spot.home(),
                            script(tried, spot, proxied && place.proxies()),
                            spot.outside(),
                            proxied ? Confinement.Network.PROXIED : Confinement.Network.CLOSED);
            long began = System.nanoTime();
            EscapePlaces.Ran ran = where.run(attempt);
            long millis = (System.nanoTime() - began) / 1_000_000;
            if (during != null) {
                during.waitFor(5, TimeUnit.SECONDS);
                during.destroyForcibly();
            }
            return judge(tried, spot, ran, millis);
        } finally {
            host.leave(spot);
        }
    }

    private String missing(EscapeCase tried) {
        boolean free = place.name().equals("none");
        for (String need : tried.needs()) {
            if (!host.has(free && need.equals("root") ? "apart" : need)) {
                return need + " is not here";
            }
        }
        EscapeCase.Control control = tried.control();
        if (place.bare() && control.kind() == EscapeCase.Kind.HARM) {
            return control.reason();
        }
        if (free) {
            return switch (control.kind()) {
                case PLAIN, MAYBE -> "";
                case APART -> host.has("apart") ? "" : "no namespaces to try it in";
                case NONE, HARM -> control.reason();
            };
        }
        // Behind somebody else's command its own proxy is used, if there is one.
        boolean proxied = tried.section("network").strip().equals("proxied");
        return proxied && !place.proxies() && !place.bare() ? "no proxy leads out of here" : "";
    }

    private static String script(EscapeCase tried, EscapeHost.Spot spot, boolean proxied) {
        StringBuilder script = new StringBuilder();
        spot.inside()
                .forEach((name, value) ->
                        script.append("export ")
                                .append(name)
                                .append("='")
                                .append(value)
                                .append("'\n"));
        if (proxied) {
            script.append("export PROXY=http://127.0.0.1:3128\n");
        }
        return script.append(tried.section("run")).toString();
    }

    private static Outcome judge(
            EscapeCase tried, EscapeHost.Spot spot, EscapePlaces.Ran ran, long millis)
            throws Exception {
        boolean checked = !tried.section("check").isEmpty();
        boolean marked =
                checked
                        && new EscapeHost.Shell(spot.outside(), spot.workspace())
                                        .run(tried.section("check"))
                                == 0;
        if (!ran.started()) {
            return new Outcome(tried, Verdict.REFUSED, ran.output(), millis);
        }
        if (!tried.attack()) {
            boolean good = ran.exitCode() == 0 && !ran.hung() && (marked || !checked);
            return new Outcome(
                    tried, good ? Verdict.WORKS : Verdict.BROKEN, ran.toString(), millis);
        }
        boolean worked = marked || ran.output().contains(spot.secret());
        if (!checked) {
            worked |= ran.output().lines().anyMatch(line -> line.strip().equals("WORKED"));
        }
        String hangs = tried.section("hangs").strip();
        if (!hangs.isEmpty()) {
            worked |= millis > 1000L * Integer.parseInt(hangs);
        }
        return new Outcome(
                tried, worked ? Verdict.GOT_THROUGH : Verdict.BLOCKED, ran.toString(), millis);
    }

    static void remove(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /// @param arguments the folder of the cases, a folder to work in, a name, and the prefix; the
    ///   names `helper`, `bwrap` and `landlock` without a prefix are the back ends themselves
    public static void main(String[] arguments) throws Exception {
        String name = arguments[2];
        Path scratch = Path.of(arguments[1]).toAbsolutePath();
        Path state = Files.createDirectories(scratch.resolve("state"));
        List<String> prefix = List.of(arguments).subList(3, arguments.length);
        SandboxOptions options =
                new SandboxOptions(
                        state,
                        scratch.resolve("spill"),
                        _ -> java.util.Optional.empty(),
                        SandboxOptions.Choice.AUTO,
                        Map.of());
        EscapePlaces.Place place =
                !prefix.isEmpty()
                        ? EscapePlaces.behind(name, prefix)
                        : switch (name) {
                            case "helper" -> EscapePlaces.helper(state);
                            case "bwrap" -> EscapePlaces.bwrap(options);
                            case "landlock" -> EscapePlaces.landlock(options);
                            case "none" -> EscapePlaces.behind("none", List.of());
                            default -> throw new IllegalArgumentException(name);
                        };
        Map<Verdict, Integer> counts = new TreeMap<>();
        for (Outcome outcome : run(Path.of(arguments[0]), scratch, place)) {
            counts.merge(outcome.verdict(), 1, Integer::sum);
            System.out.println(
                    outcome.tried().id()
                            + "\t"
                            + (outcome.tried().attack() ? "attack" : "works")
                            + "\t"
                            + outcome.verdict()
                            + "\t"
                            + outcome.millis()
                            + "\t"
                            + outcome.tried().title()
                            + "\t"
                            + outcome.detail().replace('\n', ' ').replace('\t', ' '));
        }
        System.err.println(name + " " + counts);
        System.exit(0);
    }
}
