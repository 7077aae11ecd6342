/** Connects to a port of the loopback. */
class Connect {
    public static void main(String[] arguments) throws Exception {
        new java.net.Socket("127.0.0.1", Integer.parseInt(System.getenv("PORT"))).close();
        System.out.println("WORKED");
    }
}
