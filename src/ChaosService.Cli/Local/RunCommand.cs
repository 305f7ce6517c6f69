using System.CommandLine;
using ChaosService.Cli.Common;
using ChaosService.Cli.Console;
using ChaosService.Cli.Guard;
using ChaosService.Cli.Local.Suites;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Store.Directories;
using ChaosService.Experiments.Loading;
using ChaosService.Model.Configuration;
using ChaosService.Service.Installations;
using ChaosService.Service.Queue;

namespace ChaosService.Cli.Local;

internal static class RunCommand
{
    public static Command Create(IProgram program)
    {
        var file = CommonOptions.ExperimentFile();
        var (seed, set, window, json, state) =
            (CommonOptions.Seed(), CommonOptions.Set(), CommonOptions.Window(), CommonOptions.Json(), CommonOptions.State());
        var runs = new Option<string>(
            "--out") { Description = "Where the run's directory is made. Default: runs", DefaultValueFactory = _ => "runs" };
        var (endpoints, broker, topicPrefix) =
            (AddressOptions.EndpointsOption(), AddressOptions.BrokerOption(), AddressOptions.TopicPrefixOption());
        var experiments = new Option<string[]>("--experiments")
        {
            Description =
                "Of a suite: a directory whose experiments it chooses from, all levels down. May be repeated. Default: the suite's, or "
                    + "the one above 'suites'.",
            DefaultValueFactory = _ => [],
        };
        var ignoreExpect =
            new Option<bool>("--no-expect") { Description = "Ignore the file's 'expect': the exit code follows the verdict alone." };
        var commands = new Option<bool>(
            "--allow-commands") { Description = "Let the experiment run programs of its own on this machine and in nodes (exec)." };
        var command = new Command(
            "run", "Run an experiment to its verdict, or a suite's experiments to one. Ctrl-C reverts everything before it ends.")
        {
            file, seed, set, window, endpoints, broker, topicPrefix, experiments, runs, ignoreExpect, commands, state, json,
        };
        command.SetAction((parsed, stop) => RunAsync(
            program,
            new Arguments(
                parsed.GetValue(file)!, parsed.GetValue(seed), CommonOptions.WithWindow(parsed.GetValue(set)!, parsed.GetValue(window)),
                parsed.GetValue(runs)!, parsed.GetValue(ignoreExpect), parsed.GetValue(state)!, parsed.GetValue(json),
                parsed.GetValue(experiments)!, parsed.GetValue(commands),
                AddressOptions.Read(
                    parsed.GetResult(endpoints) is not null, parsed.GetValue(endpoints), parsed.GetValue(broker),
                    parsed.GetValue(topicPrefix), Environment.GetEnvironmentVariable)),
            stop));
        return command;
    }

    private static async Task<int> RunAsync(IProgram program, Arguments arguments, CancellationToken stop)
    {
        using var installation = program.Open(arguments.State, allowCommands: arguments.AllowCommands);
        if (DocumentHead.Load(arguments.File, []).IsSuite)
            return await new LocalSuiteRun(installation, arguments.ForSuite()).RunAsync(stop);
        if (arguments.Directories.Length > 0)
            throw new BadInputException("--experiments is for a suite, and this is an experiment; leave it out");
        var (experiment, plan) = ExperimentSource.Planned(
            installation, arguments.File, arguments.Seed, arguments.AllSets);
        if (arguments.IgnoreExpect) plan = plan with { Expect = null };
        var repeat = RepeatCommand(
            arguments, plan.Window is null ? plan.Seed : ExperimentSource.ParseSeed(arguments.Seed) ?? experiment.Seed ?? plan.Seed);
        var yaml = await File.ReadAllBytesAsync(arguments.File, stop);
        var run = new PreparedRun(RunDirectory.NewId(plan.Experiment, installation.Time), experiment, plan, yaml, repeat);
        await using var owner = Handover.Of(Path.Combine(arguments.RunsRoot, run.Id));
        await using var screen = Screen.Open(arguments.Json, stop);
        var view = new RunView(screen);
        await Watchdog.StartAsync(arguments.State, stop);
        view.Begin(plan);
        var result = await new EngineWork(installation, arguments.RunsRoot).RunAsync(run, view, stop);

        screen.Result(arguments.Json ? VerdictJson.Write(result) : VerdictText.Write(result));
        if (result.NotReverted.Count == 0) return ExitCodes.Of(result.Record.Verdict);
        var notReverted = string.Join("; ", result.NotReverted);
        screen.Error($"chaosctl: not reverted: {notReverted}; run `chaosctl faults revert` when the cause is mended");
        return ExitCodes.Unavailable;
    }

    private static string RepeatCommand(Arguments arguments, long seed)
    {
        var sets = string.Concat(arguments.Sets.Select(s => $" --set {s}"));
        return $"./chaosctl run {arguments.File} --seed {seed}{arguments.Addresses?.Written}{sets}"
            + (arguments.IgnoreExpect ? " --no-expect" : "") + (arguments.AllowCommands ? " --allow-commands" : "");
    }

    private sealed record Arguments(
        string File, string? Seed, string[] Sets, string RunsRoot, bool IgnoreExpect, string State, bool Json, string[] Directories,
        bool AllowCommands, AddressOptions? Addresses)
    {
        /// <summary>The target first, so that the others may change it.</summary>
        public string[] AllSets => Addresses is null ? Sets : [Addresses.Override, .. Sets];

        public LocalSuiteArguments ForSuite() => AllSets.Length == 0
            ? new(File, ExperimentSource.ParseSeed(Seed), Directories, RunsRoot, IgnoreExpect, State, Json)
            : throw new BadInputException(
                "--set and --endpoints change one experiment, and this is a suite; change the experiments themselves, or run one of them");
    }
}
