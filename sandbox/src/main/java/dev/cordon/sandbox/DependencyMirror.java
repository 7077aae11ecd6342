package dev.cordon.sandbox;

import java.io.IOException;
import java.util.Optional;

interface DependencyMirror {
    void serve(Wire wire, Optional<Integer> process) throws IOException, InterruptedException;
}
