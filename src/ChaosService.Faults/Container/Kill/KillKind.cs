using ChaosService.Faults.Kernel;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Container.Kill;

/// <summary>Ends a node's process with a signal and starts it again later.</summary>
internal sealed class KillKind(DockerClient docker, ContainerStates containers) : IFaultKind
{
    private static readonly TimeSpan DefaultRestart = TimeSpan.FromSeconds(3);

    public string Name => "container-kill";

    public string Summary => "ends nodes with a signal (signal: KILL) and starts them again (restartAfter: 3s)";

    public FaultParameters? Bind(MapReader reader)
    {
        var signal = reader.Choice("signal", [.. Signals.Numbers.Keys]);
        var restart = reader.Duration("restartAfter");
        return (signal is null && reader.Has("signal")) || (restart is null && reader.Has("restartAfter"))
            ? null
            : new KillParameters(signal ?? "KILL", restart ?? DefaultRestart);
    }

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => docker.ProbeAsync(cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (KillParameters)parameters;
        return [.. nodes.Select(
            n => $"docker kill --signal {own.Signal} <container of {n}>; after {Quantity.Format(own.RestartAfter)}: docker start "
                + $"<container of {n}>")];
    }

    public IFault Create(FaultRequest request) => new KillFault(request, (KillParameters)request.Parameters, containers);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new ContainerLeftovers(docker, containers).BringBackAsync(ContainerRecipe.Read(recipe), start: true, cancellationToken);
}
