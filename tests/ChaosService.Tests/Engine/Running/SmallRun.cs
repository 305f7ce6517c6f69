using System.Text;
using ChaosService.Checking;
using ChaosService.Checking.Actions;
using ChaosService.Checking.Assumptions;
using ChaosService.Checking.Durability.Sets;
using ChaosService.Checking.Slo;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Recovery;
using ChaosService.Engine.Running;
using ChaosService.Engine.Running.Requests;
using ChaosService.Model;
using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Experiments;
using ChaosService.Model.Ids;
using ChaosService.Model.Plans;
using ChaosService.Model.Probes;
using ChaosService.Model.Recovery;
using ChaosService.Model.Runs;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Engine.Soaking;
using ChaosService.Workloads;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChaosService.Tests.Engine.Running;

/// <summary>
/// A whole run on a database in memory, with one fault that does nothing; everything but the target, the fault and the load is real.
/// </summary>
internal sealed class SmallRun : IDisposable
{
    public const string Project = "chaosservice-fake";

    /// <summary>What the one node logs, after any run's start.</summary>
    public const string LogLine = "2100-01-01T00:00:01.000000001Z hello";

    private readonly TempDirectory _directory = new();
    private readonly SmallDatabase _database = new();

    public FakeFaultKind Fault { get; init; } = new();

    public IRunListener Listener { get; init; } = new FakeListener();

    public MemoryJournal Journal { get; } = new();

    /// <summary>How often the target was taken down.</summary>
    public int TargetsDown { get; private set; }

    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    public INodeLogSink? NodeLogs { get; init; }

    public string? TraceParent { get; init; }

    /// <summary>What was broken when the target came up.</summary>
    public IReadOnlyList<JournalEntry>? BrokenWhenUp { get; private set; }

    /// <summary>Null: the experiment has no probes.</summary>
    public Func<ProbeAnswer>? Probe { get; init; }

    /// <summary>Given the number of the attempt and its limit.</summary>
    public Func<int, CancellationToken, Task<ActionAnswer>>? Act { get; init; }

    public IReadOnlyList<PlannedAction> Actions { get; init; } = [];

    /// <summary>The load does not end before so many attempts at actions began.</summary>
    public int Attempts { get; init; }

    /// <summary>The prefix that actions on keys were given.</summary>
    public string? KeyPrefix { get; private set; }

    /// <summary>Acknowledged values are gone before they are read at the end: the run is invalid.</summary>
    public bool Loses { get; init; }

    public string File(string name) => _directory.File(name);

    public async Task<RunResult> RunAsync(CancellationToken stop)
    {
        var action = new FakeAction(Act);
        var load = new SmallLoad
        {
            Before = async (_, token) =>
            {
                await Fault.Injected.Task.WaitAsync(Wait.Limit, token);
                await Wait.UntilAsync(() => action.Attempts >= Attempts);
            },
            After = _ => { if (Loses) _database.Lose(""); },
        };
        var catalog = new Catalog([Fault], WorkloadKinds.All(), [_database], CheckKinds.All(), [new FakeProbe(Probe)], [action]);
        var state = new StateDatabase(_directory.File("state"));
        var cluster = new OneCluster(() => BrokenWhenUp = Journal.Entries(), () => TargetsDown++);
        var ports = new RunnerPorts(catalog, cluster, load, Journal, TimeProvider.System) { NodeLogs = NodeLogs };
        var holds = new TargetHolds(state, TimeProvider.System);
        var leftovers = new Leftovers(Journal, holds, [Fault], TimeProvider.System, NullLogger<Leftovers>.Instance);
        var judge = new Judge(catalog, TimeProvider.System, NullLogger<Judge>.Instance);
        var result = await new Runner(ports, holds, new KeptTargets(state), leftovers, judge, Logs).RunAsync(
            new RunRequest
            {
                Plan = Plan(catalog) with { SteadyState = Probe is null ? null : Steady, Actions = Actions }, PlanJson = "{}"u8.ToArray(),
                ExperimentYaml = "{}"u8.ToArray(), RunsRoot = _directory.File("runs"),
                RunId = "run-1", RepeatCommand = "repeat", Environment = [], TraceParent = TraceParent,
            },
            Listener, stop);
        KeyPrefix = action.KeyPrefix;
        return result;
    }

    public void Dispose() => _directory.Dispose();

    private static SteadyStateSpec Steady => new(
        TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(300),
        [new ProbeSpec("api", "fake", new FakeProbe.Parameters(), TimeSpan.FromSeconds(5))]);

    private Plan Plan(Catalog catalog)
    {
        var parameters = catalog.Workloads["set"].Bind(new MapReader(new ConfigMap(new SourcePlace("test", 1, 1), []), new Problems()))!;
        return new Plan
        {
            Experiment = "small",
            Seed = 42,
            Target = new TargetSpec(
                new TargetDefinition { Name = "fake", Database = "fake", Nodes = [new("n1", "fake")] }, null,
                new Dictionary<string, string>()),
            Duration = TimeSpan.FromSeconds(1),
            Load = [new PlannedLoad(0, "set", parameters, 1, null, TimeSpan.FromSeconds(1), new SmallDatabase.NoOptions())],
            Faults =
            [
                new PlannedFault(
                    "f1", "fake", new FakeParameters(), TimeSpan.Zero, TimeSpan.FromSeconds(1), ["n1"], null, 0, null,
                    Drawn: false, Seed: 7),
            ],
            Checks =
            [
                new("set-full", new SetFullParameters(null, false)), new("assumptions", new AssumptionsParameters(100)),
                .. Probe is null ? Array.Empty<PlannedCheck>() : [new("steady-state", new SteadyStateParameters(null, 1, TimeSpan.Zero))],
                .. Actions.Count == 0 ? Array.Empty<PlannedCheck>() : [new("actions", new ActionsParameters())],
            ],
        };
    }

    private sealed class OneCluster(Action up, Action down) : IClusterProvider
    {
        public string Name => "target";

        public RevertRecipe? RecipeFor(ClusterRequest request) => new(Name, request.Project, "take it down");

        public Task<ICluster> UpAsync(ClusterRequest request, IProgress<string> progress, CancellationToken cancellationToken)
        {
            up();
            progress.Report("bringing up");
            return Task.FromResult<ICluster>(new TalkingCluster());
        }

        public Task DownAsync(ICluster cluster, IProgress<string> progress, CancellationToken cancellationToken)
        {
            progress.Report("taking down");
            down();
            return Task.CompletedTask;
        }

        public Task RevertLeftoverAsync(RevertRecipe recipe, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class TalkingCluster : ICluster
    {
        private readonly FakeCluster _inner = new("n1");

        public event Action<string>? NodeStarted { add { } remove { } }

        public ProjectName Project => _inner.Project;

        public TargetDefinition Definition => _inner.Definition;

        public IReadOnlyList<ClusterNode> Nodes => _inner.Nodes;

        public ValueTask<NodeRuntime> InspectAsync(string node, CancellationToken cancellationToken) => new(LastKnown(node));

        public NodeRuntime LastKnown(string node) => _inner.LastKnown(node);

        public Task CopyLogsAsync(string node, Stream destination, CancellationToken cancellationToken) =>
            destination.WriteAsync(Encoding.UTF8.GetBytes(LogLine + "\n"), cancellationToken).AsTask();
    }
}
