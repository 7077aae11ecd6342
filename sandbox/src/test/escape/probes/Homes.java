/** Writes to the temporary folder and to the home folder. */
class Homes {
    public static void main(String[] arguments) throws Exception {
        var file = java.nio.file.Files.createTempFile("a", "b");
        java.nio.file.Files.writeString(file, "x");
        java.nio.file.Files.delete(file);
        java.nio.file.Files.writeString(
                java.nio.file.Path.of(System.getProperty("user.home"), "t"), "x");
    }
}
