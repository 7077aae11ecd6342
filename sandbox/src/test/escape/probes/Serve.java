/** Serves itself, and lists the network interfaces. */
class Serve {
    public static void main(String[] arguments) throws Exception {
        try (var server = new java.net.ServerSocket(0);
                var client = new java.net.Socket("localhost", server.getLocalPort())) {
            java.net.NetworkInterface.networkInterfaces().count();
        }
    }
}
