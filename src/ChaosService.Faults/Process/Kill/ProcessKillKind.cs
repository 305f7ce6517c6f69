using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Faults.Kernel;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Process.Kill;

/// <summary>Kills processes inside a node by name, while its first process keeps running.</summary>
internal sealed class ProcessKillKind(DockerClient docker, ContainerStates containers) : IFaultKind
{
    public string Name => "process-kill";

    public string Summary => "ends processes of a name inside nodes (process: worker, signal: KILL), never a node's first one";

    public FaultParameters? Bind(MapReader reader)
    {
        reader.Require("process", "write the name of the program, as ps -o comm shows it, such as worker");
        var process = reader.Text("process");
        var signal = reader.Choice("signal", [.. Signals.Numbers.Keys]);
        var back = reader.Flag("comesBack");
        if (process is { Length: 0 or > NodeProcess.NameLength })
        {
            reader.Problems.Add(
                reader.PlaceOf("process"), $"'process' has {process.Length} characters", process,
                $"write from 1 to {NodeProcess.NameLength} characters: the kernel keeps no more of a program's name (ps -o comm)");
            return null;
        }
        return process is null || (signal is null && reader.Has("signal")) || (back is null && reader.Has("comesBack"))
            ? null
            : new ProcessKillParameters(process, signal ?? "KILL", back ?? true);
    }

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) =>
        docker.ProbeAsync(Privileges.OfProcesses, "a signal to a node's process", cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (ProcessKillParameters)parameters;
        return [.. nodes.Select(n => $"kill -{own.Signal} <every process {own.Process} in {n}>; at the end: start {n} if it died of it")];
    }

    public IFault Create(FaultRequest request) => new ProcessKillFault(request, (ProcessKillParameters)request.Parameters, containers);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new ContainerLeftovers(docker, containers).BringBackAsync(ContainerRecipe.Read(recipe), start: true, cancellationToken);
}
