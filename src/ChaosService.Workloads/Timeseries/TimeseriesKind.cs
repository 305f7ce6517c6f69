using ChaosService.Model.Actions;
using ChaosService.Model.Configuration;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Timeseries.Observing;
using ChaosService.Workloads.Timeseries.Operating;
using ChaosService.Workloads.Timeseries.Topology;
using F = ChaosService.Model.Histories.Functions;

namespace ChaosService.Workloads.Timeseries;

/// <summary>A database that accepts line protocol and answers SQL, under the paths of InfluxDB 3's HTTP API.</summary>
internal sealed class TimeseriesKind : IDatabaseKind
{
    public string Name => "timeseries";

    public IReadOnlyList<string> Roles => TimeseriesRoles.All;

    public IReadOnlyList<string> Functions => [F.Read, F.Write, F.Add, F.WritePoints, F.ReadPoints, F.Query, F.Manage];

    public IReadOnlyList<string> Topics => TimeseriesObserver.Topics;

    public IReadOnlyList<IActionKind> Actions { get; } =
    [
        new NodeAddKind(), new NodeDecommissionKind(), new SetNodeStatusKind(), new ShardMoveKind(TimeProvider.System),
        new SetShardingKind(TimeProvider.System),
    ];

    public ClientOptions? Bind(MapReader? reader)
    {
        var problems = reader?.Problems.Count;
        reader?.Done();
        return reader?.Problems.Count > problems ? null : new TimeseriesOptions();
    }

    public IDatabase Connect(DatabaseRequest request) => new TimeseriesDatabase(request);
}
