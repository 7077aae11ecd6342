package dev.cordon.sandbox;

/// One file of a repository in the usual layout, for example `org/example/thing/1.2/thing-1.2.jar`.
///
/// @param path below the repository, without a slash at its begin
/// @param coordinates `group:artefact:version`, or `group:artefact` for the list of versions
record MavenFile(String path, String coordinates) {
    private static final String[] CHECKSUMS = {".sha1", ".md5", ".sha256", ".sha512"};
    private static final String METADATA = "maven-metadata.xml";
    private static final int MAX_PATH_CHARS = 1000;

    /// Understands a path.
    ///
    /// @throws RefusedRequest if it is written in any but the plain way
    static MavenFile parse(String path) throws RefusedRequest {
        String[] parts = path.split("/", -1);
        for (String part : parts) {
            checkPart(part, path);
        }
        String file = withoutChecksum(parts[parts.length - 1]);
        boolean metadata = file.equals(METADATA);
        int versioned = metadata ? 3 : 4;
        boolean snapshot =
                metadata && parts.length > 3 && parts[parts.length - 2].endsWith("-SNAPSHOT");
        if (parts.length < versioned || path.length() > MAX_PATH_CHARS) {
            throw malformed(path);
        }
        int artefact = metadata && !snapshot ? parts.length - 2 : parts.length - 3;
        StringBuilder coordinates = new StringBuilder();
        for (int i = 0; i < artefact; i++) {
            coordinates.append(i == 0 ? "" : ".").append(parts[i]);
        }
        coordinates.append(':').append(parts[artefact]);
        if (artefact + 2 < parts.length) {
            coordinates.append(':').append(parts[artefact + 1]);
            if (!metadata && !file.startsWith(parts[artefact] + "-")) {
                throw malformed(path);
            }
        }
        return new MavenFile(path, coordinates.toString());
    }

    private static void checkPart(String part, String path) throws RefusedRequest {
        boolean plain = !part.isEmpty() && part.charAt(0) != '.';
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            plain &= letter || (c >= '0' && c <= '9') || "-_.+~".indexOf(c) >= 0;
        }
        if (!plain) {
            throw malformed(path);
        }
    }

    private static RefusedRequest malformed(String path) {
        return RefusedRequest.malformed(
                "no path of an artefact: " + path.substring(0, Math.min(path.length(), 100)));
    }

    private static String withoutChecksum(String file) {
        for (String end : CHECKSUMS) {
            if (file.endsWith(end)) {
                return file.substring(0, file.length() - end.length());
            }
        }
        return file;
    }

    /// Whether a checksum published beside it vouches for its content.
    boolean isVouchedFor() {
        return !path.endsWith(METADATA)
                && !path.endsWith(".asc")
                && withoutChecksum(path).equals(path);
    }
}
