using ChaosService.Faults.Kernel;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Container.CrashLoop;

/// <summary>Kills nodes whenever they are up, like a program that crashes soon after each start.</summary>
internal sealed class CrashLoopKind(DockerClient docker, ContainerStates containers) : IFaultKind
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    public string Name => "container-crash-loop";

    public string Summary => "ends nodes again and again: up for a while (up: 1s), down for a while (pause: 2s); runs at the end";

    public FaultParameters? Bind(MapReader reader)
    {
        var signal = reader.Choice("signal", [.. Signals.Numbers.Keys]);
        var up = reader.Duration("up", TimeSpan.FromSeconds(1), Least, TimeSpan.FromSeconds(5));
        var pause = reader.Duration("pause", TimeSpan.FromSeconds(2), Least, TimeSpan.FromSeconds(10));
        return up is null || pause is null || (signal is null && reader.Has("signal"))
            ? null
            : new CrashLoopParameters(signal ?? "KILL", up.Value, pause.Value);
    }

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) => docker.ProbeAsync(cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (CrashLoopParameters)parameters;
        return
        [
            .. nodes.Select(
                n => $"docker kill --signal {own.Signal} <container of {n}>; after {Quantity.Format(own.Pause)}: docker start; after "
                    + $"{Quantity.Format(own.Up)}: the same again; at the end: docker start"),
        ];
    }

    public IFault Create(FaultRequest request) => new CrashLoopFault(request, (CrashLoopParameters)request.Parameters, containers);

    public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) =>
        new ContainerLeftovers(docker, containers).BringBackAsync(ContainerRecipe.Read(recipe), start: true, cancellationToken);
}
