using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Hooks;

/// <summary>A fault of the user's own: a command that breaks something, one that proves it, and one that undoes it.</summary>
/// <param name="allowed">Authors of experiments may run programs here. Past commands are undone in any case.</param>
internal sealed class ExecKind(DockerClient docker, ContainerStates containers, bool allowed) : IFaultKind
{
    private const string NotAllowed =
        "commands of experiments are not allowed here; allow them with --allow-commands (chaosctl run) or the option allowCommands (the "
            + "service), where everybody who may trigger runs may run programs, too";

    public string Name => "exec";

    public string Summary => "runs commands of yours (command, probe, undo), where they are allowed: --allow-commands, allowCommands";

    public FaultParameters? Bind(MapReader reader)
    {
        var command = Command(reader, "command", "write the command that breaks something, such as [./break.sh, slow]");
        var probe = Command(reader, "probe", "write a command that exits with 0 while the fault is in force: without it nothing is proven");
        var undo = Command(reader, "undo", "write the command that takes it back; it is carried out also after a crash");
        var where = reader.Choice("where", "host", "node");
        var timeout = reader.Duration("timeout", TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(15));
        return command is null || probe is null || undo is null || timeout is null || (where is null && reader.Has("where"))
            ? null
            : new ExecParameters(command, probe, undo, where == "node" ? HookPlace.Node : HookPlace.Host, timeout.Value);
    }

    public async ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken)
    {
        if (!allowed) return new(false, NotAllowed);
        var engine = await docker.ProbeAsync(cancellationToken);
        return engine.Available ? engine with { Detail = $"{engine.Detail}, where commands are allowed" } : engine;
    }

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (ExecParameters)parameters;
        string Text(IReadOnlyList<string> command) => new Command(command[0], [.. command.Skip(1)]).ToString();
        return
        [
            .. nodes.Select(
                n => $"{(own.Where == HookPlace.Node ? $"in {n}" : $"on the host, CHAOSSERVICE_NODE={n}")}: {Text(own.Command)}; proven "
                    + $"by: {Text(own.Probe)}; at the end: {Text(own.Undo)}"),
        ];
    }

    public IFault Create(FaultRequest request) =>
        new ExecFault(request, (ExecParameters)request.Parameters, containers, allowed ? null : NotAllowed);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new ExecLeftovers(docker, containers.Time).UndoAsync(ExecRecipe.Read(recipe), cancellationToken);

    private static IReadOnlyList<string>? Command(MapReader reader, string key, string fix)
    {
        reader.Require(key, fix);
        if (reader.Node(key) is ConfigScalar { Text.Length: > 0 } line) return ["/bin/sh", "-c", line.Text];
        var words = reader.Texts(key);
        if (words is [{ Text.Length: > 0 }, ..]) return [.. words.Select(w => w.Text)];
        if (words is not null) reader.Problems.Add(reader.PlaceOf(key), $"'{key}' names no program", reader.Has(key) ? "" : null, fix);
        return null;
    }
}
