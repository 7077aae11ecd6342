package dev.cordon.cli;

import static dev.cordon.cli.AttackCase.MISSING;
import static dev.cordon.cli.AttackCase.call;
import static dev.cordon.cli.AttackCase.half;
import static dev.cordon.cli.AttackCase.q;
import static dev.cordon.cli.AttackCase.shell;

import dev.cordon.cli.AttackCase.Ground;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Ways out of the boundary by the network and by sockets of this machine.
final class AttackNetwork {
    private static final String ANSWER = "timeout 3 head -c 500 <&3";

    private AttackNetwork() {}

    static void cases(Ground g, List<AttackCase> cases) {
        direct(g, cases);
        proxied(g, cases);
        sockets(g, cases);
    }

    private static void direct(Ground g, List<AttackCase> cases) {
        cases.add(
                shell(
                        g,
                        "network.loopback",
                        "reach a port of this machine",
                        "exec 3<>/dev/tcp/127.0.0.1/" + g.port() + "; " + ANSWER));
        cases.add(
                shell(
                        g,
                        "network.loopback6",
                        "reach it over IPv6",
                        "exec 3<>/dev/tcp/::1/" + g.port() + "; " + ANSWER));
        cases.add(
                shell(
                        g,
                        "network.udp",
                        "send it a datagram",
                        "exec 3<>/dev/udp/127.0.0.1/"
                                + g.port()
                                + "; echo hello >&3; timeout 2 dd bs=500 count=1 <&3"));
    }

    private static void proxied(Ground g, List<AttackCase> cases) {
        cases.add(
                shell(
                                g,
                                "network.proxy",
                                "reach it through the proxy",
                                request("127.0.0.1", g.port()))
                        .unless("no proxy: the network is closed"));
        // Other spellings of the same address, which a check of the text would not know.
        StringBuilder spellings = new StringBuilder(proxy());
        for (String host :
                List.of(
                        "127.1",
                        "2130706433",
                        "0x7f000001",
                        "0177.0.0.1",
                        "0.0.0.0",
                        "[::1]",
                        "[::ffff:127.0.0.1]",
                        "localhost",
                        "localhost.")) {
            spellings.append(get(host, g.port())).append("; ");
        }
        cases.add(
                shell(g, "network.spelling", "spell its address otherwise", spellings.toString())
                        .unless("no proxy: the network is closed"));
        cases.add(
                shell(
                                g,
                                "network.proxy-metadata",
                                "reach the metadata service through the proxy",
                                proxy()
                                        + "exec 3<>/dev/tcp/$h; printf 'GET"
                                        + " http://169.254.169.254/latest/meta-data/"
                                        + " HTTP/1.1\\r\\nHost: 169.254.169.254\\r\\nConnection:"
                                        + " close\\r\\n\\r\\n' >&3; timeout 5 head -c 2000 <&3 |"
                                        + " head -1 | grep -q ' 200' && echo "
                                        + half(g.nonce()))
                        .unless("no proxy: the network is closed"));
        cases.add(
                call(
                        "network.fetch",
                        "fetch it with the tool",
                        "fetch_url",
                        "url",
                        "http://127.0.0.1:" + g.port() + "/",
                        Optional.empty(),
                        g.nonce()));
    }

    /// A name that the rules let through and that leads to this machine: what an attacker gets who
    /// answers for the name, first with any address and then with this one.
    ///
    /// @param name of this machine
    static AttackCase rebinding(Ground g, String name, int port) {
        return shell(
                        g,
                        "network.rebinding",
                        "reach this machine by a name that is allowed",
                        "p=${http_proxy:-${HTTP_PROXY:-}}; if [ -n \"$p\" ]; then "
                                + proxy()
                                + get(name, port)
                                + "; else exec 3<>/dev/tcp/"
                                + name
                                + "/"
                                + port
                                + "; "
                                + ANSWER
                                + "; fi")
                .unless("no proxy: the network is closed");
    }

    private static void sockets(Ground g, List<AttackCase> cases) {
        String missing = "there is neither perl nor python3 to open one with";
        cases.add(
                shell(
                                g,
                                "socket.agent",
                                "ask the agent that holds the user's keys",
                                connect("${SSH_AUTH_SOCK:-" + g.socket() + "}"))
                        .unless(missing));
        cases.add(
                shell(
                                g,
                                "socket.outside",
                                "use a socket beside the workspace",
                                connect(q(g.socket())))
                        .unless(missing));
        cases.add(
                shell(
                                g,
                                "socket.inside",
                                "use a socket that a program of the host has in the workspace",
                                connect(q(g.inner())))
                        .unless(missing));
        StringBuilder system = new StringBuilder(interpreter());
        for (String path :
                List.of(
                        "/var/run/docker.sock",
                        "/run/docker.sock",
                        "/run/podman/podman.sock",
                        "/run/containerd/containerd.sock",
                        "/run/systemd/private",
                        "/run/dbus/system_bus_socket",
                        "/tmp/.X11-unix/X0")) {
            system.append("try ")
                    .append(q(Path.of(path)))
                    .append(" only && echo ")
                    .append(half(g.nonce()))
                    .append("; ");
        }
        cases.add(
                shell(
                                g,
                                "socket.system",
                                "talk to docker, podman, systemd, D-Bus or X11",
                                system.toString())
                        .unless(missing));
    }

    private static String connect(String path) {
        return interpreter() + "try " + path;
    }

    /// `try PATH` prints what comes from a socket; `try PATH only` only connects.
    private static String interpreter() {
        return "if command -v perl >/dev/null; then try() { perl -MSocket -e 'socket(S, PF_UNIX,"
                + " SOCK_STREAM, 0) or exit 3; connect(S, sockaddr_un($ARGV[0])) or exit 3; exit 0"
                + " if @ARGV > 1; print <S>' \"$@\"; }; elif command -v python3 >/dev/null; then"
                + " try() { python3 -c 'import socket,sys; s=socket.socket(socket.AF_UNIX);"
                + " s.connect(sys.argv[1]); len(sys.argv)>2 or print(s.recv(500))' \"$@\""
                + " 2>/dev/null; }; else exit "
                + MISSING
                + "; fi; ";
    }

    private static String request(String host, int port) {
        return proxy() + get(host, port);
    }

    /// Sets `h` to the proxy as `/dev/tcp` wants it.
    private static String proxy() {
        return "p=${http_proxy:-${HTTP_PROXY:-}}; [ -n \"$p\" ] || exit "
                + MISSING
                + "; p=${p#http://}; p=${p%/}; p=${p##*@}; h=${p%:*}/${p##*:}; ";
    }

    private static String get(String host, int port) {
        return "exec 3<>/dev/tcp/$h; printf 'GET http://"
                + host
                + ":"
                + port
                + "/ HTTP/1.1\\r\\nHost: "
                + host
                + "\\r\\nConnection: close\\r\\n\\r\\n' >&3; timeout 5 head -c 2000 <&3";
    }
}
