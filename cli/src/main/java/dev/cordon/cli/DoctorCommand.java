package dev.cordon.cli;

import dev.cordon.policy.ConfigSources.Assignment;
import dev.cordon.protocol.JsonText;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `cordon doctor`: how this installation does, and whether its boundary holds.
@Command(
        name = "doctor",
        description = "Look at this installation, or attack it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "--attack tries forbidden things through the real gate and sandbox of this machine,"
                + " with",
            "canaries of its own, and prints what held. Exit code 1: something did not."
        })
final class DoctorCommand implements Callable<Integer> {
    private final Host host;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @Option(names = "--attack", description = "Try forbidden things and print what held.")
    private boolean attack;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "KEY=VALUE",
            description = "Set a configuration key.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME",
            description = "Add the profile NAME.config.toml.")
    private @Nullable String profile;

    @Option(
            names = {"-C", "--cd"},
            paramLabel = "DIR",
            description = "Look from DIR.")
    private @Nullable Path directory;

    DoctorCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        ExecOptions.Settings settings =
                new ExecOptions.Settings(
                        Optional.ofNullable(directory),
                        List.of(),
                        Optional.ofNullable(profile),
                        overrides.stream().map(Assignment::parse).toList());
        if (attack) {
            AttackSheet sheet = new Attack(host, settings).run();
            if (json) {
                host.out().line(JsonText.write(sheet.json()));
            } else {
                sheet.lines().forEach(host.out()::line);
            }
            return (sheet.good() ? ExitCode.DONE : ExitCode.FAILED).code();
        }
        DoctorReport report = new Doctor(host, settings).report();
        if (json) {
            host.out().line(JsonText.write(report.json()));
        } else {
            report.lines().forEach(host.out()::line);
        }
        return (report.good() ? ExitCode.DONE : ExitCode.FAILED).code();
    }
}
