package dev.cordon.repair;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/// A Maven project file with its parents, as far as dependencies need it.
///
/// @param properties own ones over the parents'
/// @param managed versions by `group:artifact`
record Pom(
        Coordinates self,
        Map<String, String> properties,
        Map<String, String> managed,
        List<Dependency> dependencies) {
    private static final int MAX_PARENTS = 12;
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /// A wanted library.
    record Dependency(Coordinates library, String scope, boolean optional, List<String> excluded) {}

    /// Reads a file and what it inherits; absent if it cannot be read.
    static Optional<Pom> read(Path file, LocalRepository repository) {
        return read(file, repository, 0);
    }

    private static Optional<Pom> read(Path file, LocalRepository repository, int depth) {
        if (depth > MAX_PARENTS) {
            return Optional.empty();
        }
        Optional<Element> parsed = parse(file);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        Element project = parsed.get();
        Map<String, String> properties = new LinkedHashMap<>();
        Map<String, String> managed = new LinkedHashMap<>();
        List<Dependency> dependencies = new ArrayList<>();
        Optional<Element> parent = child(project, "parent");
        String group = text(project, "groupId");
        String version = text(project, "version");
        if (parent.isPresent()) {
            Coordinates above = coordinates(parent.get(), Map.of(), Map.of());
            group = group.isEmpty() ? above.group() : group;
            version = version.isEmpty() ? above.version() : version;
            parentPom(file, parent.get(), above, repository, depth)
                    .ifPresent(pom -> {
                        properties.putAll(pom.properties());
                        managed.putAll(pom.managed());
                        dependencies.addAll(pom.dependencies());
                    });
        }
        child(project, "properties")
                .ifPresent(p ->
                        children(p)
                                .forEach(e -> properties.put(name(e), e.getTextContent().strip())));
        properties.put("project.groupId", group);
        properties.put("project.version", version);
        properties.put("project.artifactId", text(project, "artifactId"));
        for (Element entry :
                child(project, "dependencyManagement")
                        .flatMap(m -> child(m, "dependencies"))
                        .map(Pom::children)
                        .orElse(List.of())) {
            manage(entry, properties, managed, repository, depth);
        }
        for (Element entry : child(project, "dependencies").map(Pom::children).orElse(List.of())) {
            dependencies.add(dependency(entry, properties, managed));
        }
        Coordinates self = new Coordinates(group, text(project, "artifactId"), version);
        return Optional.of(new Pom(self, properties, managed, dependencies));
    }

    private static Optional<Pom> parentPom(
            Path file, Element parent, Coordinates above, LocalRepository repository, int depth) {
        String relative = text(parent, "relativePath");
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Path beside = folder.resolve(relative.isEmpty() ? "../pom.xml" : relative).normalize();
            Path candidate = Files.isDirectory(beside) ? beside.resolve("pom.xml") : beside;
            if (Files.isRegularFile(candidate)) {
                Optional<Pom> found = read(candidate, repository, depth + 1);
                if (found.isPresent() && found.get().self().artifact().equals(above.artifact())) {
                    return found;
                }
            }
        }
        return repository.pom(above).flatMap(p -> read(p, repository, depth + 1));
    }

    private static void manage(
            Element entry,
            Map<String, String> properties,
            Map<String, String> managed,
            LocalRepository repository,
            int depth) {
        Coordinates library = coordinates(entry, properties, Map.of());
        if (text(entry, "scope").equals("import")) {
            repository
                    .pom(library)
                    .flatMap(p -> read(p, repository, depth + 1))
                    .ifPresent(bom -> bom.managed().forEach(managed::putIfAbsent));
        } else {
            managed.put(library.key(), library.version());
        }
    }

    private static Dependency dependency(
            Element entry, Map<String, String> properties, Map<String, String> managed) {
        List<String> excluded = new ArrayList<>();
        for (Element exclusion : child(entry, "exclusions").map(Pom::children).orElse(List.of())) {
            excluded.add(text(exclusion, "groupId") + ":" + text(exclusion, "artifactId"));
        }
        String scope = text(entry, "scope");
        return new Dependency(
                coordinates(entry, properties, managed),
                scope.isEmpty() ? "compile" : scope,
                text(entry, "optional").equals("true"),
                excluded);
    }

    private static Coordinates coordinates(
            Element entry, Map<String, String> properties, Map<String, String> managed) {
        String group = resolve(text(entry, "groupId"), properties);
        String artifact = resolve(text(entry, "artifactId"), properties);
        String version = resolve(text(entry, "version"), properties);
        if (version.isEmpty()) {
            version = managed.getOrDefault(group + ":" + artifact, "");
        }
        return new Coordinates(group, artifact, version);
    }

    /// The text with `${name}` replaced.
    static String resolve(String text, Map<String, String> properties) {
        String result = text;
        for (int round = 0; round < 8; round++) {
            int open = result.indexOf("${");
            int close = result.indexOf('}', Math.max(0, open));
            if (open < 0 || close < 0) {
                return result;
            }
            String name = result.substring(open + 2, close).replace("pom.", "project.");
            String value = properties.get(name);
            if (value == null) {
                return result;
            }
            result = result.substring(0, open) + value + result.substring(close + 1);
        }
        return result;
    }

    private static Optional<Element> parse(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            // A project file is foreign text: no documents of others, no entities.
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return Optional.of(builder.parse(file.toFile()).getDocumentElement());
        } catch (IOException | ParserConfigurationException | SAXException _) {
            return Optional.empty();
        }
    }

    private static Optional<Element> child(Element parent, String name) {
        for (Element element : children(parent)) {
            if (name(element).equals(name)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    private static String name(Element element) {
        String name = element.getNodeName();
        return name.substring(name.indexOf(':') + 1);
    }

    private static List<Element> children(Element parent) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element parent, String name) {
        return child(parent, name).map(e -> e.getTextContent().strip()).orElse("");
    }
}
