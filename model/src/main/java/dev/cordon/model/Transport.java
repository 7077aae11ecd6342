package dev.cordon.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Carries HTTP exchanges, one at a time, from one thread at a time.
///
/// Redirects are given back as they are, never followed: a request carries a key and a history.
interface Transport extends AutoCloseable {

    /// Sends a request and waits for the head of the response.
    ///
    /// @throws TransportException if there is no response
    /// @throws InterruptedException if the thread was interrupted; the connection is closed
    Exchange send(Call call) throws TransportException, InterruptedException;

    @Override
    void close();

    /// A POST request.
    ///
    /// @param connectTimeoutMillis for the connection and the TLS handshake, each
    /// @param idleTimeoutMillis the longest time without a byte in either direction
    record Call(
            URI uri,
            List<Header> headers,
            Body body,
            int connectTimeoutMillis,
            int idleTimeoutMillis) {}

    /// A header field.
    record Header(String name, String value) {
        public Header {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if ((c < 0x20 && c != '\t') || c == 0x7f || c > 0xff) {
                    // The value may be a key: it must not be in the message.
                    throw new IllegalArgumentException(
                            "the value of the header "
                                    + name
                                    + " has a character that HTTP does not allow");
                }
            }
            if (name.isEmpty() || !isToken(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is no header name");
            }
        }

        private static boolean isToken(String name) {
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                boolean plain = c > 0x20 && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
                if (!plain) {
                    return false;
                }
            }
            return true;
        }

        /// Never shows the value.
        @Override
        public String toString() {
            return name + ": ...";
        }
    }

    /// Bytes to send; may be written more than once.
    interface Body {
        long lengthBytes();

        void writeTo(OutputStream out) throws IOException;
    }

    /// The response. Reading its body fails with {@link java.net.SocketTimeoutException} when no
    /// byte came in time, and with any `IOException` when the thread is interrupted.
    interface Exchange extends AutoCloseable {
        int status();

        /// The first header of that name.
        Optional<String> header(String name);

        InputStream body();

        /// Gives the connection back if the body was read to its end, else closes it.
        @Override
        void close();
    }
}
