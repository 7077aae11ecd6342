package dev.cordon.model;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// The handshake of a TLS connection, with the key exchange that starts fastest.
///
/// JSSE sends a key for the first group of each family, so a first connection makes one on P-256
/// that hardly any server uses, in arithmetic that runs cold. So X25519 alone is offered first;
/// every large provider takes it. A server that does not is asked again with all groups of the JDK,
/// and from then on always: that only costs a second connection.
final class TlsHandshake {
    private static final String[] FIRST_GROUPS = {"x25519"};
    private static final int MAX_CAUSES = 8;

    private final Set<String> needAllGroups = ConcurrentHashMap.newKeySet();

    /// Makes a connected socket secure. The certificate must be valid for `host`.
    ///
    /// @throws GroupsRefused if it is worth trying again on a new connection
    /// @throws IOException if the handshake fails
    Socket perform(SSLContext context, Socket socket, String host, int port) throws IOException {
        SSLSocket secure =
                (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        boolean first = !needAllGroups.contains(host + ':' + port);
        if (first) {
            parameters.setNamedGroups(FIRST_GROUPS);
        }
        secure.setSSLParameters(parameters);
        try {
            secure.startHandshake();
        } catch (SSLException e) {
            if (first && !isAboutTheCertificate(e)) {
                needAllGroups.add(host + ':' + port);
                throw new GroupsRefused(e);
            }
            throw e;
        }
        return secure;
    }

    /// A certificate that is not trusted is not more so with another key exchange.
    private static boolean isAboutTheCertificate(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof CertificateException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /// The server took none of the groups that were offered first, or refused for a reason that it
    /// does not tell.
    static final class GroupsRefused extends IOException {
        private static final long serialVersionUID = 1;

        GroupsRefused(SSLException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
