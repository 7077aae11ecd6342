package dev.cordon.tui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The last row: what the session is, what it costs, what it may do. A row that is too narrow says
/// things shorter, then leaves out what matters least; the boundary stays longest.
final class StatusLine {
    private static final int MAX_BRANCH_CELLS = 14;
    private static final int SCARCE_PERCENT = 15;

    private StatusLine() {}

    /// What the session itself does not know.
    ///
    /// @param around the branch, and what the boundary lacks
    record Surroundings(Around.Seen around, boolean opening) {}

    /// A piece of the row.
    ///
    /// @param shorter the same in fewer cells
    /// @param worth pieces of less worth are shortened and left out first
    private record Part(String text, String shorter, Role role, int worth) {
        Part shortened() {
            return new Part(shorter, shorter, role, worth);
        }
    }

    static Line row(SessionState state, Surroundings surroundings, String hint, int columns) {
        if (hint.isEmpty()) {
            return Wrap.cut(fitted(state, surroundings, columns), columns);
        }
        Line right = Wrap.cut(Rows.line(hint, Role.DIM), columns);
        int room = Math.max(1, columns - Rows.width(right) - 2);
        return Rows.spread(Wrap.cut(fitted(state, surroundings, room), room), right, columns);
    }

    private static Line fitted(SessionState state, Surroundings surroundings, int room) {
        List<Part> parts = parts(state, surroundings);
        parts.removeIf(part -> part.text().isEmpty());
        return line(fitted(parts, room));
    }

    private static List<Part> parts(SessionState state, Surroundings surroundings) {
        List<Part> parts = new ArrayList<>();
        boolean open = state.sandboxMode().equals("danger-full-access");
        if (surroundings.opening()) {
            parts.add(new Part("starting", "starting", Role.DIM, 1));
        }
        String model = Visible.line(state.model());
        parts.add(new Part(model, model, Role.TEXT, 8));
        state.contextLeftPercent().ifPresent(left -> parts.add(left(left)));
        state.microDollars()
                .map(StatusLine::money)
                .ifPresent(spent -> parts.add(new Part(spent, spent, Role.DIM, 3)));
        surroundings.around().branch().map(Visible::line).ifPresent(b -> parts.add(branch(b)));
        String mode = state.sandboxMode();
        parts.add(
                open
                        ? new Part(mode, "no sandbox", Role.ERROR, 9)
                        : new Part(mode, mode.replace("-write", ""), Role.DIM, 9));
        if (!open) {
            surroundings
                    .around()
                    .degraded()
                    .map(Visible::line)
                    .ifPresent(lack -> parts.add(new Part("▲ " + lack, "▲ weak", Role.ERROR, 10)));
        }
        String asks = state.approvalPolicy();
        parts.add(new Part(asks.isEmpty() ? "" : "ask " + asks, asks, Role.DIM, 6));
        String network = open ? "" : state.network();
        parts.add(
                new Part(
                        network.isEmpty() ? "" : "network " + network,
                        "net " + network,
                        Role.DIM,
                        7));
        int running = state.processes().size();
        if (running > 0) {
            parts.add(new Part(running + " running (/ps)", running + " running", Role.DIM, 2));
        }
        return parts;
    }

    private static Part left(int percent) {
        Role role = percent < SCARCE_PERCENT ? Role.WARNING : Role.DIM;
        return new Part(percent + " % left", percent + " %", role, 5);
    }

    private static Part branch(String name) {
        boolean longer = CellWidth.of(name) > MAX_BRANCH_CELLS;
        String cut =
                longer
                        ? name.substring(0, CellWidth.fit(name, 0, MAX_BRANCH_CELLS - 1)) + "…"
                        : name;
        return new Part(name, cut, Role.DIM, 4);
    }

    /// The parts in their order, as many and as long as the room allows.
    private static List<Part> fitted(List<Part> parts, int room) {
        List<Part> left = new ArrayList<>(parts);
        List<Part> byWorth = new ArrayList<>(parts);
        byWorth.sort(Comparator.comparingInt(Part::worth));
        for (Part part : byWorth) {
            if (Rows.width(line(left)) > room) {
                left.replaceAll(p -> p.equals(part) ? p.shortened() : p);
            }
        }
        for (Part part : byWorth) {
            if (Rows.width(line(left)) > room && left.size() > 1) {
                left.removeIf(p -> p.worth() == part.worth());
            }
        }
        return left.isEmpty() ? parts.subList(0, Math.min(1, parts.size())) : left;
    }

    private static Line line(List<Part> parts) {
        List<Span> spans = new ArrayList<>();
        for (Part part : parts) {
            if (!spans.isEmpty()) {
                spans.add(new Span(" · ", Role.DIM));
            }
            spans.add(new Span(part.text(), part.role()));
        }
        return new Line(spans);
    }

    /// For example `$0.42`; more digits below a cent.
    static String money(long microDollars) {
        long cents = microDollars / 10_000;
        if (cents == 0 && microDollars > 0) {
            return "$0.00" + microDollars / 1000;
        }
        long rest = cents % 100;
        return "$" + cents / 100 + "." + (rest < 10 ? "0" : "") + rest;
    }
}
