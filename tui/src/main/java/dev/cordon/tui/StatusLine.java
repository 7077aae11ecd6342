package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The last row: what the session is, what it costs, what it may do.
final class StatusLine {
    private StatusLine() {}

    /// What the session itself does not know.
    ///
    /// @param degraded what the boundary lacks; empty if it is whole
    record Surroundings(Optional<String> branch, Optional<String> degraded, boolean opening) {}

    static Line row(SessionState state, Surroundings around, String hint, int columns) {
        List<Span> parts = new ArrayList<>();
        if (around.opening()) {
            add(parts, "starting", Role.DIM);
        }
        add(parts, state.model(), Role.TEXT);
        state.contextLeftPercent()
                .ifPresent(
                        left -> add(parts, left + " % left", left < 15 ? Role.WARNING : Role.DIM));
        state.microDollars().ifPresent(spent -> add(parts, money(spent), Role.DIM));
        around.branch().ifPresent(branch -> add(parts, branch, Role.DIM));
        sandbox(state, around, parts);
        if (!state.processes().isEmpty()) {
            add(parts, state.processes().size() + " running (/ps)", Role.DIM);
        }
        Line right = Rows.line(hint, Role.DIM);
        int room = hint.isEmpty() ? columns : Math.max(1, columns - Rows.width(right) - 1);
        return Rows.spread(Wrap.cut(new Line(parts), room), right, columns);
    }

    private static void sandbox(SessionState state, Surroundings around, List<Span> parts) {
        boolean open = state.sandboxMode().equals("danger-full-access");
        add(parts, state.sandboxMode(), open ? Role.ERROR : Role.DIM);
        around.degraded().ifPresent(lack -> add(parts, lack, Role.ERROR));
        if (!state.approvalPolicy().isEmpty()) {
            add(parts, "ask " + state.approvalPolicy(), Role.DIM);
        }
        if (!state.network().isEmpty() && !open) {
            add(parts, "network " + state.network(), Role.DIM);
        }
    }

    private static void add(List<Span> parts, String text, Role role) {
        if (text.isEmpty()) {
            return;
        }
        if (!parts.isEmpty()) {
            parts.add(new Span(" · ", Role.DIM));
        }
        parts.add(Rows.span(text, role));
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
