package dev.cordon.engine;

import dev.cordon.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;

/// The tools that every session has.
public final class StandardTools {
    private StandardTools() {}

    /// The tools, in the order in which models see them.
    ///
    /// @param options what configuration says of them
    /// @param more further tools, after the standard ones
    public static Tools of(Options options, List<Tool> more) {
        List<Tool> tools = new ArrayList<>();
        tools.add(new ExecCommandTool(options.loginShell()));
        tools.add(new WriteStdinTool(options.maxPollMillis()));
        tools.add(new ApplyPatchTool());
        tools.add(new ReadFileTool());
        tools.add(new SearchTool());
        tools.add(new UpdatePlanTool());
        tools.add(new RequestUserInputTool());
        if (options.viewImage()) {
            tools.add(new ViewImageTool());
        }
        if (options.fetchUrl()) {
            tools.add(new FetchUrlTool());
        }
        tools.addAll(more);
        List<ToolSpec> hosted = new ArrayList<>();
        switch (options.webSearch()) {
            case "live" -> hosted.add(new ToolSpec.HostedWebSearch(true, options.searchDomains()));
            case "cached" ->
                    hosted.add(new ToolSpec.HostedWebSearch(false, options.searchDomains()));
            default -> {}
        }
        return new Tools(tools, hosted);
    }

    /// What configuration says of the tools.
    ///
    /// @param loginShell whether a model may ask for a login shell
    /// @param maxPollMillis the longest wait for a background command
    /// @param viewImage whether the model can see images
    /// @param fetchUrl whether anything could be fetched at all
    /// @param webSearch `disabled`, `cached` or `live`; `disabled` where the provider has none
    /// @param searchDomains empty for all
    public record Options(
            boolean loginShell,
            long maxPollMillis,
            boolean viewImage,
            boolean fetchUrl,
            String webSearch,
            List<String> searchDomains) {
        public Options {
            searchDomains = List.copyOf(searchDomains);
        }
    }
}
