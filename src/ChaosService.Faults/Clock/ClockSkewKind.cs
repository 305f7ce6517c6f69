using ChaosService.Docker.Processes;
using ChaosService.Faults.Container;
using ChaosService.Faults.Disk;
using ChaosService.Faults.Sharing;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Faults;
using ChaosService.Model.Recovery;
using Docker.DotNet;

namespace ChaosService.Faults.Clock;

/// <summary>Makes the clock of nodes wrong, where their processes use libfaketime.</summary>
internal sealed class ClockSkewKind(DockerClient docker, ContainerStates containers, NodeFilesystems filesystems) : IFaultKind
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Most = TimeSpan.FromDays(1);

    /// <summary>A drift below this cannot be measured in the time that there is for a proof.</summary>
    private const double LeastRate = 0.05;

    public string Name => "clock-skew";

    public string Summary =>
        "sets the clock of nodes ahead or behind, at once, over a time or in turn, where libfaketime is preloaded (ahead: 30s)";

    public FaultParameters? Bind(MapReader reader)
    {
        var before = reader.Problems.Count;
        TimeSpan? Key(string key, TimeSpan least, TimeSpan most) => reader.Duration(key, TimeSpan.Zero, least, most);
        var (ahead, behind) = (Key("ahead", Least, Most), Key("behind", Least, Most));
        var (over, strobe) = (Key("over", TimeSpan.FromSeconds(1), Most), Key("strobe", Least, TimeSpan.FromSeconds(4)));
        if (reader.Has("ahead") == reader.Has("behind"))
            reader.Problems.Add(reader.Place, "which way the clock goes is not clear", null, "write either 'ahead: 30s' or 'behind: 30s'");
        if (reader.Has("over") && reader.Has("strobe"))
            reader.Problems.Add(
                reader.PlaceOf("strobe"), "'over' and 'strobe' exclude each other", null, "write either 'over: 10s' or 'strobe: 500ms'");
        var size = ahead + behind ?? TimeSpan.Zero;
        if (size > TimeSpan.Zero && over > size / LeastRate)
            reader.Problems.Add(
                reader.PlaceOf("over"), "the clock drifts too slowly to be measured", reader.Text("over"),
                $"write at most {Quantity.Format(size / LeastRate)}, or a larger offset");
        static TimeSpan? Given(TimeSpan? key) => key == TimeSpan.Zero ? null : key;
        return reader.Problems.Count > before
            ? null
            : new ClockSkewParameters(ahead > TimeSpan.Zero ? size : -size, Given(over), Given(strobe));
    }

    public ValueTask<FaultAvailability> ProbeAsync(CancellationToken cancellationToken) =>
        docker.ProbeAsync(Privileges.OfDisks, "a change of a node's files", cancellationToken);

    public IReadOnlyList<string> DryRun(FaultParameters parameters, IReadOnlyList<string> nodes, IReadOnlyList<ClusterNode> members)
    {
        var own = (ClockSkewParameters)parameters;
        var seconds = FormattableString.Invariant($"{own.Offset.TotalSeconds:+0.######;-0.######}");
        return [.. nodes.Select(
            n => $"echo {seconds} > <FAKETIME_TIMESTAMP_FILE of {n}> ({own}); at the end: what was in it before, and start {n} if it "
                + "died")];
    }

    public IFault Create(FaultRequest request) =>
        new ClockSkewFault(request, (ClockSkewParameters)request.Parameters, containers, filesystems);

    public async Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken)
    {
        var own = ClockRecipe.Read(recipe);
        foreach (var clock in own.Clocks)
            await clock.Spot.ChangeAsync(docker, filesystems.ActiveOn(own.Nodes.Project), clock.File.Restore, cancellationToken);
        await new ContainerLeftovers(docker, containers).BringBackAsync(own.Nodes, start: true, cancellationToken);
    }
}
