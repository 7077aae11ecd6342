// Hands a command line to a warm process of Cordon, or starts a cold one.
//
//   cordon-warm run SOCKET BUILD LAUNCHER [ARGUMENT...]
//   cordon-warm serve SOCKET LAUNCHER LOG MINUTES
//
// `run` connects to SOCKET and passes descriptors 0, 1 and 2, the folder, the arguments and the
// environment. The process there looks at the kernel's facts about this one and takes the run only
// if it would be the same in both; if it does not, or nobody listens, LAUNCHER takes the place of
// this program and starts as if it had not been there. After the run was taken nothing is ever
// started twice.
//
// A request, sent in one go with the three descriptors: "CRDN", u32 length of what follows, big
// endian, then strings that each end with NUL: BUILD, the folder, the count of arguments, the
// arguments, the environment. The answer is 'N', or 'Y', to which this side says 'G' and the run
// begins; at its end comes 'X' and the exit code. Between them a signal goes as a byte, its number.
//
// `serve` starts LAUNCHER as a process of its own session and waits until SOCKET is there.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_REQUEST = 8 << 20, ANSWER_SECONDS = 5, START_SECONDS = 30 };

extern char **environ;
static int signals[2];  // what arrived, as bytes

static void arrived(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    if (write(signals[1], &byte, 1) < 0) _exit(128 + number);
    errno = saved;
}

static void __attribute__((noreturn)) cold(char **launcher) {
    setenv("CORDON_COLD", "1", 1);
    execv(launcher[0], launcher);
    fprintf(stderr, "cordon: %s cannot be started: %s\n", launcher[0], strerror(errno));
    _exit(2);
}

static int connected(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat facts;
    if (strlen(path) >= sizeof address.sun_path) return -1;
    // Nobody else's socket: who answers would get our descriptors and our environment.
    if (lstat(path, &facts) < 0 || !S_ISSOCK(facts.st_mode) || facts.st_uid != geteuid()) return -1;
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
        getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0 || peer.uid != geteuid()) {
        close(fd);
        return -1;
    }
    return fd;
}

// The request, or NULL if it is too long or there is no memory.
static char *request(const char *build, char **arguments, size_t *length) {
    char folder[4096], count[16];
    int n = 0;
    size_t all = 8;
    if (getcwd(folder, sizeof folder) == NULL) return NULL;
    for (char **at = arguments; *at != NULL; at++, n++) all += strlen(*at) + 1;
    snprintf(count, sizeof count, "%d", n);
    all += strlen(build) + strlen(folder) + strlen(count) + 3;
    for (char **at = environ; *at != NULL; at++) all += strlen(*at) + 1;
    if (all > MAX_REQUEST) return NULL;
    char *made = malloc(all), *end = made;
    if (made == NULL) return NULL;
    uint32_t rest = htonl((uint32_t)(all - 8));
    memcpy(made, "CRDN", 4);
    memcpy(made + 4, &rest, 4);
    end = made + 8;
    end = stpcpy(end, build) + 1;
    end = stpcpy(end, folder) + 1;
    end = stpcpy(end, count) + 1;
    for (char **at = arguments; *at != NULL; at++) end = stpcpy(end, *at) + 1;
    for (char **at = environ; *at != NULL; at++) end = stpcpy(end, *at) + 1;
    *length = all;
    return made;
}

static bool sent(int fd, const char *data, size_t length) {
    const int descriptors[3] = {0, 1, 2};
    char room[CMSG_SPACE(sizeof descriptors)] = {0};
    struct iovec part = {(void *)(uintptr_t)data, 8};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = room,
                             .msg_controllen = sizeof room};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof descriptors);
    memcpy(CMSG_DATA(head), descriptors, sizeof descriptors);
    // The head of eight bytes with the descriptors first: a stream may split what is longer.
    if (sendmsg(fd, &message, MSG_NOSIGNAL) != 8) return false;
    for (const char *at = data + 8, *end = data + length; at < end;) {
        ssize_t n = send(fd, at, (size_t)(end - at), MSG_NOSIGNAL);
        if (n < 0 && errno != EINTR) return false;
        if (n > 0) at += n;
    }
    return true;
}

// One byte of the answer; -1 if the other side went away or, with a limit, was too slow. Signals
// go there meanwhile; the last is remembered.
static int answer(int fd, int millis, int *signalled) {
    for (;;) {
        struct pollfd ready[2] = {{fd, POLLIN, 0}, {signals[0], POLLIN, 0}};
        int n = poll(ready, 2, millis);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return -1;
        unsigned char byte;
        if (ready[1].revents != 0 && read(signals[0], &byte, 1) == 1) {
            *signalled = byte;
            if (send(fd, &byte, 1, MSG_NOSIGNAL) < 0) return -1;
        }
        if (ready[0].revents != 0) return recv(fd, &byte, 1, 0) == 1 ? byte : -1;
    }
}

static int run(const char *path, const char *build, char **launcher) {
    size_t length = 0;
    for (int fd = 0; fd < 3; fd++) {
        if (fcntl(fd, F_GETFD) < 0) cold(launcher);
    }
    int fd = connected(path), signalled = 0;
    char *data = fd < 0 ? NULL : request(build, launcher + 1, &length);
    if (data == NULL || pipe2(signals, O_CLOEXEC | O_NONBLOCK) < 0) cold(launcher);
    const int passed[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = arrived, .sa_flags = SA_RESTART}, before[3];
    for (int i = 0; i < 3; i++) {
        sigaction(passed[i], NULL, &before[i]);
        // What the caller ignores stays ignored, as under nohup.
        if (before[i].sa_handler != SIG_IGN) sigaction(passed[i], &action, NULL);
    }
    if (!sent(fd, data, length) || answer(fd, ANSWER_SECONDS * 1000, &signalled) != 'Y') {
        // Closed first: a process that is slow to answer must find nobody, not take the run.
        close(fd);
        if (signalled != 0) _exit(128 + signalled);
        for (int i = 0; i < 3; i++) sigaction(passed[i], &before[i], NULL);
        cold(launcher);
    }
    // Only now may it begin: a 'Y' that came too late for the limit above starts nothing.
    int code = -1;
    if (send(fd, "G", 1, MSG_NOSIGNAL) == 1 && answer(fd, -1, &signalled) == 'X') {
        code = answer(fd, -1, &signalled);
    }
    if (code >= 0) return signalled != 0 ? 128 + signalled : code;
    fprintf(stderr, "cordon: the warm process ended during this run; what it did so far is in the"
                    " session and the journal (cordon sessions list)\n");
    return 1;
}

static int serve(const char *path, const char *launcher, const char *log, const char *minutes) {
    pid_t child = fork();
    if (child < 0) return 1;
    if (child == 0) {
        setsid();
        int null = open("/dev/null", O_RDWR);
        int out = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);
        if (null < 0 || out < 0 || chdir("/") < 0) _exit(1);
        dup2(null, 0);
        dup2(out, 1);
        dup2(out, 2);
        for (int fd = 3; fd < 256; fd++) close(fd);
        execl(launcher, launcher, "warm", "serve", "--minutes", minutes, (char *)NULL);
        _exit(127);
    }
    for (int i = 0; i < START_SECONDS * 50; i++) {
        int fd = connected(path);
        if (fd >= 0) {
            close(fd);
            return 0;
        }
        if (waitpid(child, NULL, WNOHANG) == child) return 1;
        nanosleep(&(struct timespec){0, 20 * 1000 * 1000}, NULL);
    }
    kill(child, SIGTERM);
    return 1;
}

int main(int count, char **arguments) {
    if (count >= 5 && strcmp(arguments[1], "run") == 0) {
        return run(arguments[2], arguments[3], arguments + 4);
    }
    if (count == 6 && strcmp(arguments[1], "serve") == 0) {
        return serve(arguments[2], arguments[3], arguments[4], arguments[5]);
    }
    fprintf(stderr, "usage: cordon-warm run SOCKET BUILD LAUNCHER [ARGUMENT...]\n");
    return 2;
}
