/** Writes a file. */
class Write {
    public static void main(String[] arguments) throws Exception {
        new java.io.FileOutputStream(System.getProperty("to")).write(1);
    }
}
