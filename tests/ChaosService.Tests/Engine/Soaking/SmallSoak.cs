using ChaosService.Checking;
using ChaosService.Checking.Assumptions;
using ChaosService.Checking.Durability.Carried;
using ChaosService.Checking.Durability.Sets;
using ChaosService.Checking.Resources;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Metrics;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Running.Staging;
using ChaosService.Engine.Soaking;
using ChaosService.Engine.Store.Directories;
using ChaosService.Model;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Plans;
using ChaosService.Model.Runs;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Workloads;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Engine.Soaking;

/// <summary>A soak on a database in memory, with the real checks, histories and reports on disk.</summary>
internal sealed class SmallSoak : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly RunnerPorts _ports;
    private readonly Judge _judge;

    public SmallSoak(SmallLoad? load = null, SmallDatabase? database = null, EngineMetrics? metrics = null)
    {
        Database = database ?? new SmallDatabase();
        var catalog = new Catalog([new FakeFaultKind()], WorkloadKinds.All(), [Database], [.. CheckKinds.All(), Histories]);
        _ports = new RunnerPorts(catalog, null!, load ?? new SmallLoad(), new MemoryJournal(), TimeProvider.System) { Metrics = metrics };
        _judge = new Judge(catalog, TimeProvider.System, NullLogger<Judge>.Instance, metrics);
        Run = RunDirectory.Create(_directory.Path, "run-1");
    }

    public SmallDatabase Database { get; }

    public HistoryWatch Histories { get; } = new();

    public SoakListener Listener { get; } = new();

    public RunDirectory Run { get; }

    public bool IsWhole(int window) => File.Exists(Run.Window(window).History) && File.Exists(Run.Window(window).Report);

    public async Task<RunRecord> RunAsync(SoakSpec spec, int windows, CancellationToken stop)
    {
        var plan = Plan(spec, windows);
        using var journal = new RunJournal(Run.Journal, TimeProvider.System);
        var stage = new Stage(new FakeCluster("n1"), _ports, _judge, journal, new RunControl(), NullLogger.Instance);
        var request = new RunRequest
        {
            Plan = plan, PlanJson = default, ExperimentYaml = default, RunsRoot = _directory.Path, RunId = "run-1",
            RepeatCommand = "repeat", Environment = [],
            Windows = index => new WindowRequest(plan with
            {
                Soak = null, Window = index, Seed = index, Duration = spec.Window,
                Checks = [.. plan.Checks.Where(c => !c.Parameters.OverWholeSoak)],
            }, default, $"repeat {index}"),
        };
        var soaked = await new Soak(request, Run, stage, [], Listener).RunAsync(stop);
        return new SoakConclusion(plan, Run, _judge, journal).Reach(soaked, [], TimeProvider.System.GetUtcNow(), _ports, [], "repeat");
    }

    public void Dispose() => _directory.Dispose();

    private Plan Plan(SoakSpec spec, int windows)
    {
        var set = _ports.Catalog.Workloads["set"];
        var parameters = set.Bind(new MapReader(new ConfigMap(new SourcePlace("test", 1, 1), []), new Problems()))!;
        return new Plan
        {
            Experiment = "small",
            Seed = 42,
            Target = new TargetSpec(
                new TargetDefinition { Name = "fake", Database = "fake", Nodes = [new("n1", "fake")] }, null,
                new Dictionary<string, string>()),
            Duration = spec.Window * windows,
            Load = [new PlannedLoad(0, "set", parameters, 1, null, TimeSpan.FromSeconds(1), new SmallDatabase.NoOptions())],
            Faults = [],
            Checks =
            [
                new("set-full", new SetFullParameters(null, false)), new("carried-over", new CarriedOverParameters()),
                new("assumptions", new AssumptionsParameters(100)), new(Histories.Name, new HistoryWatch.Parameters()),
                new("resource-trend", new ResourceTrendParameters(0.2, 0.2, TimeSpan.FromHours(1), TimeSpan.Zero)),
            ],
            Soak = new PlannedSoak(spec, windows, []),
        };
    }
}

/// <summary>Remembers the windows that it is told of.</summary>
internal sealed class SoakListener : IRunListener
{
    public List<WindowRecord> Windows { get; } = [];

    public Action<WindowRecord> Told { get; set; } = _ => { };

    public void OnPhase(string phase)
    {
    }

    public void OnFault(Model.Histories.FaultEvent e)
    {
    }

    public void OnFinding(string check, Model.Verdicts.Finding finding)
    {
    }

    public void OnProgress(RunProgress progress)
    {
    }

    public void OnWindow(WindowRecord window, int of)
    {
        Windows.Add(window);
        Told(window);
    }
}
