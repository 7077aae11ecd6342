package dev.cordon.cli;

import dev.cordon.sandbox.Overlay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One command whose changes go to a layer: where that is, and what becomes of it afterwards.
///
/// @param what `keep`, `merge` or `drop`
record LayerRun(Host host, String what, String name) {

    /// @param overlay the value of `--overlay`; absent, changes go to the files
    /// @param layer the value of `--layer`; absent, a new one is made
    /// @throws UsageException if they do not go together
    static Optional<LayerRun> of(Host host, Optional<String> overlay, Optional<String> layer) {
        if (overlay.isEmpty()) {
            if (layer.isPresent()) {
                throw new UsageException("--layer goes with --overlay");
            }
            return Optional.empty();
        }
        String what = overlay.get();
        if (!List.of("keep", "merge", "drop").contains(what)) {
            throw new UsageException("--overlay is keep, merge or drop, not \"" + what + "\"");
        }
        return Optional.of(new LayerRun(host, what, layer.orElseGet(Layers::freshName)));
    }

    /// The folder of the layer.
    Path place() {
        return new Layers(host).place(name);
    }

    /// Lists the changes, or merges them if the command succeeded.
    ///
    /// @param code the exit code of the command
    /// @return the exit code of Cordon
    int end(int code) throws IOException {
        Layers layers = new Layers(host);
        Optional<Overlay> found = Overlay.open(layers.place(name));
        if (found.isEmpty()) {
            return code;
        }
        if (what.equals("merge") && code == 0) {
            return Layers.merge(host, found.get(), name) ? code : ExitCode.FAILED.code();
        }
        new LayerText(found.get())
                .changes()
                .forEach(change -> host.say(Printable.text(change.line())));
        if (what.equals("drop")) {
            layers.drop(name);
        } else {
            host.say("kept in the layer " + name + ": cordon overlay show, merge or drop " + name);
        }
        return code;
    }
}
