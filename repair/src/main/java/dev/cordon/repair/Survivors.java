package dev.cordon.repair;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chooses among patches that all pass all tests, and tells how they differ on made-up inputs.
final class Survivors {
    private static final int INPUTS = 400;
    private static final int MAX_COMPARED = 24;

    private final Host host;
    private final Map<Path, List<MethodSpan>> spans;
    private final Donors constants;
    private final long seed;

    Survivors(Host host, Map<Path, List<MethodSpan>> spans, Donors constants, long seed) {
        this.host = host;
        this.spans = spans;
        this.constants = constants;
        this.seed = seed;
    }

    /// A patch with what was seen of it.
    ///
    /// @param remark how it differs from the chosen one, or that no difference was seen
    record Ranked(Batch.Ready ready, String remark) {}

    /// Best first.
    ///
    /// Patches that do the same on all made-up inputs form a group, and the chosen patch comes from
    /// the group whose members weigh most together: ways to write the right repair are many, while
    /// each accident passes the tests in its own manner.
    List<Ranked> rank(List<Batch.Ready> found) {
        List<Batch.Ready> distinct = distinct(found);
        List<List<String>> seen = observe(distinct);
        Map<List<String>, Double> weights = new LinkedHashMap<>();
        for (int i = 0; i < distinct.size(); i++) {
            weights.merge(seen.get(i), weight(distinct.get(i)), Double::sum);
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < distinct.size(); i++) {
            order.add(i);
        }
        boolean told = seen.stream().anyMatch(s -> !s.isEmpty());
        Comparator<Integer> byGroup =
                Comparator.comparingDouble(
                        (Integer i) -> told ? -weights.getOrDefault(seen.get(i), 0.0) : 0);
        Comparator<Integer> bySize =
                Comparator.comparingDouble((Integer i) -> -handy(distinct.get(i).candidate()));
        order.sort(
                byGroup.thenComparing(bySize)
                        .thenComparing(i -> distinct.get(i).candidate(), Candidate.ORDER));
        List<Ranked> ranked = new ArrayList<>();
        List<String> chosen = seen.get(order.getFirst());
        for (int i : order) {
            ranked.add(new Ranked(distinct.get(i), remark(chosen, seen.get(i))));
        }
        return ranked;
    }

    /// The score, less for long changes: of patches that do the same a person takes the short one.
    private static double handy(Candidate candidate) {
        return candidate.score() / (1 + candidate.size() / 30.0);
    }

    private static double weight(Batch.Ready ready) {
        return ready.candidate().score();
    }

    private static List<Batch.Ready> distinct(List<Batch.Ready> found) {
        List<Batch.Ready> distinct = new ArrayList<>();
        for (Batch.Ready ready : found) {
            boolean known = distinct.stream().anyMatch(d -> same(d.classes(), ready.classes()));
            if (!known && distinct.size() < MAX_COMPARED) {
                distinct.add(ready);
            }
        }
        return distinct;
    }

    private static boolean same(Map<String, byte[]> one, Map<String, byte[]> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(e ->
                                Arrays.equals(
                                        e.getValue(), other.getOrDefault(e.getKey(), new byte[0])));
    }

    private List<List<String>> observe(List<Batch.Ready> ready) {
        Map<MethodSpan, Boolean> methods = new LinkedHashMap<>();
        for (Batch.Ready one : ready) {
            for (Candidate.Place place : one.candidate().places()) {
                for (Edit edit : place.edits()) {
                    MethodSpan.around(spans.getOrDefault(place.path(), List.of()), edit)
                            .ifPresent(span -> methods.put(span, true));
                }
            }
        }
        List<List<String>> seen = new ArrayList<>();
        ready.forEach(_ -> seen.add(new ArrayList<>()));
        if (ready.size() < 2) {
            return seen;
        }
        List<Map<String, byte[]>> overlays = ready.stream().map(Batch.Ready::classes).toList();
        for (MethodSpan method : methods.keySet()) {
            List<List<String>> here =
                    host.compare(
                            new HostWire.Compare(
                                    overlays,
                                    method.owner(),
                                    method.name(),
                                    method.descriptor(),
                                    seed,
                                    INPUTS,
                                    List.copyOf(constants.numbers()),
                                    constants.plainWords()));
            for (int i = 0; i < here.size(); i++) {
                seen.get(i).addAll(here.get(i));
            }
        }
        return seen;
    }

    private static String remark(List<String> chosen, List<String> other) {
        if (chosen.isEmpty() || chosen.size() != other.size()) {
            return "not compared on made-up inputs";
        }
        Optional<String> difference = Optional.empty();
        int count = 0;
        for (int i = 0; i < chosen.size(); i++) {
            if (!chosen.get(i).equals(other.get(i))) {
                count++;
                if (difference.isEmpty()
                        || difference.get().length()
                                > chosen.get(i).length() + other.get(i).length()) {
                    difference =
                            Optional.of(
                                    "the chosen patch "
                                            + chosen.get(i)
                                            + ", this one "
                                            + other.get(i)
                                                    .substring(other.get(i).indexOf(" -> ") + 4));
                }
            }
        }
        if (difference.isEmpty()) {
            return "does the same on all " + chosen.size() + " made-up inputs";
        }
        return "differs on %d of %d made-up inputs, for example: %s"
                .formatted(count, chosen.size(), difference.get());
    }
}
