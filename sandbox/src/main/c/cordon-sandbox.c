// Runs commands in a sandbox of Linux namespaces.
//
//   caller --frames on pipes--> host part --clone--> zygote (pid 1 inside) --clone--> stub --fork--> command
//
// The host part stays outside, owns the pipes of the commands and relays accepted connections. The
// zygote holds one prepared set of namespaces; for each command it makes a stub, which is pid 1 of a
// pid namespace of its own, mounts /proc, gives up everything and starts the command. When a stub
// ends, the kernel kills what is left in its pid namespace; when the host part ends, everything.
//
// A frame is: u32 length of what follows, u8 type, u32 command, payload; big endian.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#if defined(__x86_64__)
#define N(x86, arm) (x86)
#define ARCH 0xC000003Eu
#elif defined(__aarch64__)
#define N(x86, arm) (arm)
#define ARCH 0xC00000B7u
#else
#error "only x86_64 and aarch64 have a table of system calls"
#endif
// Numbers of calls that old C libraries have no name for; the same on both machines.
enum {
    SYS_OPEN_TREE = 428, SYS_MOVE_MOUNT = 429, SYS_PIDFD_OPEN = 434, SYS_CLOSE_RANGE = 436,
    SYS_OPENAT2 = 437, SYS_MOUNT_SETATTR = 442, SYS_LANDLOCK_CREATE = 444, SYS_LANDLOCK_ADD = 445,
    SYS_LANDLOCK_RESTRICT = 446, HIGHEST_KNOWN_CALL = 466,
};
enum { ATTR_RDONLY = 1, ATTR_NOSUID = 2, ATTR_NODEV = 4, ATTR_NOEXEC = 8 };
enum { RECURSIVE = 0x8000, OPEN_TREE_CLONE_FLAG = 1, MOVE_EMPTY_PATHS = 0x04 | 0x40 };
enum { NO_SYMLINKS = 0x04, IN_ROOT = 0x10 };

// Frames from the caller, then frames to the caller.
enum { PLAN = 1, START = 2, STDIN = 3, STDIN_END = 4, RESIZE = 5, INTERRUPT = 6, KILL = 7 };
enum { READY = 16, STDOUT = 17, STDERR = 18, EXITED = 19, REFUSED = 20, TAKEN = 21 };

enum { MAX_ENTRIES = 4096, MAX_COMMANDS = 256, MAX_RELAYS = 256, MAX_FRAME = 8 << 20, CHUNK = 65536 };
enum { MAX_WRITABLE = 512, MAX_LISTENERS = 8 };

static char *plan;
static size_t planBytes;
static int control = -1;            // the socket between host part and zygote
static long jvm;
static const char *relaySocket;
static bool allowUnix, allowPtrace;
static const char *writable[MAX_WRITABLE];
static int writables;
static const char *startDirectory = "/";
static struct { int resource; rlim_t value; } limits[16];
static int limitCount;
static int landlock = -1, landlockAbi;
static struct sock_filter commandFilter[512], zygoteFilter[512];
static unsigned short commandFilterLength, zygoteFilterLength;
static const char *procMasks[40];
static bool procWorks;

// ---- failing ---------------------------------------------------------------------------------

static void sendAll(int fd, const void *data, size_t length) {
    const char *at = data;
    while (length > 0) {
        ssize_t n = write(fd, at, length);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) _exit(125);
        at += n;
        length -= (size_t)n;
    }
}

static void frame(int type, uint32_t command, const void *payload, size_t length) {
    unsigned char head[9];
    uint32_t rest = htonl((uint32_t)length + 5), id = htonl(command);
    memcpy(head, &rest, 4);
    head[4] = (unsigned char)type;
    memcpy(head + 5, &id, 4);
    sendAll(1, head, sizeof head);
    sendAll(1, payload, length);
}

// Tells why nothing runs and ends this process: in the host part to the caller, inside to the host part.
static void __attribute__((noreturn, format(printf, 1, 2))) die(const char *format, ...) {
    int error = errno;
    char text[1024];
    text[0] = 'E';
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text + 1, sizeof text - 200, format, arguments);
    va_end(arguments);
    if (n < 0) n = 0;
    if (n > (int)sizeof text - 202) n = (int)sizeof text - 202;
    n += 1 + snprintf(text + 1 + n, 190, ": %s", error == 0 ? "bad plan" : strerror(error));
    if (control >= 0) {
        if (send(control, text, (size_t)n, MSG_NOSIGNAL) < 0) _exit(125);
    } else {
        frame(REFUSED, 0, text + 1, (size_t)n - 1);
    }
    _exit(125);
}

// ---- the system call filter ------------------------------------------------------------------

enum { ALLOW = 0x7fff0000, FAIL = 0x50000 };
static struct sock_filter *filterEnd;

static void emit(unsigned code, unsigned k, unsigned yes, unsigned no) {
    *filterEnd++ = (struct sock_filter){(unsigned short)code, (unsigned char)yes, (unsigned char)no, k};
}
static void load(unsigned offset) { emit(0x20, offset, 0, 0); }
static void loadArgument(unsigned index) { load(16 + 8 * index); }
static void equal(unsigned k, unsigned yes, unsigned no) { emit(0x15, k, yes, no); }
static void give(unsigned value) { emit(0x06, value, 0, 0); }
static void deny(int number, int error) {
    if (number < 0) return;
    equal((unsigned)number, 0, 1);
    give(FAIL | (unsigned)error);
}

static const short denied[] = {
    // namespaces, mounts, file handles
    N(272, 97), N(308, 268), N(166, 39), N(155, 41), N(161, 51), 430, 431, 432, 433, 429, 428, 442,
    N(303, 264), N(304, 265),
    // other processes' memory and descriptors
    N(310, 270), N(311, 271), N(312, 272), 438, N(279, 239),
    // programs in the kernel, io_uring, which this filter cannot see into
    N(321, 280), N(298, 241), N(323, 282), N(300, 262), N(301, 263), 425, 426, 427,
    // keyrings, modules, kexec, power
    N(248, 217), N(249, 218), N(250, 219), N(175, 105), N(313, 273), N(176, 106), N(246, 104),
    N(320, 294), N(169, 142),
    // the state of the machine
    N(167, 224), N(168, 225), N(163, 89), N(179, 60), 443, N(164, 170), N(227, 112), N(305, 266), N(159, 171),
    N(170, 161), N(171, 162), N(103, 116), N(153, 58), N(212, 18), N(172, -1), N(173, -1), N(154, -1), N(134, -1),
    // memory that nobody can inspect
    447,
};

// The zygote's own filter differs in what it needs to start a stub: clone with new pid and mount
// namespaces, and mount. A stub puts the command's filter above it before the command starts.
static unsigned short buildFilter(struct sock_filter *program, bool zygote) {
    filterEnd = program;
    load(4);
    equal(ARCH, 1, 0);
    give(0x80000000);
    load(0);
#if defined(__x86_64__)
    emit(0x35, 0x40000000, 0, 1);
    give(FAIL | ENOSYS);
#endif
    emit(0x25, HIGHEST_KNOWN_CALL, 0, 1);
    give(FAIL | ENOSYS);
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++) deny(denied[i], EPERM);
    if (!zygote) deny(N(165, 40), EPERM);
    if (!allowPtrace) deny(N(101, 117), EPERM);
    deny(435, ENOSYS);
    equal(N(56, 220), 0, 4);
    loadArgument(0);
    emit(0x45, zygote ? 0x7E020080u & ~0x20020000u : 0x7E020080u, 0, 1);
    give(FAIL | EPERM);
    give(ALLOW);
    equal(N(16, 29), 0, 5);
    loadArgument(1);
    equal(0x5412, 1, 0);
    equal(0x541C, 0, 1);
    give(FAIL | EPERM);
    give(ALLOW);
    equal(N(135, 92), 0, 5);
    loadArgument(0);
    equal(0, 2, 0);
    equal(0xffffffff, 1, 0);
    give(FAIL | EPERM);
    give(ALLOW);
    equal(N(53, 199), 0, 4);
    loadArgument(0);
    equal(AF_UNIX, 1, 0);
    give(FAIL | EAFNOSUPPORT);
    give(ALLOW);
    equal(N(41, 198), 0, 19);
    loadArgument(0);
    equal(AF_UNIX, 0, 1);
    give(allowUnix ? ALLOW : FAIL | EPERM);
    equal(16, 0, 4);                    // netlink: only routes, which network APIs ask for
    loadArgument(2);
    equal(0, 1, 0);
    give(FAIL | EPERM);
    give(ALLOW);
    equal(AF_INET, 1, 0);
    equal(AF_INET6, 0, 8);
    loadArgument(1);
    emit(0x54, 0xf, 0, 0);
    equal(SOCK_STREAM, 1, 0);
    equal(SOCK_DGRAM, 0, 4);
    loadArgument(2);
    equal(0, 3, 0);
    equal(IPPROTO_TCP, 2, 0);
    equal(IPPROTO_UDP, 1, 0);
    give(FAIL | EPERM);
    give(ALLOW);
    return (unsigned short)(filterEnd - program);
}

static void installFilter(struct sock_filter *program, unsigned short length) {
    struct sock_fprog filter = {length, program};
    if (syscall(N(317, 277), 1, 0, &filter) != 0) die("installing the system call filter");
}

// ---- the tree of mounts ----------------------------------------------------------------------

struct how { uint64_t flags, mode, resolve; };
struct attributes { uint64_t set, clear, propagation, userns; };

static int openBelow(int root, const char *path, int flags) {
    struct how how = {(uint64_t)(flags | O_PATH | O_NOFOLLOW | O_CLOEXEC), 0, NO_SYMLINKS | IN_ROOT};
    return (int)syscall(SYS_OPENAT2, root, path, &how, sizeof how);
}

static int hostRoot = -1, newRoot = -1;

// Opens the place at `path` in the new tree, made as a folder or empty file where there is none.
static int place(const char *path, bool folder) {
    int fd = openBelow(newRoot, path, 0);
    if (fd >= 0 || errno != ENOENT) {
        if (fd < 0) die("opening %s, which must not be reached through a link", path);
        return fd;
    }
    char part[4096];
    size_t length = strlen(path);
    if (length >= sizeof part) { errno = ENAMETOOLONG; die("opening %.80s...", path); }
    for (size_t i = 1; i <= length; i++) {
        if (path[i] != '/' && path[i] != 0) continue;
        memcpy(part, path, i);
        part[i] = 0;
        char *name = strrchr(part, '/');
        *name = 0;
        int parent = openBelow(newRoot, part[0] == 0 ? "/" : part, O_DIRECTORY);
        if (parent < 0) die("opening the folder above %s", path);
        bool last = path[i] == 0;
        int made = !last || folder ? mkdirat(parent, name + 1, 0755) : mknodat(parent, name + 1, S_IFREG | 0444, 0);
        if (made != 0 && errno != EEXIST) die("making a place for %s", path);
        close(parent);
    }
    fd = openBelow(newRoot, path, 0);
    if (fd < 0) die("opening %s", path);
    return fd;
}

// Attaches a copy of what `source` names in the tree below `root` at `path` of the new tree.
static bool attach(int root, const char *source, const char *path, unsigned attributes, bool optional) {
    int from = openBelow(root, source, 0);
    if (from < 0 && optional && (errno == ENOENT || errno == EACCES || errno == ELOOP)) return false;
    struct stat info;
    if (from < 0 || fstat(from, &info) != 0) die("opening %s", source);
    if (S_ISLNK(info.st_mode)) { errno = ELOOP; die("%s is a symbolic link", source); }
    int tree = (int)syscall(SYS_OPEN_TREE, from, "", OPEN_TREE_CLONE_FLAG | O_CLOEXEC | AT_EMPTY_PATH | RECURSIVE);
    if (tree < 0) die("copying the mount of %s", source);
    struct attributes set = {attributes, 0, 0, 0};
    if (syscall(SYS_MOUNT_SETATTR, tree, "", AT_EMPTY_PATH | RECURSIVE, &set, sizeof set) != 0)
        die("setting mount flags of %s", source);
    if (strcmp(path, "/") == 0) {
        if (syscall(SYS_MOVE_MOUNT, tree, "", AT_FDCWD, "/newroot", 0x04) != 0) die("attaching /");
        newRoot = open("/newroot", O_PATH | O_DIRECTORY | O_CLOEXEC);
    } else {
        int to = place(path, S_ISDIR(info.st_mode));
        if (syscall(SYS_MOVE_MOUNT, tree, "", to, "", MOVE_EMPTY_PATHS) != 0) die("attaching %s", path);
        close(to);
    }
    close(from);
    close(tree);
    return true;
}

static void newTree(const char *type, const char *path, unsigned long flags, const char *options) {
    char target[4200];
    close(place(path, true));
    snprintf(target, sizeof target, "/newroot%s", path);
    if (mount(type, target, type, flags, options) != 0) die("mounting a new %s on %s", type, path);
}

static void makeReadOnly(const char *path) {
    struct attributes set = {ATTR_RDONLY, 0, 0, 0};
    if (syscall(SYS_MOUNT_SETATTR, AT_FDCWD, path, 0, &set, sizeof set) != 0) die("making %s read-only", path);
}

static void mask(const char *path) {
    int fd = openBelow(newRoot, path, 0);
    struct stat info;
    if (fd < 0 && (errno == ENOENT || errno == EACCES || errno == ENOTDIR)) return;
    if (fd < 0 || fstat(fd, &info) != 0) die("hiding %s", path);
    if (S_ISLNK(info.st_mode)) { errno = ELOOP; die("hiding %s, a symbolic link", path); }
    close(fd);
    attach(newRoot, S_ISDIR(info.st_mode) ? "/dev/.hidden/folder" : "/dev/.hidden/file", path,
           ATTR_RDONLY | ATTR_NOSUID | ATTR_NODEV | ATTR_NOEXEC, false);
}

static void makeDevices(void) {
    static const char *const nodes[] = {"null", "zero", "full", "random", "urandom", "tty"};
    static const char *const links[][2] = {{"pts/ptmx", "ptmx"}, {"/proc/self/fd", "fd"}, {"/proc/self/fd/0", "stdin"},
                                           {"/proc/self/fd/1", "stdout"}, {"/proc/self/fd/2", "stderr"}};
    newTree("tmpfs", "/dev", MS_NOSUID | MS_NOEXEC, "mode=755,size=64k");
    int dev = openBelow(newRoot, "/dev", O_DIRECTORY);
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        char path[32];
        snprintf(path, sizeof path, "/dev/%s", nodes[i]);
        attach(hostRoot, path, path, ATTR_NOSUID | ATTR_NOEXEC, strcmp(nodes[i], "tty") == 0);
    }
    newTree("devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=620");
    newTree("tmpfs", "/dev/shm", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=1777,size=512m");
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        if (symlinkat(links[i][0], dev, links[i][1]) != 0) die("making /dev/%s", links[i][1]);
    if (mkdirat(dev, ".hidden", 0755) != 0 || mkdirat(dev, ".hidden/folder", 0) != 0
        || mknodat(dev, ".hidden/file", S_IFREG, 0) != 0) die("making what hidden files look like");
    close(dev);
    makeReadOnly("/newroot/dev");
}

static void makeProc(void) {
    static const char *const names[] = {
        "kcore", "keys", "key-users", "timer_list", "kallsyms", "kmsg", "acpi", "scsi", "sched_debug",
        "latency_stats", "interrupts", "kpagecount", "kpagecgroup", "kpageflags", "config.gz", "iomem", "ioports",
        "modules", "slabinfo", "vmallocinfo", "diskstats", "swaps", "partitions", "sysrq-trigger"};
    close(place("/proc", true));
    procWorks = mount("proc", "/newroot/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, NULL) == 0;
    if (!procWorks) {           // a container that shows only a part of /proc: an empty one, never the host's
        newTree("tmpfs", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, "mode=555,size=4k");
        return;
    }
    int proc = openBelow(newRoot, "/proc", O_DIRECTORY), count = 0;
    struct stat info;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (fstatat(proc, names[i], &info, AT_SYMLINK_NOFOLLOW) == 0) procMasks[count++] = names[i];
    close(proc);
}

static void makeSys(void) {
    static const char *const names[] = {"/sys/firmware", "/sys/kernel", "/sys/module", "/sys/power",
                                        "/sys/devices/virtual/powercap"};
    close(place("/sys", true));
    if (mount("sysfs", "/newroot/sys", "sysfs", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0) {
        mask("/sys");
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) mask(names[i]);
}

static void escape(char *to, size_t room, const char *path) {
    size_t n = (size_t)snprintf(to, room, "/oldroot");
    for (; *path != 0 && n + 3 < room; path++) {
        if (strchr(":,\\", *path) != NULL) to[n++] = '\\';
        to[n++] = *path;
    }
    to[n] = 0;
}

static void makeOverlay(const char *path, const char *upper, const char *work) {
    static char lower[8500], up[8500], down[8500], options[26000], target[4200];
    escape(lower, sizeof lower, path);
    escape(up, sizeof up, upper);
    escape(down, sizeof down, work);
    snprintf(options, sizeof options, "lowerdir=%s,upperdir=%s,workdir=%s,userxattr", lower, up, down);
    snprintf(target, sizeof target, "/newroot%s", path);
    close(place(path, true));
    if (mount("overlay", target, "overlay", MS_NOSUID | MS_NODEV, options) != 0)
        die("mounting a layer of changes on %s", path);
}

static void makeFile(const char *path, const char *text) {
    static int count;
    char name[32];
    snprintf(name, sizeof name, "/file%d", count++);
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
    if (fd < 0) die("making a file for %s", path);
    sendAll(fd, text, strlen(text));
    close(fd);
    int base = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    attach(base, name, path, ATTR_RDONLY | ATTR_NOSUID | ATTR_NODEV, false);
    close(base);
}

// ---- the plan: NUL-terminated words, an operation and its arguments --------------------------

static char *planAt;
static const char *word(void) {
    char *end = planAt < plan + planBytes ? memchr(planAt, 0, (size_t)(plan + planBytes - planAt)) : NULL;
    errno = 0;
    if (end == NULL) die("the plan ends in the middle");
    const char *found = planAt;
    planAt = end + 1;
    return found;
}
static const char *path(void) {
    const char *found = word();
    size_t length = strlen(found);
    errno = 0;
    if (found[0] != '/' || length > 4000 || strstr(found, "/../") != NULL || (length > 2 && strcmp(found + length - 3, "/..") == 0))
        die("not an absolute, plain path: %.200s", found);
    return found;
}
static void mayWrite(const char *where) {
    errno = 0;
    if (writables == MAX_WRITABLE) die("more than %d writable places", MAX_WRITABLE);
    writable[writables++] = where;
}

static void limit(const char *name, const char *value) {
    static const struct { const char *name; int resource; } known[] = {
        {"processes", RLIMIT_NPROC}, {"memory", RLIMIT_DATA}, {"file", RLIMIT_FSIZE}, {"core", RLIMIT_CORE},
        {"files", RLIMIT_NOFILE}, {"cpu", RLIMIT_CPU}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(name, known[i].name) == 0 && limitCount < 16) {
            limits[limitCount].resource = known[i].resource;
            limits[limitCount++].value = (rlim_t)strtoull(value, NULL, 10);
            return;
        }
    errno = 0;
    die("unknown limit %s", name);
}

// Reads the plan; `inside` applies the mounts, without it only what the host part must know.
static void readPlan(bool inside) {
    int entries = 0;
    for (planAt = plan; planAt < plan + planBytes;) {
        const char *operation = word();
        errno = 0;
        if (++entries > MAX_ENTRIES) die("more than %d entries", MAX_ENTRIES);
        if (strcmp(operation, "ro") == 0 || strcmp(operation, "ro-try") == 0) {
            const char *source = path();
            if (inside) attach(hostRoot, source, source, ATTR_RDONLY | ATTR_NOSUID | ATTR_NODEV, operation[2] != 0);
        } else if (strcmp(operation, "rw") == 0) {
            const char *source = path();
            if (inside) { attach(hostRoot, source, source, ATTR_NOSUID | ATTR_NODEV, false); mayWrite(source); }
        } else if (strcmp(operation, "tmpfs") == 0) {
            const char *where = path(), *mode = word(), *size = word();
            char options[64];
            snprintf(options, sizeof options, "mode=%.5s,size=%.20s", mode, size);
            if (inside) { newTree("tmpfs", where, MS_NOSUID | MS_NODEV, options); mayWrite(where); }
        } else if (strcmp(operation, "mask") == 0) {
            const char *where = path();
            if (inside) mask(where);
        } else if (strcmp(operation, "pin") == 0) {
            const char *where = path();
            if (inside) attach(newRoot, where, where, ATTR_NOSUID | ATTR_NODEV, false);
        } else if (strcmp(operation, "overlay") == 0) {
            const char *where = path(), *upper = path(), *work = path();
            if (inside) { makeOverlay(where, upper, work); mayWrite(where); }
        } else if (strcmp(operation, "file") == 0) {
            const char *where = path(), *text = word();
            if (inside) makeFile(where, text);
        } else if (strcmp(operation, "dev") == 0) {
            if (inside) makeDevices();
        } else if (strcmp(operation, "proc") == 0) {
            if (inside) makeProc();
        } else if (strcmp(operation, "sys") == 0) {
            if (inside) makeSys();
        } else if (strcmp(operation, "cwd") == 0) {
            startDirectory = path();
        } else if (strcmp(operation, "limit") == 0) {
            const char *name = word(), *value = word();
            if (!inside) limit(name, value);
        } else if (strcmp(operation, "relay") == 0) {
            relaySocket = path();
        } else if (strcmp(operation, "jvm") == 0) {
            jvm = strtol(word(), NULL, 10);
        } else if (strcmp(operation, "allow-unix") == 0) {
            allowUnix = true;
        } else if (strcmp(operation, "allow-ptrace") == 0) {
            allowPtrace = true;
        } else {
            errno = 0;
            die("unknown entry %.100s", operation);
        }
    }
}

static void makeRoot(void) {
    static const char *const bases[] = {"/tmp", "/run", "/var", "/usr"};
    size_t i = 0;
    if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) != 0) die("cutting mounts off from the host");
    while (i < 4 && mount("tmpfs", bases[i], "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=16m") != 0) i++;
    if (i == 4 || chdir(bases[i]) != 0) die("mounting a first tmpfs");
    if (mkdir("newroot", 0755) != 0 || mkdir("oldroot", 0755) != 0) die("making the new root");
    if (syscall(SYS_pivot_root, ".", "oldroot") != 0 || chdir("/") != 0) die("changing the root");
    hostRoot = open("/oldroot", O_PATH | O_DIRECTORY | O_CLOEXEC);
    readPlan(true);
    close(hostRoot);
    if (newRoot < 0) { errno = 0; die("the plan has no root"); }
    close(newRoot);
    if (umount2("/oldroot", MNT_DETACH) != 0 || chdir("/newroot") != 0) die("leaving the host's tree");
    if (syscall(SYS_pivot_root, ".", ".") != 0 || umount2(".", MNT_DETACH) != 0 || chdir("/") != 0)
        die("changing to the new root");
    makeReadOnly("/");
}

// ---- Landlock, a second lock behind the mounts -----------------------------------------------

static void allowBelow(const char *where, uint64_t rights) {
    struct { uint64_t rights; int32_t fd; } __attribute__((packed)) rule;
    rule.fd = open(where, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    struct stat info;
    if (rule.fd < 0 || fstat(rule.fd, &info) != 0) {
        if (errno == ENOENT) return;
        die("opening %s for Landlock", where);
    }
    rule.rights = S_ISDIR(info.st_mode) ? rights : rights & (1u | 2u | 4u | 1u << 14 | 1u << 15);
    if (syscall(SYS_LANDLOCK_ADD, landlock, 1, &rule, 0) != 0) die("a Landlock rule for %s", where);
    close(rule.fd);
}

static void buildLandlock(void) {
    static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom",
                                          "/dev/tty", "/dev/pts", "/dev/shm"};
    landlockAbi = (int)syscall(SYS_LANDLOCK_CREATE, NULL, 0, 1);
    if (landlockAbi < 1) return;
    struct { uint64_t files, network, scoped; } handled = {0, 0, 0};
    unsigned bits = landlockAbi >= 5 ? 16 : landlockAbi >= 3 ? 15 : landlockAbi == 2 ? 14 : 13;
    handled.files = (1u << bits) - 1;
    if (landlockAbi >= 6) handled.scoped = 3;
    landlock = (int)syscall(SYS_LANDLOCK_CREATE, &handled, landlockAbi >= 6 ? 24 : landlockAbi >= 4 ? 16 : 8, 0);
    if (landlock < 0) die("making a Landlock rule set");
    uint64_t all = handled.files & ~(uint64_t)(1u << 6 | 1u << 11);
    allowBelow("/", 1u | 4u | 8u);
    for (int i = 0; i < writables; i++) allowBelow(writable[i], all);
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) allowBelow(devices[i], all);
}

// ---- giving up privileges --------------------------------------------------------------------

static void setCapabilities(uint32_t kept) {
    struct { uint32_t version; int pid; } head = {0x20080522, 0};
    struct { uint32_t effective, permitted, inheritable; } sets[2] = {{kept, kept, 0}, {0, 0, 0}};
    if (syscall(SYS_capset, &head, sets) != 0) die("giving up capabilities");
}

static void dropBoundingSet(void) {
    for (int capability = 0; prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0; capability++) {}
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
}

// ---- the stub: pid 1 of one command ----------------------------------------------------------

// What a command is: the payload of START, in a memory file. u8 flags (1 terminal, 2 stderr apart),
// u16 rows, u16 columns, u32 count of arguments, u32 count of variables, then words: folder,
// arguments, variables as NAME=value.
enum { TERMINAL = 1, SPLIT = 2, START_HEAD = 13 };
// Stub to host part: X u32 code: ended; R u32 errno, step: never ran; P with a descriptor: terminal.
// Host part to stub: I: interrupt; closing its end: kill.

static void report(int status, char tag, uint32_t value, const char *step) {
    char message[128];
    message[0] = tag;
    memcpy(message + 1, &value, 4);
    int n = snprintf(message + 5, sizeof message - 5, "%s", step);
    if (send(status, message, 5 + (size_t)n, MSG_NOSIGNAL) < 0) _exit(125);
}

static void sendDescriptors(int socket, const void *data, size_t length, const int *fds, int count) {
    char room[CMSG_SPACE(sizeof(int) * 8)] = {0};
    struct iovec part = {(void *)(uintptr_t)data, length};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = room,
                             .msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)count)};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)count);
    memcpy(CMSG_DATA(head), fds, sizeof(int) * (size_t)count);
    if (sendmsg(socket, &message, MSG_NOSIGNAL) < 0) die("passing a descriptor");
}

static ssize_t receive(int socket, void *data, size_t length, int flags, int *fds, int *count) {
    char room[CMSG_SPACE(sizeof(int) * 8)];
    struct iovec part = {data, length};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    ssize_t n;
    do n = recvmsg(socket, &message, flags | MSG_CMSG_CLOEXEC); while (n < 0 && errno == EINTR);
    *count = 0;
    if (n < 0) return n;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (head != NULL && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS) {
        *count = (int)((head->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        memcpy(fds, CMSG_DATA(head), sizeof(int) * (size_t)*count);
    }
    return n;
}

static void __attribute__((noreturn)) refuse(int status, const char *step) {
    report(status, 'R', (uint32_t)errno, step);
    _exit(125);
}

static int openTerminal(int status, uint16_t rows, uint16_t columns) {
    int off = 0, number;
    char name[32];
    int master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || ioctl(master, TIOCSPTLCK, &off) != 0 || ioctl(master, TIOCGPTN, &number) != 0)
        refuse(status, "opening a terminal");
    snprintf(name, sizeof name, "/dev/pts/%d", number);
    int slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0) refuse(status, "opening the terminal's other side");
    struct winsize size = {rows, columns, 0, 0};
    ioctl(slave, TIOCSWINSZ, &size);
    sendDescriptors(status, "P", 1, &master, 1);
    close(master);
    return slave;
}

static void __attribute__((noreturn)) runCommand(int status, int fds[3], bool terminal, char **words, uint32_t arguments,
                                                 uint32_t variables) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
    setsid();
    if (terminal) ioctl(fds[0], TIOCSCTTY, 0);
    for (int i = 0; i < 3; i++)
        if (dup2(fds[i], i) < 0) refuse(status, "connecting the command");
    for (int i = 0; i < limitCount; i++) {
        struct rlimit now, wanted = {limits[i].value, limits[i].value};
        if (getrlimit(limits[i].resource, &now) == 0 && now.rlim_max < wanted.rlim_max)
            wanted.rlim_cur = wanted.rlim_max = now.rlim_max;
        if (setrlimit(limits[i].resource, &wanted) != 0) refuse(status, "setting a limit");
    }
    if (chdir(words[0]) != 0) refuse(status, "entering the folder");
    char **argv = calloc(arguments + 1, sizeof *argv), **envp = calloc(variables + 1, sizeof *envp);
    if (argv == NULL || envp == NULL) refuse(status, "finding memory");
    memcpy(argv, words + 1, arguments * sizeof *argv);
    memcpy(envp, words + 1 + arguments, variables * sizeof *envp);
    // The status socket closes by itself when the command takes over.
    if (syscall(SYS_CLOSE_RANGE, 3, ~0u, 4) != 0) refuse(status, "closing descriptors");
    execvpe(argv[0], argv, envp);
    int error = errno;
    report(status, 'R', (uint32_t)error, "starting the program");
    _exit(error == ENOENT ? 127 : 126);
}

// The kernel bounds the number of processes of everybody but uid 0, so for that one somebody counts.
static bool tooMany(void) {
    rlim_t most = RLIM_INFINITY, found = 0;
    for (int i = 0; i < limitCount; i++) if (limits[i].resource == RLIMIT_NPROC) most = limits[i].value;
    DIR *proc = most == RLIM_INFINITY ? NULL : opendir("/proc");
    if (proc == NULL) return false;
    for (struct dirent *entry; (entry = readdir(proc)) != NULL;) found += entry->d_name[0] >= '1' && entry->d_name[0] <= '9';
    closedir(proc);
    return found > most;
}

// Waits for the command, ends everything it left, and tells.
static void __attribute__((noreturn)) watch(int status, pid_t command, int children) {
    struct pollfd polled[2] = {{status, POLLIN, 0}, {children, POLLIN, 0}};
    int code = -1, pause = geteuid() == 0 ? 100 : -1;
    while (code < 0) {
        int events = poll(polled, 2, pause);
        if (events < 0 && errno != EINTR) break;
        if (pause > 0 && events == 0 && tooMany()) code = 137;
        char order;
        if (polled[0].revents != 0) {
            ssize_t n = recv(status, &order, 1, MSG_DONTWAIT);
            if (n == 0) code = 137;
            else if (n == 1 && order == 'I' && kill(-command, SIGINT) != 0) kill(command, SIGINT);  // no group yet
        }
        struct signalfd_siginfo ignored[16];
        if (polled[1].revents != 0 && read(children, ignored, sizeof ignored) < 0 && errno != EAGAIN) code = 125;
        int result;
        for (pid_t pid; (pid = waitpid(-1, &result, WNOHANG)) > 0;)
            if (pid == command) code = WIFEXITED(result) ? WEXITSTATUS(result) : 128 + WTERMSIG(result);
    }
    kill(-1, SIGKILL);
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR) {}
    report(status, 'X', (uint32_t)code, "");
    _exit(0);
}

static void __attribute__((noreturn)) stub(const int *given) {
    int definition = given[0], status = given[1], fds[3] = {given[2], given[3], given[4]};
    struct stat info;
    control = -1;
    if (procWorks) {
        if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, NULL) != 0)
            refuse(status, "mounting /proc");
        for (int i = 0; procMasks[i] != NULL; i++) {
            char name[40];
            snprintf(name, sizeof name, "/proc/%s", procMasks[i]);
            if (stat(name, &info) != 0) continue;
            if (mount(S_ISDIR(info.st_mode) ? "/dev/.hidden/folder" : "/dev/.hidden/file", name, NULL, MS_BIND, NULL) != 0)
                refuse(status, "hiding a part of /proc");
        }
    }
    if (fstat(definition, &info) != 0) refuse(status, "reading the command");
    size_t length = (size_t)info.st_size;
    char *text = mmap(NULL, length + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE, definition, 0);
    if (text == MAP_FAILED) refuse(status, "reading the command");
    unsigned char flags = (unsigned char)text[0];
    uint16_t rows, columns;
    uint32_t arguments, variables;
    memcpy(&rows, text + 1, 2);
    memcpy(&columns, text + 3, 2);
    memcpy(&arguments, text + 5, 4);
    memcpy(&variables, text + 9, 4);
    arguments = ntohl(arguments);
    variables = ntohl(variables);
    errno = EINVAL;
    if (arguments == 0 || arguments > length || variables > length) refuse(status, "reading the command");
    char **words = calloc((size_t)arguments + variables + 1, sizeof *words), *at = text + START_HEAD;
    if (words == NULL) refuse(status, "finding memory");
    for (size_t i = 0; i < (size_t)arguments + variables + 1; i++) {
        char *end = at < text + length ? memchr(at, 0, (size_t)(text + length - at)) : NULL;
        errno = EINVAL;
        if (end == NULL) refuse(status, "reading the command");
        words[i] = at;
        at = end + 1;
    }
    if ((flags & TERMINAL) != 0) fds[0] = fds[1] = fds[2] = openTerminal(status, ntohs(rows), ntohs(columns));
    setCapabilities(0);
    if (landlock >= 0 && syscall(SYS_LANDLOCK_RESTRICT, landlock, 0) != 0) refuse(status, "entering the Landlock rules");
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_SETMASK, &child, NULL);
    signal(SIGCHLD, SIG_DFL);
    int children = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    if (children < 0) refuse(status, "watching the command");
    installFilter(commandFilter, commandFilterLength);
    pid_t command = fork();
    if (command < 0) refuse(status, "forking");
    if (command == 0) {
        for (const char *const *v = (const char *const *)words + 1 + arguments; v < (const char *const *)words + 1 + arguments + variables; v++)
            if (strncmp(*v, "PATH=", 5) == 0) setenv("PATH", *v + 5, 1);
        runCommand(status, fds, (flags & TERMINAL) != 0, words, arguments, variables);
    }
    for (int i = 0; i < 3; i++) close(fds[i]);
    watch(status, command, children);
}

// ---- the zygote: pid 1 of the session --------------------------------------------------------

static void writeFile(const char *name, const char *text) {
    int fd = open(name, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) < 0) die("writing %s", name);
    close(fd);
}

static void listenOn(char kind, int type, const char *address, int port) {
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;
    inet_pton(AF_INET, address, &where.sin_addr);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0
        || bind(fd, (struct sockaddr *)&where, sizeof where) != 0 || (type == SOCK_STREAM && listen(fd, 128) != 0))
        die("listening on port %d inside", port);
    sendDescriptors(control, &kind, 1, &fd, 1);
    close(fd);
}

static void makeNetwork(void) {
    struct ifreq loopback = {.ifr_flags = IFF_UP | IFF_RUNNING};
    memcpy(loopback.ifr_name, "lo", 3);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &loopback) != 0)
        die("switching loopback on (a user namespace without capabilities, as Ubuntu's AppArmor gives it?)");
    close(fd);
    if (relaySocket == NULL) return;
    listenOn('P', SOCK_STREAM, "127.0.0.1", 3128);
    listenOn('M', SOCK_STREAM, "127.0.0.1", 3129);
    listenOn('H', SOCK_STREAM, "0.0.0.0", 80);
    listenOn('T', SOCK_STREAM, "0.0.0.0", 443);
    listenOn('D', SOCK_DGRAM, "127.0.0.1", 53);
}

static void __attribute__((noreturn)) zygote(uid_t user, gid_t group, int alive) {
    char text[64];
    struct pollfd hostPart = {alive, POLLIN, 0};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (poll(&hostPart, 1, 0) != 0) _exit(125);     // it ended before the line above
    close(alive);
    setsid();
    writeFile("/proc/self/setgroups", "deny");
    snprintf(text, sizeof text, "%u %u 1", user, user);
    writeFile("/proc/self/uid_map", text);
    snprintf(text, sizeof text, "%u %u 1", group, group);
    writeFile("/proc/self/gid_map", text);
    prctl(PR_SET_DUMPABLE, 0);
    makeNetwork();
    makeRoot();
    if (chdir(startDirectory) != 0) die("entering %s", startDirectory);
    if (sethostname("sandbox", 7) != 0) die("naming the sandbox");
    buildLandlock();
    dropBoundingSet();
    setCapabilities(1u << 21);                      // CAP_SYS_ADMIN, for the stubs' namespaces
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) die("giving up new privileges");
    signal(SIGCHLD, SIG_IGN);
    umask(022);
    installFilter(zygoteFilter, zygoteFilterLength);
    char ready[2] = {'O', (char)(landlockAbi < 0 ? 0 : landlockAbi)};
    if (send(control, ready, 2, MSG_NOSIGNAL) != 2) _exit(125);
    for (;;) {
        char order;
        int fds[8], count;
        ssize_t n = receive(control, &order, 1, 0, fds, &count);
        if (n <= 0) _exit(0);
        if (count != 5) _exit(125);
        long pid = syscall(N(56, 220), CLONE_NEWPID | CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0);
        if (pid == 0) stub(fds);
        if (pid < 0) refuse(fds[1], "forking");
        for (int i = 0; i < count; i++) close(fds[i]);
    }
}

// ---- the host part ---------------------------------------------------------------------------

struct command {
    uint32_t id;
    int status, in, out, err;           // -1 when closed; a terminal's master is both in and out
    char *pending;                      // what the command has not read yet
    size_t pendingBytes, pendingAt;
    bool inputEnds, ended, terminal;
    uint32_t code;
};
struct relay { int inside, outside; char *data[2]; size_t from[2], to[2]; bool ends[2], closed[2]; };
struct question { int fd; struct sockaddr_in asker; unsigned char data[2 + 1500]; size_t have; };

static struct command commands[MAX_COMMANDS];
static int commandCount;
static struct relay relays[MAX_RELAYS];
static int relayCount;
static struct question questions[64];
static int questionCount;
static struct { int fd; char kind; } listeners[MAX_LISTENERS];
static int listenerCount;

static void closeIf(int *fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

static void nonBlocking(int fd) { fcntl(fd, F_SETFL, O_NONBLOCK | fcntl(fd, F_GETFL)); }

static struct command *find(uint32_t id) {
    for (int i = 0; i < commandCount; i++)
        if (commands[i].id == id) return &commands[i];
    return NULL;
}

static void refuseCommand(uint32_t id, const char *why) { frame(REFUSED, id, why, strlen(why)); }

static void start(uint32_t id, const char *payload, size_t length) {
    int status[2], in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1};
    if (length < START_HEAD) { refuseCommand(id, "the command is not complete"); return; }
    if (commandCount == MAX_COMMANDS) { refuseCommand(id, "256 commands run already; stop one"); return; }
    bool terminal = (payload[0] & TERMINAL) != 0, split = (payload[0] & SPLIT) != 0;
    int definition = (int)syscall(N(319, 279), "command", 1);
    if (definition < 0 || write(definition, payload, length) != (ssize_t)length
        || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, status) != 0 || pipe2(in, O_CLOEXEC) != 0
        || pipe2(out, O_CLOEXEC) != 0 || (split && pipe2(err, O_CLOEXEC) != 0)) {
        refuseCommand(id, "no descriptors or memory left for a command; stop one");
        closeIf(&definition);
        return;
    }
    int given[5] = {definition, status[1], in[0], out[1], split ? err[1] : out[1]};
    struct command *command = &commands[commandCount++];
    *command = (struct command){.id = id, .status = status[0], .in = in[1], .out = out[0], .err = err[0], .terminal = terminal};
    if (terminal) {
        closeIf(&command->in);
        closeIf(&command->out);
        closeIf(&command->err);
    } else {
        nonBlocking(in[1]);
        nonBlocking(out[0]);
        if (split) nonBlocking(err[0]);
    }
    sendDescriptors(control, "S", 1, given, 5);
    close(definition);
    close(status[1]);
    close(in[0]);
    close(out[1]);
    closeIf(&err[1]);
}

static void feed(struct command *command) {
    while (command->in >= 0 && command->pendingAt < command->pendingBytes) {
        ssize_t n = write(command->in, command->pending + command->pendingAt, command->pendingBytes - command->pendingAt);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (n < 0) n = (ssize_t)(command->pendingBytes - command->pendingAt);   // nobody reads any more
        command->pendingAt += (size_t)n;
        uint32_t taken = htonl((uint32_t)n);
        frame(TAKEN, command->id, &taken, 4);
    }
    if (command->pendingAt == command->pendingBytes) {
        command->pendingAt = command->pendingBytes = 0;
        if (command->inputEnds && command->in >= 0 && !command->terminal) closeIf(&command->in);
    }
}

static void input(struct command *command, const char *data, size_t length) {
    char *grown = realloc(command->pending, command->pendingBytes + length + 1);
    if (grown == NULL) return;
    memcpy(grown + command->pendingBytes, data, length);
    command->pending = grown;
    command->pendingBytes += length;
    if (command->in >= 0) feed(command);
}

static void obey(int type, uint32_t id, const char *payload, size_t length) {
    struct command *command = find(id);
    if (type == START) { start(id, payload, length); return; }
    if (command == NULL || command->status < 0) return;
    if (type == STDIN) {
        input(command, payload, length);
    } else if (type == STDIN_END) {
        command->inputEnds = true;
        if (command->terminal) input(command, "\004", 1);
        else feed(command);
    } else if (type == RESIZE && length == 4 && command->terminal && command->in >= 0) {
        uint16_t size[2];
        memcpy(size, payload, 4);
        struct winsize window = {ntohs(size[0]), ntohs(size[1]), 0, 0};
        ioctl(command->in, TIOCSWINSZ, &window);
    } else if (type == INTERRUPT) {
        if (command->terminal) input(command, "\003", 1);
        else if (send(command->status, "I", 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) return;
    } else if (type == KILL) {
        shutdown(command->status, SHUT_WR);
    }
}

// Passes on what a command wrote; true while there may be more.
static bool drain(struct command *command, int *fd, int type) {
    static char buffer[CHUNK];
    if (*fd < 0) return false;
    ssize_t n = read(*fd, buffer, sizeof buffer);
    if (n > 0) { frame(type, command->id, buffer, (size_t)n); return true; }
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (command->terminal) command->in = -1;
    closeIf(fd);
    return false;
}

static void finish(struct command *command) {
    // Everything that could write is dead, so what is in the pipes now is all there is.
    while (drain(command, &command->out, STDOUT)) {}
    while (drain(command, &command->err, STDERR)) {}
    uint32_t code = htonl(command->code);
    frame(EXITED, command->id, &code, 4);
    if (!command->terminal) closeIf(&command->in);
    closeIf(&command->out);
    closeIf(&command->err);
    closeIf(&command->status);
    free(command->pending);
    *command = commands[--commandCount];
}

static void hear(struct command *command) {
    char message[160];
    int fds[8], count;
    ssize_t n = receive(command->status, message, sizeof message - 1, MSG_DONTWAIT, fds, &count);
    if (n < 0) return;
    uint32_t value = 0;
    if (n >= 5) memcpy(&value, message + 1, 4);
    if (n > 0 && message[0] == 'P' && count == 1) {
        command->in = command->out = fds[0];
        nonBlocking(fds[0]);
        feed(command);
    } else if (n > 0 && message[0] == 'R') {
        char text[400];
        message[n] = 0;
        int length = snprintf(text, sizeof text, "%s: %s", message + 5, strerror((int)value));
        frame(REFUSED, command->id, text, (size_t)length);
    } else {                             // ended; without a word if the kernel killed the stub
        command->ended = true;
        command->code = n >= 5 && message[0] == 'X' ? value : 137;
    }
}

// ---- connections out of the sandbox, each to the caller's socket -----------------------------

static int openRelay(char kind, int accepted) {
    struct sockaddr_un where = {.sun_family = AF_UNIX};
    struct sockaddr_in original = {0};
    socklen_t length = sizeof original;
    unsigned char head[28] = {'C', 'R', 'D', '1', (unsigned char)kind};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(where.sun_path, sizeof where.sun_path, "%s", relaySocket);
    if (fd < 0 || connect(fd, (struct sockaddr *)&where, sizeof where) != 0) {
        closeIf(&fd);
        return -1;
    }
    if (getsockname(accepted, (struct sockaddr *)&original, &length) == 0) {
        memcpy(head + 6, &original.sin_port, 2);
        head[22] = head[23] = 0xff;
        memcpy(head + 24, &original.sin_addr, 4);
    }
    uint32_t id = commandCount == 1 ? htonl(commands[0].id) : 0;
    memcpy(head + 8, &id, 4);
    if (send(fd, head, sizeof head, MSG_NOSIGNAL) != (ssize_t)sizeof head) closeIf(&fd);
    if (fd >= 0) nonBlocking(fd);
    return fd;
}

static void acceptRelay(int listener, char kind) {
    int inside = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (inside < 0) return;
    int outside = relayCount < MAX_RELAYS ? openRelay(kind, inside) : -1;
    char *room = outside >= 0 ? malloc(2 * CHUNK) : NULL;
    if (room == NULL) {
        close(inside);
        closeIf(&outside);
        return;
    }
    relays[relayCount++] = (struct relay){.inside = inside, .outside = outside, .data = {room, room + CHUNK}};
}

// Moves bytes one way; direction 0 is out of the sandbox. False when the connection is broken.
static bool pump(struct relay *relay, int direction) {
    int source = direction == 0 ? relay->inside : relay->outside, target = direction == 0 ? relay->outside : relay->inside;
    if (!relay->ends[direction] && relay->from[direction] == relay->to[direction]) {
        ssize_t n = read(source, relay->data[direction], CHUNK);
        if (n < 0 && errno != EAGAIN && errno != EINTR) return false;
        if (n == 0) relay->ends[direction] = true;
        relay->from[direction] = 0;
        relay->to[direction] = n > 0 ? (size_t)n : 0;
    }
    if (relay->from[direction] < relay->to[direction]) {
        ssize_t n = send(target, relay->data[direction] + relay->from[direction],
                         relay->to[direction] - relay->from[direction], MSG_NOSIGNAL);
        if (n < 0 && errno != EAGAIN && errno != EINTR) return false;
        if (n > 0) relay->from[direction] += (size_t)n;
    }
    if (relay->ends[direction] && relay->from[direction] == relay->to[direction] && !relay->closed[direction]) {
        relay->closed[direction] = true;
        shutdown(target, SHUT_WR);
    }
    return !(relay->closed[0] && relay->closed[1]);
}

static void ask(int listener) {
    struct question *question = &questions[questionCount];
    socklen_t length = sizeof question->asker;
    unsigned char discarded[1];
    if (questionCount == 64) { (void)!recv(listener, discarded, 1, 0); return; }
    ssize_t n = recvfrom(listener, question->data + 2, sizeof question->data - 2, 0, (struct sockaddr *)&question->asker, &length);
    if (n <= 0) return;
    question->data[0] = (unsigned char)(n >> 8);
    question->data[1] = (unsigned char)n;
    question->fd = openRelay('D', listener);
    question->have = 0;
    if (question->fd >= 0 && send(question->fd, question->data, (size_t)n + 2, MSG_NOSIGNAL) == n + 2) questionCount++;
    else closeIf(&question->fd);
}

static void answer(int index) {
    struct question *question = &questions[index];
    ssize_t n = read(question->fd, question->data + question->have, sizeof question->data - question->have);
    if (n < 0 && errno == EAGAIN) return;
    if (n > 0) question->have += (size_t)n;
    size_t wanted = question->have >= 2 ? 2 + (size_t)(question->data[0] << 8 | question->data[1]) : 2;
    if (n > 0 && question->have < wanted && wanted <= sizeof question->data) return;
    if (n > 0 && question->have == wanted)
        for (int i = 0; i < listenerCount; i++)
            if (listeners[i].kind == 'D')
                (void)!sendto(listeners[i].fd, question->data + 2, wanted - 2, MSG_DONTWAIT,
                              (struct sockaddr *)&question->asker, sizeof question->asker);
    close(question->fd);
    *question = questions[--questionCount];
}

// ---- the loop --------------------------------------------------------------------------------

static char *inbox;
static size_t inboxBytes;

// Reads what the caller sent and obeys each whole frame; false when the caller is gone.
static bool listenToCaller(void) {
    static char buffer[CHUNK];
    ssize_t n = read(0, buffer, sizeof buffer);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) return true;
    if (n <= 0) return false;
    char *grown = realloc(inbox, inboxBytes + (size_t)n);
    if (grown == NULL) return false;
    inbox = grown;
    memcpy(inbox + inboxBytes, buffer, (size_t)n);
    inboxBytes += (size_t)n;
    size_t at = 0;
    while (inboxBytes - at >= 9) {
        uint32_t length, id;
        memcpy(&length, inbox + at, 4);
        memcpy(&id, inbox + at + 5, 4);
        length = ntohl(length);
        if (length < 5 || length > MAX_FRAME) return false;
        if (inboxBytes - at < 4 + (size_t)length) break;
        obey(inbox[at + 4], ntohl(id), inbox + at + 9, length - 5);
        at += 4 + (size_t)length;
    }
    memmove(inbox, inbox + at, inboxBytes - at);
    inboxBytes -= at;
    return true;
}

static void add(struct pollfd *polled, int *count, int fd, short events) {
    polled[(*count)++] = (struct pollfd){events == 0 ? -1 : fd, events, 0};
}

static void __attribute__((noreturn)) serve(int jvmDescriptor) {
    static struct pollfd polled[3 + MAX_LISTENERS + 4 * MAX_COMMANDS + 2 * MAX_RELAYS + 64];
    for (;;) {
        int n = 0, commandsBefore = commandCount, relaysBefore = relayCount, questionsBefore = questionCount;
        add(polled, &n, 0, POLLIN);
        add(polled, &n, jvmDescriptor, POLLIN);
        add(polled, &n, control, POLLIN);
        for (int i = 0; i < listenerCount; i++) add(polled, &n, listeners[i].fd, POLLIN);
        for (int i = 0; i < commandsBefore; i++) {
            struct command *c = &commands[i];
            add(polled, &n, c->status, POLLIN);
            add(polled, &n, c->out, POLLIN);
            add(polled, &n, c->err, POLLIN);
            add(polled, &n, c->in, c->pendingAt < c->pendingBytes ? POLLOUT : 0);
        }
        for (int i = 0; i < relaysBefore; i++) {
            struct relay *r = &relays[i];
            bool out = r->from[0] < r->to[0], in = r->from[1] < r->to[1];
            add(polled, &n, r->inside, (short)((!out && !r->ends[0] ? POLLIN : 0) | (in ? POLLOUT : 0)));
            add(polled, &n, r->outside, (short)((!in && !r->ends[1] ? POLLIN : 0) | (out ? POLLOUT : 0)));
        }
        for (int i = 0; i < questionsBefore; i++) add(polled, &n, questions[i].fd, POLLIN);
        if (poll(polled, (nfds_t)n, -1) < 0 && errno != EINTR) _exit(125);
        if (polled[1].revents != 0 || polled[2].revents != 0) _exit(0);
        int at = 3 + listenerCount;
        for (int i = 0; i < commandsBefore; i++, at += 4) {
            struct command *c = &commands[i];
            if (polled[at + 1].revents != 0) drain(c, &c->out, STDOUT);
            if (polled[at + 2].revents != 0) drain(c, &c->err, STDERR);
            if (polled[at + 3].revents != 0) feed(c);
            if (polled[at].revents != 0) hear(c);
        }
        for (int i = 0; i < relaysBefore; i++, at += 2) {
            if (polled[at].revents == 0 && polled[at + 1].revents == 0) continue;
            bool good = pump(&relays[i], 0);
            if (good) good = pump(&relays[i], 1);
            if (good) continue;
            close(relays[i].inside);
            close(relays[i].outside);
            free(relays[i].data[0]);
            relays[i].data[0] = NULL;
        }
        for (int i = questionsBefore - 1; i >= 0; i--) if (polled[at + i].revents != 0) answer(i);
        for (int i = relayCount - 1; i >= 0; i--) if (relays[i].data[0] == NULL) relays[i] = relays[--relayCount];
        for (int i = commandCount - 1; i >= 0; i--) if (commands[i].ended) finish(&commands[i]);
        for (int i = 0; i < listenerCount; i++) {
            if (polled[3 + i].revents == 0) continue;
            if (listeners[i].kind == 'D') ask(listeners[i].fd);
            else acceptRelay(listeners[i].fd, listeners[i].kind);
        }
        if (polled[0].revents != 0 && !listenToCaller()) _exit(0);
    }
}

static void readPlanFrame(void) {
    unsigned char head[9];
    size_t have = 0;
    for (ssize_t n; have < 9; have += (size_t)n)
        if ((n = read(0, head + have, 9 - have)) <= 0) _exit(125);
    uint32_t length;
    memcpy(&length, head, 4);
    length = ntohl(length);
    errno = 0;
    if (head[4] != PLAN || length < 5 || length > MAX_FRAME) die("the first frame is not a plan");
    planBytes = length - 5;
    plan = malloc(planBytes + 1);
    if (plan == NULL) die("finding memory");
    have = 0;
    for (ssize_t n; have < planBytes; have += (size_t)n)
        if ((n = read(0, plan + have, planBytes - have)) <= 0) _exit(125);
}

int main(void) {
    int sockets[2], alive[2], jvmDescriptor = -1;
    signal(SIGPIPE, SIG_IGN);
    setsid();
    if (syscall(SYS_CLOSE_RANGE, 3, ~0u, 0) != 0) die("closing descriptors (Linux 5.12 or newer is needed)");
    readPlanFrame();
    readPlan(false);
    if (jvm != 0) {
        jvmDescriptor = (int)syscall(SYS_PIDFD_OPEN, jvm, 0);
        if (jvmDescriptor < 0 || getppid() != jvm) die("watching the caller");
    }
    commandFilterLength = buildFilter(commandFilter, false);
    zygoteFilterLength = buildFilter(zygoteFilter, true);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0 || pipe2(alive, O_CLOEXEC) != 0)
        die("making sockets");
    uid_t user = geteuid();
    gid_t group = getegid();
    long pid = syscall(N(56, 220), CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS
                       | CLONE_NEWCGROUP | CLONE_NEWNET | SIGCHLD, 0, 0, 0, 0);
    if (pid < 0)
        die("cannot create a user namespace; look at kernel.apparmor_restrict_unprivileged_userns, "
            "user.max_user_namespaces and kernel.unprivileged_userns_clone");
    if (pid == 0) {
        int null = open("/dev/null", O_RDWR | O_CLOEXEC);
        control = sockets[1];
        close(sockets[0]);
        close(alive[1]);
        if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0) die("opening /dev/null");
        close(null);
        if (jvmDescriptor >= 0) close(jvmDescriptor);
        zygote(user, group, alive[0]);
    }
    close(sockets[1]);
    close(alive[0]);
    for (;;) {
        char message[1100];
        int fds[8], count;
        ssize_t n = receive(sockets[0], message, sizeof message, 0, fds, &count);
        errno = 0;
        if (n <= 0) die("the sandbox ended while it was set up");
        if (message[0] == 'E') {
            frame(REFUSED, 0, message + 1, (size_t)n - 1);
            _exit(125);
        }
        if (message[0] == 'O') {
            frame(READY, 0, message + 1, 1);
            break;
        }
        if (count == 1 && listenerCount < MAX_LISTENERS) {
            listeners[listenerCount].fd = fds[0];
            listeners[listenerCount++].kind = message[0];
        }
    }
    control = sockets[0];
    serve(jvmDescriptor);
}
