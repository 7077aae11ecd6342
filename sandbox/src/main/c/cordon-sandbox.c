// Runs commands in a sandbox of Linux namespaces.
//
//   caller --frames--> host part --clone--> zygote (pid 1) --clone--> stub --fork--> command
//
// The host part stays outside, owns the pipes of the commands and relays accepted connections. The
// zygote holds one prepared set of namespaces; for each command it makes a stub, pid 1 of a pid
// namespace of its own, which mounts /proc, gives up everything and starts the command. When a stub
// ends, the kernel kills what is left in its pid namespace; when the host part ends, everything.
//
// The caller decides what is mounted, hidden, filtered and limited; this program obeys its plan. If
// the plan wants no namespaces, a stub adopts what its command leaves behind and kills it itself.
// A frame is: u32 length of what follows, u8 type, u32 command, payload; big endian.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

// Numbers of calls that old C libraries have no name for; the same on x86_64 and aarch64.
enum {
    SYS_OPEN_TREE = 428, SYS_MOVE_MOUNT = 429, SYS_PIDFD_OPEN = 434, SYS_CLOSE_RANGE = 436,
    SYS_OPENAT2 = 437, SYS_MOUNT_SETATTR = 442, SYS_LANDLOCK_CREATE = 444, SYS_LANDLOCK_ADD = 445,
    SYS_LANDLOCK_RESTRICT = 446,
};
enum { ATTR_RDONLY = 1, ATTR_NOSUID = 2, ATTR_NODEV = 4, ATTR_NOEXEC = 8 };
enum { RECURSIVE = 0x8000, CLONE_TREE = 1, FROM_EMPTY_PATH = 0x04, TO_EMPTY_PATH = 0x40 };
enum { NO_SYMLINKS = 0x04, IN_ROOT = 0x10 };

// Frames from the caller, then frames to the caller.
enum { PLAN = 1, START = 2, STDIN = 3, STDIN_END = 4, INTERRUPT = 6, KILL = 7 };
enum { READY = 16, STDOUT = 17, STDERR = 18, EXITED = 19, REFUSED = 20, TAKEN = 21 };

enum { MAX_COMMANDS = 256, MAX_FRAME = 8 << 20, CHUNK = 65536, MAX_PATH = 4096 };
enum { MAX_LISTENERS = 8, MAX_RELAYS = 512, MAX_ARGUMENTS = 5 };

struct entry { char operation; char *at[MAX_ARGUMENTS]; uint32_t bytes[MAX_ARGUMENTS]; };
struct entries { struct entry *first, *end; };

static struct entries plan;
static int control = -1;            // the socket between host part and zygote
static const char *relaySocket;
static bool plain, procWorks;       // plain: no namespaces
static struct sock_fprog commandFilter, zygoteFilter;
static int landlock = -1, exitCode = 125;
static uint64_t landlockRights;

static void closeIf(int *fd) {
    if (*fd >= 0) close(*fd);
    *fd = -1;
}

// ---- saying --------------------------------------------------------------------------------

static bool sendAll(int fd, const void *data, size_t length) {
    for (const char *at = data, *end = at + length; at < end;) {
        ssize_t n = write(fd, at, (size_t)(end - at));
        if (n < 0 && errno != EINTR) return false;
        if (n > 0) at += n;
    }
    return true;
}

static void frame(int type, uint32_t command, const void *payload, size_t length) {
    unsigned char head[9];
    uint32_t rest = htonl((uint32_t)length + 5), id = htonl(command);
    memcpy(head, &rest, 4);
    head[4] = (unsigned char)type;
    memcpy(head + 5, &id, 4);
    if (!sendAll(1, head, sizeof head) || !sendAll(1, payload, length)) _exit(125);
}

// Tells why nothing runs and ends this process: the host part to the caller, others to it.
static void __attribute__((noreturn, format(printf, 1, 2))) die(const char *format, ...) {
    const char *error = errno == 0 ? "bad plan" : strerror(errno);
    char what[800], text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    size_t length = (size_t)snprintf(text, sizeof text, "E%s: %.200s", what, error);
    if (control < 0) frame(REFUSED, 0, text + 1, length - 1);
    else if (send(control, text, length, MSG_NOSIGNAL) < 0) _exit(125);
    _exit(exitCode);
}

// The same with "bad plan" for a reason.
#define refusePlan(...) (errno = 0, die(__VA_ARGS__))

static void sendDescriptors(int socket, const void *data, size_t length, const int *fds,
                            int count) {
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
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = room,
                             .msg_controllen = sizeof room};
    ssize_t n;
    do n = recvmsg(socket, &message, flags | MSG_CMSG_CLOEXEC); while (n < 0 && errno == EINTR);
    *count = 0;
    struct cmsghdr *head = n < 0 ? NULL : CMSG_FIRSTHDR(&message);
    if (head != NULL && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS) {
        *count = (int)((head->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        memcpy(fds, CMSG_DATA(head), sizeof(int) * (size_t)*count);
    }
    return n;
}

// ---- the plan ------------------------------------------------------------------------------

// A row of entries: u8 letter, u8 count of arguments, each of them u32 length, bytes, NUL.
//
//   j pid          the process that must live     r path           Unix socket for connections
//   0              no namespaces                  L kind type address port   listen inside
//   l which value  limit                          f c|z program    filter of commands, zygote
//   k path         hide                           q path           hide in the /proc of commands
//   d mode path    folder                         e mode path      empty file
//   s to path      symbolic link                  a rights path    Landlock rule
//   m type flags options path                     new mount
//   b h|n attributes optional from to             copy of a mount, of the host or the new tree
static uint64_t number(const struct entry *entry, int index) {
    return strtoull(entry->at[index], NULL, 10);
}

static struct entries parse(char *at, const char *end) {
    static char none[1];
    struct entries made;
    errno = ENOMEM;
    made.first = made.end = calloc((size_t)(end - at) / 2 + 1, sizeof *made.first);
    if (made.first == NULL) die("finding memory");
    while (end - at >= 2) {
        struct entry *entry = made.end++;
        entry->operation = *at++;
        int count = *at++;
        for (int i = 0; i < MAX_ARGUMENTS; i++) entry->at[i] = none;
        for (int i = 0; i < count; i++) {
            uint32_t length = UINT32_MAX;
            if (end - at >= 5) memcpy(&length, at, 4);
            length = ntohl(length);
            if (i >= MAX_ARGUMENTS || length >= end - at - 4 || at[4 + (size_t)length] != 0)
                refusePlan("an entry ends in the middle");
            entry->at[i] = at + 4;
            entry->bytes[i] = length;
            at += 5 + (size_t)length;
        }
    }
    return made;
}

// ---- the tree of mounts --------------------------------------------------------------------

static int hostRoot = -1, newRoot = -1;

static int openBelow(int root, const char *path, int flags) {
    struct { uint64_t flags, mode, resolve; } how = {
        (uint64_t)(flags | O_PATH | O_NOFOLLOW | O_CLOEXEC), 0, NO_SYMLINKS | IN_ROOT};
    return (int)syscall(SYS_OPENAT2, root, path, &how, sizeof how);
}

static void setAttributes(int fd, const char *path, unsigned flags, uint64_t attributes) {
    struct { uint64_t set, clear, propagation, userns; } set = {attributes, 0, 0, 0};
    if (syscall(SYS_MOUNT_SETATTR, fd, path, flags, &set, sizeof set) != 0)
        die("setting mount flags of %s", path);
}

// Attaches a copy of what `source` names in the tree below `root` at `path` of the new tree.
static void attach(int root, const char *source, const char *path, uint64_t attributes,
                   bool optional) {
    int from = openBelow(root, source, 0);
    struct stat info;
    if (from < 0 && optional && (errno == ENOENT || errno == EACCES || errno == ELOOP)) return;
    if (from < 0 || fstat(from, &info) != 0) die("opening %s", source);
    if (S_ISLNK(info.st_mode)) {
        errno = ELOOP;
        die("%s is a symbolic link", source);
    }
    int tree = (int)syscall(SYS_OPEN_TREE, from, "",
                            CLONE_TREE | O_CLOEXEC | AT_EMPTY_PATH | RECURSIVE);
    if (tree < 0) die("copying the mount of %s", source);
    setAttributes(tree, "", AT_EMPTY_PATH | RECURSIVE, attributes);
    bool first = strcmp(path, "/") == 0;
    int to = first ? open("/newroot", O_PATH | O_CLOEXEC) : openBelow(newRoot, path, 0);
    if (to < 0 || syscall(SYS_MOVE_MOUNT, tree, "", to, "", FROM_EMPTY_PATH | TO_EMPTY_PATH) != 0)
        die("attaching %s, which must not be reached through a link", path);
    if (first) newRoot = open("/newroot", O_PATH | O_DIRECTORY | O_CLOEXEC);
    close(to);
    close(from);
    close(tree);
}

static const char *hiddenLike(mode_t mode) {
    return S_ISDIR(mode) ? "/dev/.hidden/folder" : "/dev/.hidden/file";
}

static void hide(const char *path) {
    int fd = openBelow(newRoot, path, 0);
    struct stat info;
    if (fd < 0 && (errno == ENOENT || errno == EACCES || errno == ENOTDIR)) return;
    if (fd < 0 || fstat(fd, &info) != 0) die("hiding %s", path);
    close(fd);
    attach(newRoot, S_ISLNK(info.st_mode) ? path : hiddenLike(info.st_mode), path,
           ATTR_RDONLY | ATTR_NOSUID | ATTR_NODEV | ATTR_NOEXEC, false);
}

static void mountNew(const char *type, unsigned long flags, const char *options, const char *path) {
    char target[MAX_PATH];
    bool proc = strcmp(type, "proc") == 0, sys = strcmp(type, "sysfs") == 0;
    int there = openBelow(newRoot, path, O_DIRECTORY);
    if (there < 0) die("opening %s, which must not be reached through a link", path);
    close(there);
    snprintf(target, sizeof target, "/newroot%s", path);
    bool works = mount(type, target, type, flags, options) == 0;
    if (!works && !proc && !sys) die("mounting a new %s on %s", type, path);
    // A container may show only a part of these; then there is none, never the host's.
    if (!works) hide(path);
    if (proc) procWorks = works;
}

static void make(const char *path, mode_t mode, const char *link) {
    const char *name = strrchr(path, '/');
    char parent[MAX_PATH];
    if (name == NULL) refusePlan("not an absolute path: %.200s", path);
    snprintf(parent, sizeof parent, "/%.*s", (int)(name - path), path);
    int folder = openBelow(newRoot, parent, O_DIRECTORY);
    int made = folder < 0 ? -1 : link != NULL ? symlinkat(link, folder, name + 1)
        : S_ISDIR(mode) ? mkdirat(folder, name + 1, mode & 07777)
                        : mknodat(folder, name + 1, mode, 0);
    if (made != 0 && (folder < 0 || errno != EEXIST)) die("making %s", path);
    close(folder);
}

static void buildTree(const struct entry *entry) {
    char *const *at = entry->at;
    switch (entry->operation) {
    case 'b':
        attach(*at[0] == 'h' ? hostRoot : newRoot, at[3], at[4], number(entry, 1), *at[2] == '1');
        break;
    case 'm': mountNew(at[0], number(entry, 1), at[2], at[3]); break;
    case 'k': hide(at[0]); break;
    case 's': make(at[1], 0, at[0]); break;
    case 'd': make(at[1], S_IFDIR | (mode_t)number(entry, 0), NULL); break;
    case 'e': make(at[1], S_IFREG | (mode_t)number(entry, 0), NULL); break;
    }
}

static void makeRoot(void) {
    if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) != 0)
        die("cutting mounts off from the host");
    // Any folder that exists everywhere will do: it stays as it is below.
    if (mount("tmpfs", "/dev", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=1m") != 0
        || chdir("/dev") != 0 || mkdir("newroot", 0755) != 0 || mkdir("oldroot", 0755) != 0)
        die("mounting a first tmpfs");
    if (syscall(SYS_pivot_root, ".", "oldroot") != 0 || chdir("/") != 0) die("changing the root");
    hostRoot = open("/oldroot", O_PATH | O_DIRECTORY | O_CLOEXEC);
    for (struct entry *e = plan.first; e < plan.end; e++) buildTree(e);
    if (newRoot < 0) refusePlan("the plan has no root");
    setAttributes(newRoot, "dev", 0, ATTR_RDONLY);
    closeIf(&hostRoot);
    closeIf(&newRoot);
    if (umount2("/oldroot", MNT_DETACH) != 0 || chdir("/newroot") != 0)
        die("leaving the host's tree");
    if (syscall(SYS_pivot_root, ".", ".") != 0 || umount2(".", MNT_DETACH) != 0 || chdir("/") != 0)
        die("changing to the new root");
    setAttributes(AT_FDCWD, "/", 0, ATTR_RDONLY);
}

// ---- Landlock, a second lock behind the mounts ---------------------------------------------

static void allowBelow(const char *where, uint64_t rights) {
    struct { uint64_t rights; int32_t fd; } __attribute__((packed)) rule;
    struct stat info;
    rule.fd = open(where, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (rule.fd < 0 && errno == ENOENT) return;
    if (rule.fd < 0 || fstat(rule.fd, &info) != 0) die("opening %s for Landlock", where);
    // What is no folder takes only the rights of files.
    rule.rights = rights & landlockRights
        & (S_ISDIR(info.st_mode) ? ~0ull : 1u | 2u | 4u | 1u << 14 | 1u << 15);
    if (syscall(SYS_LANDLOCK_ADD, landlock, 1, &rule, 0) != 0) die("a Landlock rule for %s", where);
    close(rule.fd);
}

static void buildLandlock(void) {
    struct { uint64_t files, network, scoped; } handled = {0, 0, 0};
    long abi = syscall(SYS_LANDLOCK_CREATE, NULL, 0, 1);
    if (abi < 1) return;
    handled.files = landlockRights = (1u << (abi >= 5 ? 16 : abi >= 3 ? 15 : 12 + abi)) - 1;
    if (abi >= 6) handled.scoped = 3;
    size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    landlock = (int)syscall(SYS_LANDLOCK_CREATE, &handled, size, 0);
    if (landlock < 0) die("making a Landlock rule set");
    for (struct entry *e = plan.first; e < plan.end; e++)
        if (e->operation == 'a') allowBelow(e->at[1], number(e, 0));
}

// ---- giving up privileges ------------------------------------------------------------------

static void setCapabilities(uint32_t kept) {
    struct { uint32_t version; int pid; } head = {0x20080522, 0};
    struct { uint32_t effective, permitted, inheritable; } sets[2] = {{kept, kept, 0}, {0, 0, 0}};
    if (syscall(SYS_capset, &head, sets) != 0) die("giving up capabilities");
}

static void installFilter(struct sock_fprog *filter) {
    if (syscall(SYS_seccomp, 1, 0, filter) != 0) die("installing the system call filter");
}

// ---- the stub: pid 1 of one command --------------------------------------------------------

// What a command is: the payload of START, in a memory file. u8 flags (1 terminal, 2 stderr apart),
// then entries: C folder, A argument, V variable as NAME=value, T it has a terminal.
enum { TERMINAL = 1, SPLIT = 2 };
// Stub to host part: X u32 code: ended; E text: never ran; P with a descriptor: terminal.
// Host part to stub: I: interrupt; closing its end: kill.

static int openTerminal(void) {
    struct winsize size = {24, 80, 0, 0};
    int off = 0, flags = O_RDWR | O_NOCTTY | O_CLOEXEC, slave = -1;
    int master = open("/dev/ptmx", flags);
    if (master >= 0 && ioctl(master, TIOCSPTLCK, &off) == 0)
        slave = ioctl(master, TIOCGPTPEER, flags);
    if (slave < 0) die("opening a terminal");
    ioctl(slave, TIOCSWINSZ, &size);
    sendDescriptors(control, "P", 1, &master, 1);
    close(master);
    return slave;
}

static void __attribute__((noreturn)) runCommand(const int fds[3], struct entries words) {
    size_t count = (size_t)(words.end - words.first), arguments = 0, variables = 0;
    char **argv = calloc(count + 1, sizeof *argv), **envp = calloc(count + 1, sizeof *envp);
    if (argv == NULL || envp == NULL) die("finding memory");
    const char *folder = "/";
    for (struct entry *word = words.first; word < words.end; word++) {
        if (word->operation == 'C') folder = word->at[0];
        if (word->operation == 'A') argv[arguments++] = word->at[0];
        if (word->operation == 'V') envp[variables++] = word->at[0];
        if (word->operation == 'T') ioctl(fds[0], TIOCSCTTY, 0);
    }
    if (arguments == 0) refusePlan("a command without a program");
    for (int i = 0; i < 3; i++) if (dup2(fds[i], i) < 0) die("connecting the command");
    for (struct entry *e = plan.first; e < plan.end; e++) {
        struct rlimit wanted = {number(e, 1), number(e, 1)};
        // Not permitted means that it is lower already.
        if (e->operation == 'l' && setrlimit((int)number(e, 0), &wanted) != 0 && errno != EPERM)
            die("setting a limit");
    }
    if (chdir(folder) != 0) die("entering the folder");
    // The status socket closes by itself when the command takes over.
    if (syscall(SYS_CLOSE_RANGE, 3, ~0u, 4) != 0) die("closing descriptors");
    environ = envp;                     // whose PATH counts from here on
    execvp(argv[0], argv);
    exitCode = errno == ENOENT ? 127 : 126;
    die("starting the program");
}

static pid_t parentOf(pid_t pid) {
    char name[32], text[512];
    snprintf(name, sizeof name, "/proc/%d/stat", pid);
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    closeIf(&fd);
    text[n < 0 ? 0 : n] = 0;
    char *rest = strrchr(text, ')');
    return rest == NULL || strlen(rest) < 4 ? 0 : (pid_t)strtol(rest + 4, NULL, 10);
}

// Ends everything that is left. What has no parent any more becomes a child of this process.
static void endAll(void) {
    while (waitpid(-1, NULL, WNOHANG) >= 0 || errno == EINTR) {
        DIR *proc = plain ? opendir("/proc") : NULL;
        if (!plain) kill(-1, SIGKILL);
        for (struct dirent *entry; proc != NULL && (entry = readdir(proc)) != NULL;) {
            pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
            if (pid > 0 && parentOf(pid) == getpid() && kill(pid, SIGKILL) != 0) return;
        }
        if (proc != NULL) closedir(proc);
        waitpid(-1, NULL, 0);
    }
}

static void woken(int signum) { (void)signum; }

// Waits for the command, ends everything it left, and tells. SIGCHLD is blocked but in the wait.
static void __attribute__((noreturn)) watch(pid_t command, const sigset_t *waiting) {
    struct pollfd polled = {control, POLLIN, 0};
    int code = -1, result;
    while (code < 0) {
        char order = 0;
        int events = ppoll(&polled, 1, NULL, waiting);
        if (events < 0 && errno != EINTR) code = 125;
        if (events > 0 && recv(control, &order, 1, MSG_DONTWAIT) == 0) code = 137;
        if (order == 'I' && kill(-command, SIGINT) != 0) kill(command, SIGINT);
        for (pid_t pid; (pid = waitpid(-1, &result, WNOHANG)) > 0;)
            if (pid == command)
                code = WIFEXITED(result) ? WEXITSTATUS(result) : 128 + WTERMSIG(result);
    }
    endAll();
    unsigned char message[2] = {'X', (unsigned char)code};
    if (send(control, message, sizeof message, MSG_NOSIGNAL) < 0) _exit(125);
    _exit(0);
}

static void mountProc(void) {
    struct stat info;
    if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, NULL) != 0)
        die("mounting /proc");
    for (struct entry *e = plan.first; e < plan.end; e++) {
        if (e->operation != 'q' || stat(e->at[0], &info) != 0) continue;
        if (mount(hiddenLike(info.st_mode), e->at[0], NULL, MS_BIND, NULL) != 0)
            die("hiding a part of /proc");
    }
}

// given: definition, status, stdin, stdout, stderr
static void __attribute__((noreturn)) stub(const int *given) {
    int fds[3] = {given[2], given[3], given[4]};
    struct stat info;
    sigset_t child, before;
    control = given[1];
    if (procWorks) mountProc();
    if (fstat(given[0], &info) != 0) die("reading the command");
    char *text = mmap(NULL, (size_t)info.st_size + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE,
                      given[0], 0);
    if (text == MAP_FAILED) die("reading the command");
    struct entries words = parse(text + 1, text + info.st_size);
    if ((*text & TERMINAL) != 0) fds[0] = fds[1] = fds[2] = openTerminal();
    if (plain) prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    else setCapabilities(0);
    if (landlock >= 0 && syscall(SYS_LANDLOCK_RESTRICT, landlock, 0) != 0)
        die("entering the Landlock rules");
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &before);
    signal(SIGCHLD, woken);
    if (commandFilter.len > 0) installFilter(&commandFilter);
    pid_t first = fork();
    if (first < 0) die("forking");
    if (first == 0) {
        sigemptyset(&before);
        sigprocmask(SIG_SETMASK, &before, NULL);
        for (int signum = 1; signum < 32; signum++) signal(signum, SIG_DFL);
        setsid();
        runCommand(fds, words);
    }
    for (int i = 0; i < 3; i++) close(fds[i]);
    watch(first, &before);
}

// ---- the zygote: pid 1 of the session ------------------------------------------------------

static void writeFile(const char *name, const char *text) {
    int fd = open(name, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) < 0) die("writing %s", name);
    close(fd);
}

static void listenOn(const struct entry *entry) {
    struct sockaddr_in where = {.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)number(entry, 3))};
    int type = (int)number(entry, 1);
    int fd = socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    inet_pton(AF_INET, entry->at[2], &where.sin_addr);
    if (fd < 0 || bind(fd, (struct sockaddr *)&where, sizeof where) != 0
        || (type == SOCK_STREAM && listen(fd, 128) != 0))
        die("listening on port %s inside", entry->at[3]);
    sendDescriptors(control, entry->at[0], 1, &fd, 1);
    close(fd);
}

static void makeNetwork(void) {
    struct ifreq loopback = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    // Resolvers that ask for names only if an address is configured do not count 127.0.0.1.
    struct ifreq more = {.ifr_name = "lo:1"};
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_addr = {htonl(0x7f000002)}};
    memcpy(&more.ifr_addr, &where, sizeof where);
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &loopback) != 0 || ioctl(fd, SIOCSIFADDR, &more) != 0)
        die("switching loopback on (a user namespace without capabilities?)");
    close(fd);
    for (struct entry *e = plan.first; e < plan.end; e++) if (e->operation == 'L') listenOn(e);
}

static void enterNamespaces(uid_t user, gid_t group) {
    char text[64];
    writeFile("/proc/self/setgroups", "deny");
    snprintf(text, sizeof text, "%u %u 1", user, user);
    writeFile("/proc/self/uid_map", text);
    snprintf(text, sizeof text, "%u %u 1", group, group);
    writeFile("/proc/self/gid_map", text);
    prctl(PR_SET_DUMPABLE, 0);
    makeNetwork();
    makeRoot();
    if (sethostname("sandbox", 7) != 0) die("naming the sandbox");
    buildLandlock();
    for (int capability = 0; prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0; capability++) {}
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    setCapabilities(1u << 21);          // CAP_SYS_ADMIN, for the stubs' namespaces
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) die("giving up new privileges");
    umask(022);
    installFilter(&zygoteFilter);
}

static void __attribute__((noreturn)) zygote(uid_t user, gid_t group) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);   // before this line, its end closes the control socket
    setsid();
    signal(SIGCHLD, SIG_IGN);
    if (!plain) enterNamespaces(user, group);
    if (send(control, "O", 1, MSG_NOSIGNAL) != 1) _exit(125);
    for (;;) {
        char name[16];
        int fds[8], count;
        ssize_t n = receive(control, name, sizeof name, 0, fds, &count);
        if (n <= 0 || count != 5) _exit(0);
        long flags = plain ? SIGCHLD : CLONE_NEWPID | CLONE_NEWNS | SIGCHLD;
        long pid = syscall(SYS_clone, flags, 0, 0, 0, 0);
        if (pid == 0) {
            prctl(PR_SET_NAME, name, 0, 0, 0);      // by which the caller finds its processes
            stub(fds);
        }
        for (int i = 0; i < count; i++) close(fds[i]);      // without a stub the command ends
    }
}

// ---- the host part -------------------------------------------------------------------------

enum { STATUS, IN, OUT, ERR };
struct command {
    uint32_t id;
    int fd[4];                          // -1 when closed; a terminal's master is both in and out
    char *pending;                      // what the command has not read yet
    size_t pendingBytes, pendingAt;
    bool inputEnds, ended, terminal;
    uint32_t code;
};

static struct command commands[MAX_COMMANDS];
static struct listener { int fd; char kind; } listeners[MAX_LISTENERS];
static int commandCount, listenerCount, relayCount;

static void nonBlocking(int fd) { fcntl(fd, F_SETFL, O_NONBLOCK | fcntl(fd, F_GETFL)); }

static void start(uint32_t id, const char *payload, size_t length) {
    static const char why[] = "no descriptors, memory or place left for a command; stop one";
    int flags = length == 0 ? 0 : payload[0];
    bool terminal = (flags & TERMINAL) != 0;
    int pair[4][2] = {{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}};
    int definition = (int)syscall(SYS_memfd_create, "command", 1);
    bool good = commandCount < MAX_COMMANDS && sendAll(definition, payload, length)
        && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair[STATUS]) == 0
        && pipe2(pair[IN], O_CLOEXEC) == 0 && pipe2(pair[OUT], O_CLOEXEC) == 0
        && ((flags & SPLIT) == 0 || pipe2(pair[ERR], O_CLOEXEC) == 0);
    if (good) {
        char name[16];
        int given[5] = {definition, pair[STATUS][1], pair[IN][0], pair[OUT][1],
                        pair[flags & SPLIT ? ERR : OUT][1]};
        struct command *command = &commands[commandCount++];
        *command = (struct command){.id = id, .terminal = terminal};
        for (int i = STATUS; i <= ERR; i++) {
            int *mine = &pair[i][i == IN ? 1 : 0];
            command->fd[i] = terminal && i != STATUS ? -1 : *mine;
            if (command->fd[i] < 0) continue;
            *mine = -1;
            nonBlocking(command->fd[i]);
        }
        snprintf(name, sizeof name, "cordon-%u", id);
        sendDescriptors(control, name, sizeof name, given, 5);
    } else {
        frame(REFUSED, id, why, strlen(why));
        frame(EXITED, id, "\0\0\0\175", 4);
    }
    closeIf(&definition);
    for (int i = 0; i < 8; i++) closeIf(&pair[i / 2][i % 2]);
}

static void feed(struct command *command) {
    while (command->fd[IN] >= 0 && command->pendingAt < command->pendingBytes) {
        size_t left = command->pendingBytes - command->pendingAt;
        ssize_t n = write(command->fd[IN], command->pending + command->pendingAt, left);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (n < 0) n = (ssize_t)left;                   // nobody reads any more
        command->pendingAt += (size_t)n;
        uint32_t taken = htonl((uint32_t)n);
        frame(TAKEN, command->id, &taken, 4);
    }
    if (command->pendingAt < command->pendingBytes) return;
    command->pendingAt = command->pendingBytes = 0;
    if (command->inputEnds && !command->terminal) closeIf(&command->fd[IN]);
}

static void input(struct command *command, const char *data, size_t length) {
    char *grown = realloc(command->pending, command->pendingBytes + length + 1);
    if (grown == NULL) return;
    if (length > 0) memcpy(grown + command->pendingBytes, data, length);
    command->pending = grown;
    command->pendingBytes += length;
    if (command->fd[IN] >= 0) feed(command);
}

static void obey(int type, uint32_t id, const char *payload, size_t length) {
    struct command *command = commands, *end = commands + commandCount;
    if (type == START) start(id, payload, length);
    if (type == PLAN && plan.first == NULL) {
        char *copy = malloc(length + 1);
        if (copy == NULL) die("finding memory");
        memcpy(copy, payload, length);
        plan = parse(copy, copy + length);
    }
    while (command < end && command->id != id) command++;
    if (type == START || command == end) return;
    if (type == STDIN) {
        input(command, payload, length);
    } else if (type == STDIN_END) {
        command->inputEnds = true;
        input(command, "\004", command->terminal ? 1 : 0);
    } else if (type == INTERRUPT && command->terminal) {
        input(command, "\003", 1);
    } else if (type == INTERRUPT) {
        (void)!send(command->fd[STATUS], "I", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    } else if (type == KILL) {
        shutdown(command->fd[STATUS], SHUT_WR);
    }
}

// Passes on what a command wrote, by OUT or ERR; true while there may be more.
static bool drain(struct command *command, int which) {
    static char buffer[CHUNK];
    int *fd = &command->fd[which];
    ssize_t n = *fd < 0 ? 0 : read(*fd, buffer, sizeof buffer);
    if (n > 0) frame(which == OUT ? STDOUT : STDERR, command->id, buffer, (size_t)n);
    if (n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR))) return n > 0;
    if (command->terminal) command->fd[IN] = -1;
    closeIf(fd);
    return false;
}

static void finish(struct command *command) {
    // Everything that could write is dead, so what is in the pipes now is all there is.
    while (drain(command, OUT) || drain(command, ERR)) {}
    uint32_t code = htonl(command->code);
    frame(EXITED, command->id, &code, 4);
    if (command->terminal) command->fd[IN] = -1;
    for (int i = STATUS; i <= ERR; i++) closeIf(&command->fd[i]);
    free(command->pending);
    *command = commands[--commandCount];
}

static void hear(struct command *command) {
    char message[1024];
    int fds[8], count;
    ssize_t n = receive(command->fd[STATUS], message, sizeof message, MSG_DONTWAIT, fds, &count);
    if (n < 0 && errno == EAGAIN) return;
    if (n > 0 && message[0] == 'P' && count == 1) {
        command->fd[IN] = command->fd[OUT] = fds[0];
        nonBlocking(fds[0]);
        feed(command);
    } else if (n > 0 && message[0] == 'E') {
        frame(REFUSED, command->id, message + 1, (size_t)n - 1);
    } else {                             // ended; without a word if the kernel killed the stub
        command->ended = true;
        command->code = n == 2 && message[0] == 'X' ? (unsigned char)message[1] : 137;
    }
}

// ---- connections out of the sandbox, each to the caller's socket ---------------------------

// Opens the caller's socket and says there what was accepted, and where it wanted to go.
static int openRelay(char kind, int accepted) {
    struct sockaddr_un where = {.sun_family = AF_UNIX};
    struct sockaddr_in original = {0};
    socklen_t length = sizeof original;
    unsigned char head[28] = {'C', 'R', 'D', '1', (unsigned char)kind};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(where.sun_path, sizeof where.sun_path, "%s", relaySocket);
    if (getsockname(accepted, (struct sockaddr *)&original, &length) == 0) {
        memcpy(head + 6, &original.sin_port, 2);
        head[22] = head[23] = 0xff;
        memcpy(head + 24, &original.sin_addr, 4);
    }
    uint32_t id = commandCount == 1 ? htonl(commands[0].id) : 0;
    memcpy(head + 8, &id, 4);
    if (fd < 0 || connect(fd, (struct sockaddr *)&where, sizeof where) != 0
        || !sendAll(fd, head, sizeof head))
        closeIf(&fd);
    return fd;
}

// Copies one way until the end; each way is a process of its own, so neither waits for the other.
static void __attribute__((noreturn)) copy(int from, int to) {
    char buffer[CHUNK];
    for (ssize_t n; (n = read(from, buffer, sizeof buffer)) != 0;) {
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 || !sendAll(to, buffer, (size_t)n)) break;
    }
    shutdown(from, SHUT_RD);
    shutdown(to, SHUT_WR);
    _exit(0);
}

// True in a child, which ends with the host part.
static bool child(void) {
    pid_t pid = fork();
    if (pid > 0) relayCount++;
    if (pid != 0) return false;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    return true;
}

static void acceptRelay(int listener, char kind) {
    int inside = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (inside < 0) return;
    int outside = relayCount + 2 <= MAX_RELAYS ? openRelay(kind, inside) : -1;
    if (outside >= 0 && child()) copy(inside, outside);
    if (outside >= 0 && child()) copy(outside, inside);
    close(inside);
    closeIf(&outside);
}

// One question to the name server: asked and answered with its length before it, as over TCP.
static void ask(int listener) {
    unsigned char data[2 + 1500];
    struct sockaddr_in asker;
    socklen_t length = sizeof asker;
    ssize_t n = recvfrom(listener, data + 2, 1500, 0, (struct sockaddr *)&asker, &length);
    if (n <= 0 || relayCount >= MAX_RELAYS || !child()) return;
    int fd = openRelay('D', listener);
    data[0] = (unsigned char)(n >> 8);
    data[1] = (unsigned char)n;
    if (fd < 0 || !sendAll(fd, data, (size_t)n + 2)) _exit(0);
    if (recv(fd, data, 2, MSG_WAITALL) != 2) _exit(0);
    n = data[0] << 8 | data[1];
    if (n <= 1500 && recv(fd, data, (size_t)n, MSG_WAITALL) == n)
        (void)!sendto(listener, data, (size_t)n, 0, (struct sockaddr *)&asker, sizeof asker);
    _exit(0);
}

// ---- the loop ------------------------------------------------------------------------------

// Reads what the caller sent and obeys each whole frame; false when the caller is gone.
static bool listenToCaller(void) {
    static char *inbox, buffer[CHUNK];
    static size_t bytes;
    ssize_t n = read(0, buffer, sizeof buffer);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) return true;
    char *grown = n <= 0 ? NULL : realloc(inbox, bytes + (size_t)n);
    if (grown == NULL) return false;
    inbox = grown;
    memcpy(inbox + bytes, buffer, (size_t)n);
    bytes += (size_t)n;
    size_t at = 0;
    while (bytes - at >= 9) {
        uint32_t length, id;
        memcpy(&length, inbox + at, 4);
        memcpy(&id, inbox + at + 5, 4);
        length = ntohl(length);
        if (length < 5 || length > MAX_FRAME) return false;
        if (bytes - at < 4 + (size_t)length) break;
        obey(inbox[at + 4], ntohl(id), inbox + at + 9, length - 5);
        at += 4 + (size_t)length;
    }
    memmove(inbox, inbox + at, bytes - at);
    bytes -= at;
    return true;
}

static void __attribute__((noreturn)) serve(int jvm) {
    static struct pollfd polled[3 + MAX_LISTENERS + 4 * MAX_COMMANDS];
    for (;;) {
        int n = 0, commandsBefore = commandCount;
        polled[n++] = (struct pollfd){0, POLLIN, 0};
        polled[n++] = (struct pollfd){jvm, POLLIN, 0};
        polled[n++] = (struct pollfd){control, POLLIN, 0};
        for (int i = 0; i < listenerCount; i++)
            polled[n++] = (struct pollfd){listeners[i].fd, POLLIN, 0};
        for (int i = 0; i < commandsBefore; i++) {
            struct command *c = &commands[i];
            bool more = c->pendingAt < c->pendingBytes;
            for (int f = STATUS; f <= ERR; f++)
                polled[n++] = (struct pollfd){f != IN || more ? c->fd[f] : -1,
                                              f == IN ? POLLOUT : POLLIN, 0};
        }
        if (poll(polled, (nfds_t)n, -1) < 0 && errno != EINTR) _exit(125);
        if (polled[1].revents != 0 || polled[2].revents != 0) _exit(0);
        while (waitpid(-1, NULL, WNOHANG) > 0) relayCount--;
        struct pollfd *at = polled + 3 + listenerCount;
        for (int i = 0; i < commandsBefore; i++, at += 4) {
            struct command *c = &commands[i];
            if (at[OUT].revents != 0) drain(c, OUT);
            if (at[ERR].revents != 0) drain(c, ERR);
            if (at[IN].revents != 0) feed(c);
            if (at[STATUS].revents != 0) hear(c);
        }
        for (int i = commandCount - 1; i >= 0; i--) if (commands[i].ended) finish(&commands[i]);
        for (int i = 0; i < listenerCount; i++) {
            if (polled[3 + i].revents == 0) continue;
            if (listeners[i].kind == 'D') ask(listeners[i].fd);
            else acceptRelay(listeners[i].fd, listeners[i].kind);
        }
        if (polled[0].revents != 0 && !listenToCaller()) _exit(0);
    }
}

// Does what the plan says of the host part; gives a descriptor of the process that must live.
static int obeyPlan(void) {
    int jvm = -1;
    for (struct entry *e = plan.first; e < plan.end; e++) {
        if (e->operation == '0') plain = true;
        if (e->operation == 'r') relaySocket = e->at[0];
        if (e->operation == 'f')
            *(*e->at[0] == 'c' ? &commandFilter : &zygoteFilter) =
                (struct sock_fprog){(unsigned short)(e->bytes[1] / 8), (void *)e->at[1]};
        if (e->operation == 'j') {
            jvm = (int)syscall(SYS_PIDFD_OPEN, (pid_t)number(e, 0), 0);
            if (jvm < 0 || getppid() != (pid_t)number(e, 0)) die("watching the caller");
        }
    }
    if (!plain && (commandFilter.len == 0 || zygoteFilter.len == 0))
        refusePlan("the plan has no system call filter");
    return jvm;
}

int main(void) {
    int sockets[2];
    signal(SIGPIPE, SIG_IGN);
    setsid();
    if (syscall(SYS_CLOSE_RANGE, 3, ~0u, 0) != 0)
        die("closing descriptors (Linux 5.12 or newer is needed)");
    while (plan.first == NULL) if (!listenToCaller()) _exit(125);
    int jvm = obeyPlan();
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) die("making sockets");
    uid_t user = geteuid();
    gid_t group = getegid();
    long flags = plain ? 0 : CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC
                             | CLONE_NEWUTS | CLONE_NEWCGROUP | CLONE_NEWNET;
    long pid = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
    if (pid < 0)
        die("cannot create a user namespace; look at kernel.apparmor_restrict_unprivileged_userns, "
            "user.max_user_namespaces and kernel.unprivileged_userns_clone");
    if (pid == 0) {
        int null = open("/dev/null", O_RDWR | O_CLOEXEC);
        control = sockets[1];
        close(sockets[0]);
        for (int i = 0; i < 3; i++) if (null < 0 || dup2(null, i) < 0) die("opening /dev/null");
        close(null);
        closeIf(&jvm);
        zygote(user, group);
    }
    close(sockets[1]);
    for (;;) {
        char message[1100];
        int fds[8], count;
        ssize_t n = receive(sockets[0], message, sizeof message, 0, fds, &count);
        if (n <= 0) refusePlan("the sandbox ended while it was set up");
        if (message[0] == 'E') {
            frame(REFUSED, 0, message + 1, (size_t)n - 1);
            _exit(125);
        }
        if (message[0] == 'O') {
            frame(READY, 0, message + 1, 1);
            break;
        }
        if (count == 1 && listenerCount < MAX_LISTENERS)
            listeners[listenerCount++] = (struct listener){fds[0], message[0]};
    }
    control = sockets[0];
    serve(jvm);
}
