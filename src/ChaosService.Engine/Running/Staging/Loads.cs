using ChaosService.Engine.Running.Requests;
using ChaosService.Model.Clusters;
using ChaosService.Model.Histories;
using ChaosService.Model.Load;
using ChaosService.Model.Plans;
using ChaosService.Model.Workloads;

namespace ChaosService.Engine.Running.Staging;

/// <summary>Every load of a plan with its own connections to the one database.</summary>
internal sealed class Loads : IAsyncDisposable
{
    private readonly ILoadGenerator _generator;
    private readonly IReadOnlyList<LoadRun> _runs;

    public Loads(Plan plan, ICluster cluster, RunnerPorts ports, IRecorder recorder, string place)
    {
        _generator = ports.Load;
        var database = ports.Catalog.Databases[plan.Target.Definition.Database];
        var workers = plan.Load.Sum(l => l.Clients);
        var first = 0;
        var runs = new List<LoadRun>();
        foreach (var load in plan.Load)
        {
            // Only an attached cluster outlives the run; the prefix keeps runs on it apart.
            var connections = database.Connect(new DatabaseRequest(cluster, load.Client, KeyPrefix(place, load), load.Timeout, ports.Time));
            runs.Add(new LoadRun(
                load, plan.Seed, first, workers, plan.Duration, ports.Catalog.Workloads[load.Workload], connections, recorder, ports.Time));
            first += load.Clients;
        }
        _runs = runs;
    }

    /// <param name="place">A run's id, or a window's name.</param>
    public static string KeyPrefix(string place, PlannedLoad load) => $"chaosservice/{place}/{load.Index}/";

    public IRoleProbe? RoleProbe => _runs[0].Database as IRoleProbe;

    public IHealthProbe? HealthProbe => _runs[0].Database as IHealthProbe;

    public IObservationProbe? ObservationProbe => _runs[0].Database as IObservationProbe;

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(_runs.Select(r => _generator.RunAsync(r, stop)));

    /// <summary>False when a final read never succeeded.</summary>
    public async Task<bool> FinalReadsAsync(CancellationToken stop)
    {
        var all = await Task.WhenAll(_runs.Select(r => _generator.FinalReadsAsync(r, stop)));
        return all.All(succeeded => succeeded);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs) await run.Database.DisposeAsync();
    }
}
