package dev.cordon.repair;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// A Java project as far as its tests need it.
///
/// @param root absolute
/// @param main source files that may be changed, relative to the root
/// @param tests source files of tests, relative to the root
/// @param resources folders that stand on the class path of tests, absolute
/// @param libraries jars, absolute
/// @param framework `platform` or `junit4`
/// @param release Java release of the sources, if the build names one
/// @param testCommand what a person would type; empty if the project has no build tool
/// @param notes remarks for the report, for example libraries that are missing
record JavaProject(
        Path root,
        BuildTool tool,
        List<Path> main,
        List<Path> tests,
        List<Path> resources,
        List<Path> libraries,
        String framework,
        OptionalInt release,
        String testCommand,
        List<String> notes) {
    JavaProject {
        main = List.copyOf(main);
        tests = List.copyOf(tests);
        resources = List.copyOf(resources);
        libraries = List.copyOf(libraries);
        notes = List.copyOf(notes);
    }

    /// What builds it.
    enum BuildTool {
        MAVEN,
        GRADLE,
        NONE
    }
}
