package dev.cordon.cli.warm;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The calls of the C library that have no Java API: descriptors that come over a socket, and who
/// is at its other end. Numbers are those of Linux, the same on x86_64 and aarch64.
final class Libc {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_PEERCRED = 17;
    private static final int SO_PEERPIDFD = 77;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;
    private static final int UNIX_PATH_BYTES = 108;

    private static final MethodHandle SOCKET = handle("socket", INT, INT, INT);
    private static final MethodHandle BIND = handle("bind", INT, POINTER, INT);
    private static final MethodHandle LISTEN = handle("listen", INT, INT);
    private static final MethodHandle ACCEPT = handle("accept4", INT, POINTER, POINTER, INT);
    private static final MethodHandle GET_OPTION =
            handle("getsockopt", INT, INT, INT, POINTER, POINTER);
    private static final MethodHandle SET_OPTION =
            handle("setsockopt", INT, INT, INT, POINTER, INT);
    private static final MethodHandle RECEIVE = handleOfLong("recvmsg", INT, POINTER, INT);
    private static final MethodHandle SEND = handleOfLong("send", INT, POINTER, LONG, INT);
    private static final MethodHandle READ = handleOfLong("read", INT, POINTER, LONG);
    private static final MethodHandle WRITE = handleOfLong("write", INT, POINTER, LONG);
    private static final MethodHandle POLL = handle("poll", POINTER, LONG, INT);
    private static final MethodHandle SHUTDOWN = handle("shutdown", INT, INT);
    private static final MethodHandle CLOSE = handle("close", INT);

    private Libc() {}

    @SuppressWarnings("restricted") // system calls are what this class is for
    private static MethodHandle handle(FunctionDescriptor shape, String name) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                shape,
                Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle handle(String name, MemoryLayout... arguments) {
        return handle(FunctionDescriptor.of(INT, arguments), name);
    }

    private static MethodHandle handleOfLong(String name, MemoryLayout... arguments) {
        return handle(FunctionDescriptor.of(LONG, arguments), name);
    }

    /// Who is at the other end of a socket.
    ///
    /// @param pid in this process's pid namespace
    /// @param pidFd stays the same process as long as it is open, whatever becomes of the number
    record Peer(int pid, int uid, int pidFd) {}

    /// What came over a socket.
    ///
    /// @param bytes none if the stream ended
    record Received(ByteBuffer bytes, List<Integer> descriptors) {
        Received {
            descriptors = List.copyOf(descriptors);
        }
    }

    /// A socket bound to a path and not yet listening.
    static int bound(String path) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length >= UNIX_PATH_BYTES) {
            throw new IOException("the path of a socket has at most 107 bytes: " + path);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int fd =
                    checked(
                            "socket",
                            state,
                            (int) SOCKET.invokeExact(state, AF_UNIX, SOCK_STREAM | CLOEXEC, 0));
            MemorySegment address = arena.allocate(2 + UNIX_PATH_BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
            checked(
                    "bind " + path,
                    state,
                    (int) BIND.invokeExact(state, fd, address, (int) address.byteSize()));
            return fd;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static void listen(int fd) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            checked("listen", state, (int) LISTEN.invokeExact(state, fd, 64));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Waits for a connection.
    static int accept(int fd) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            while (true) {
                int got =
                        (int)
                                ACCEPT.invokeExact(
                                        state, fd, MemorySegment.NULL, MemorySegment.NULL, CLOEXEC);
                if (got >= 0 || (int) ERRNO.get(state, 0L) != EINTR) {
                    return checked("accept", state, got);
                }
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Reading a socket fails with an error after this long without a byte; 0 is never.
    static void readLimit(int fd, int seconds) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment time = arena.allocate(16, 8);
            time.set(LONG, 0, seconds);
            checked(
                    "setsockopt",
                    state,
                    (int) SET_OPTION.invokeExact(state, fd, SOL_SOCKET, SO_RCVTIMEO, time, 16));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Who connected.
    ///
    /// @throws IOException also on a kernel before Linux 6.5, which cannot name a process for sure
    static Peer peer(int fd) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment credentials = option(arena, fd, SO_PEERCRED, 12);
            MemorySegment pidFd = option(arena, fd, SO_PEERPIDFD, 4);
            return new Peer(credentials.get(INT, 0), credentials.get(INT, 4), pidFd.get(INT, 0));
        }
    }

    private static MemorySegment option(Arena arena, int fd, int name, int bytes)
            throws IOException {
        try {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment value = arena.allocate(bytes, 8);
            MemorySegment length = arena.allocateFrom(INT, bytes);
            checked(
                    "getsockopt " + name,
                    state,
                    (int) GET_OPTION.invokeExact(state, fd, SOL_SOCKET, name, value, length));
            return value;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Waits until something can be read, or the end.
    static boolean readable(int fd, int millis) throws IOException {
        return ready(fd, POLLIN, millis);
    }

    /// Whether a process has not ended.
    static boolean alive(Peer peer) throws IOException {
        return !ready(peer.pidFd(), POLLIN, 0);
    }

    /// One message of at most `length` bytes with the descriptors that come with it.
    static Received receive(int fd, int length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment data = arena.allocate(length);
            MemorySegment part = arena.allocate(16, 8);
            part.set(POINTER, 0, data);
            part.set(LONG, 8, length);
            int room = 256;
            MemorySegment control = arena.allocate(room, 8);
            MemorySegment message = arena.allocate(56, 8);
            message.set(POINTER, 16, part);
            message.set(LONG, 24, 1);
            message.set(POINTER, 32, control);
            message.set(LONG, 40, room);
            long n;
            do {
                n = (long) RECEIVE.invokeExact(state, fd, message, MSG_CMSG_CLOEXEC);
            } while (n < 0 && (int) ERRNO.get(state, 0L) == EINTR);
            checked("recvmsg", state, (int) n);
            return new Received(
                    ByteBuffer.wrap(data.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE)),
                    descriptors(control, message.get(LONG, 40)));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    // A control message: u64 length with this head of 16 bytes, u32 level, u32 type, data.
    private static List<Integer> descriptors(MemorySegment control, long length) {
        List<Integer> all = new ArrayList<>();
        if (length >= 16
                && control.get(INT, 8) == SOL_SOCKET
                && control.get(INT, 12) == SCM_RIGHTS) {
            for (long at = 16; at + 4 <= control.get(LONG, 0); at += 4) {
                all.add(control.get(INT, at));
            }
        }
        return all;
    }

    /// @return how many bytes came; -1 at the end
    static int read(int fd, byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment data = arena.allocate(length);
            while (true) {
                long n = (long) READ.invokeExact(state, fd, data, (long) length);
                if (n < 0 && again(state, fd, POLLIN)) {
                    continue;
                }
                checked("read", state, (int) n);
                MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, into, offset, (int) n);
                return n == 0 ? -1 : (int) n;
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Writes all of it.
    static void write(int fd, byte[] bytes, int offset, int length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment data = arena.allocate(Math.max(1, length));
            MemorySegment.copy(bytes, offset, data, ValueLayout.JAVA_BYTE, 0, length);
            for (long done = 0; done < length; ) {
                long n = (long) WRITE.invokeExact(state, fd, data.asSlice(done), length - done);
                if (n >= 0) {
                    done += n;
                } else if (!again(state, fd, POLLOUT)) {
                    checked("write", state, -1);
                }
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Sends a few bytes over a socket.
    static void send(int fd, byte... bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment data = arena.allocate(bytes.length);
            MemorySegment.copy(bytes, 0, data, ValueLayout.JAVA_BYTE, 0, bytes.length);
            long n = (long) SEND.invokeExact(state, fd, data, (long) bytes.length, MSG_NOSIGNAL);
            checked("send", state, (int) n);
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /// Ends a connection in both directions; whoever waits for a byte of it gets the end.
    static void shutdown(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) SHUTDOWN.invokeExact(arena.allocate(STATE), fd, 2);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static void close(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) CLOSE.invokeExact(arena.allocate(STATE), fd);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    // The caller may have made its descriptors non-blocking, and they are shared with us.
    private static boolean again(MemorySegment state, int fd, short what) throws IOException {
        int error = (int) ERRNO.get(state, 0L);
        if (error == EAGAIN) {
            ready(fd, what, -1);
        }
        return error == EAGAIN || error == EINTR;
    }

    private static boolean ready(int fd, short what, int millis) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment entry = arena.allocate(8, 4);
            entry.set(INT, 0, fd);
            entry.set(ValueLayout.JAVA_SHORT, 4, what);
            int n;
            do {
                n = (int) POLL.invokeExact(state, entry, 1L, millis);
            } while (n < 0 && (int) ERRNO.get(state, 0L) == EINTR);
            return checked("poll", state, n) > 0;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    private static int checked(String call, MemorySegment state, int result) throws IOException {
        if (result < 0) {
            throw new IOException(call + " failed with error " + (int) ERRNO.get(state, 0L));
        }
        return result;
    }

    private static IllegalStateException impossible(Throwable e) {
        return new IllegalStateException("a call of the C library could not be made", e);
    }
}
