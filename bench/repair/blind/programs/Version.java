import java.util.List;

record Version(int major, int minor, int patch, String label) implements Comparable<Version> {
    static Version parse(String text) {
        String rest = text.startsWith("v") ? text.substring(1) : text;
        String label = "";
        int dash = rest.indexOf('-');
        if (dash >= 0) {
            label = rest.substring(dash + 1);
            rest = rest.substring(0, dash);
        }
        String[] parts = rest.split("\\.", -1);
        if (parts.length > 3) {
            throw new IllegalArgumentException("too many parts: " + text);
        }
        int[] numbers = new int[3];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return new Version(numbers[0], numbers[1], numbers[2], label);
    }

    @Override
    public int compareTo(Version other) {
        if (major != other.major) {
            return Integer.compare(major, other.major);
        }
        if (minor != other.minor) {
            return Integer.compare(minor, other.minor);
        }
        if (patch != other.patch) {
            return Integer.compare(patch, other.patch);
        }
        if (label.isEmpty() || other.label.isEmpty()) {
            return Boolean.compare(label.isEmpty(), other.label.isEmpty());
        }
        return label.compareTo(other.label);
    }

    Version next(String part) {
        return switch (part) {
            case "major" -> new Version(major + 1, 0, 0, "");
            case "minor" -> new Version(major, minor + 1, 0, "");
            case "patch" -> new Version(major, minor, label.isEmpty() ? patch + 1 : patch, "");
            default -> throw new IllegalArgumentException("no part: " + part);
        };
    }

    boolean fits(String range) {
        if (range.startsWith("^")) {
            Version low = parse(range.substring(1));
            return compareTo(low) >= 0 && major == low.major;
        }
        if (range.startsWith("~")) {
            Version low = parse(range.substring(1));
            return compareTo(low) >= 0 && major == low.major && minor == low.minor;
        }
        return equals(parse(range));
    }

    static String newest(List<String> versions, String range) {
        Version best = null;
        for (String text : versions) {
            Version version = parse(text);
            if (version.fits(range) && (best == null || version.compareTo(best) > 0)) {
                best = version;
            }
        }
        return best == null ? "none" : best.toString();
    }

    @Override
    public String toString() {
        String numbers = major + "." + minor + "." + patch;
        return label.isEmpty() ? numbers : numbers + "-" + label;
    }
}
