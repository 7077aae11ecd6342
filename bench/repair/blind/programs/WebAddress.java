import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

record WebAddress(String scheme, String host, int port, String path, Map<String, String> query) {
    static WebAddress parse(String text) {
        int colon = text.indexOf("://");
        if (colon <= 0) {
            throw new IllegalArgumentException("no scheme: " + text);
        }
        String scheme = text.substring(0, colon).toLowerCase();
        String rest = text.substring(colon + 3);
        int hash = rest.indexOf('#');
        if (hash >= 0) {
            rest = rest.substring(0, hash);
        }
        String query = "";
        int mark = rest.indexOf('?');
        if (mark >= 0) {
            query = rest.substring(mark + 1);
            rest = rest.substring(0, mark);
        }
        int slash = rest.indexOf('/');
        String path = slash < 0 ? "/" : rest.substring(slash);
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        int port = scheme.equals("https") ? 443 : 80;
        int portMark = authority.lastIndexOf(':');
        if (portMark >= 0) {
            port = Integer.parseInt(authority.substring(portMark + 1));
            authority = authority.substring(0, portMark);
        }
        return new WebAddress(scheme, authority, port, normal(path), pairs(query));
    }

    private static Map<String, String> pairs(String query) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 0) {
                pairs.put(pair, "");
            } else {
                pairs.put(pair.substring(0, equals), pair.substring(equals + 1).replace('+', ' '));
            }
        }
        return pairs;
    }

    private static String normal(String path) {
        List<String> kept = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                if (!kept.isEmpty()) {
                    kept.remove(kept.size() - 1);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                kept.add(part);
            }
        }
        String joined = "/" + String.join("/", kept);
        return path.endsWith("/") && !kept.isEmpty() ? joined + "/" : joined;
    }
}
