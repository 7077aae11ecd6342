package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A boundary whose commands are kept to their limits all processes together.
final class WatchedBoundary implements Boundary {
    private final Boundary inner;
    private final TreeWatch watch = new TreeWatch();

    WatchedBoundary(Boundary inner) {
        this.inner = inner;
    }

    @Override
    public Sandbox.Backend describe() {
        return inner.describe();
    }

    @Override
    public boolean layers() {
        return inner.layers();
    }

    @Override
    public Running start(Launch launch, Sink sink) throws InterruptedException {
        Entry entry = new Entry(launch.confinement().limits(), sink);
        Running running = inner.start(launch, entry);
        entry.running = running;
        watch.add(entry);
        if (entry.over.get()) {
            watch.forget(entry);
        }
        return running;
    }

    @Override
    public void close() {
        watch.close();
        inner.close();
    }

    private final class Entry implements Sink, TreeWatch.Watched {
        private final Confinement.Limits limits;
        private final Sink sink;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile @Nullable Running running;

        Entry(Confinement.Limits limits, Sink sink) {
            this.limits = limits;
            this.sink = sink;
        }

        @Override
        public OptionalLong root(ProcessSnapshot now) {
            Running of = running;
            return of == null ? OptionalLong.empty() : of.root(now);
        }

        @Override
        public Confinement.Limits limits() {
            return limits;
        }

        @Override
        public void exceeded(String why) {
            Running of = running;
            if (of != null && !over.get()) {
                sink.note(why);
                of.kill();
            }
        }

        @Override
        public void output(byte[] buffer, int offset, int length) {
            sink.output(buffer, offset, length);
        }

        @Override
        public void error(byte[] buffer, int offset, int length) {
            sink.error(buffer, offset, length);
        }

        @Override
        public void note(String sentence) {
            sink.note(sentence);
        }

        @Override
        public void ended(int exitCode, String refusal) {
            over.set(true);
            watch.forget(this);
            sink.ended(exitCode, refusal);
        }
    }
}
