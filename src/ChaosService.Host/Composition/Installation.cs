using ChaosService.Checking;
using ChaosService.Docker.Clusters;
using ChaosService.Docker.Compose;
using ChaosService.Docker.Engine;
using ChaosService.Engine.Access;
using ChaosService.Engine.Journal;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Metrics;
using ChaosService.Engine.Recovery;
using ChaosService.Engine.Running;
using ChaosService.Engine.Store;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Experiments.Loading;
using ChaosService.Experiments.Targets;
using ChaosService.Faults;
using ChaosService.Host.Cluster;
using ChaosService.Host.Scheduling;
using ChaosService.Host.Service.Options;
using ChaosService.Model;
using ChaosService.Model.Faults;
using ChaosService.Workloads;
using ChaosService.Workloads.Load;
using Microsoft.Extensions.Logging;

namespace ChaosService.Host.Composition;

/// <summary>The composition root: every part of this program, put together once. Nothing here touches Docker until it is used.</summary>
internal sealed class Installation : IDisposable
{
    private readonly Lazy<StateDatabase> _state;
    private readonly Lazy<SqliteFaultJournal> _journal;
    private readonly Lazy<TargetHolds> _holds;
    private readonly Lazy<PostgresDatabase?> _shared;

    /// <param name="telemetry">Null: logs to a file below the state directory. It is disposed with this.</param>
    /// <param name="store">Null: nothing is shared with other instances.</param>
    public Installation(string stateDirectory, TimeProvider? time = null, Telemetry? telemetry = null, StoreOptions? store = null)
    {
        Time = time ?? TimeProvider.System;
        Telemetry = telemetry ?? Telemetry.ToFile(stateDirectory);
        Docker = DockerClientConfiguration.FromEnvironment().CreateClient();
        Faults = FaultKinds.All(Docker, Time, Logs);
        Catalog = new Catalog(Faults, WorkloadKinds.All(), DatabaseKinds.All(), CheckKinds.All());
        Clusters = new ClusterProvider(Docker, Compose, new StateDirectory(stateDirectory), Time, Logs.CreateLogger<ClusterProvider>());
        Experiments = new ExperimentLoader(Catalog, Targets, new QuartzRules(Time));
        Suites = new SuiteLoader(new QuartzRules(Time));
        // Opened when first needed: validate, plan and check work without a state directory.
        _state = new Lazy<StateDatabase>(() => OpenState(stateDirectory));
        _journal = new Lazy<SqliteFaultJournal>(() => new SqliteFaultJournal(_state.Value));
        _holds = new Lazy<TargetHolds>(() => new TargetHolds(_state.Value, Time, new TargetMarks(Docker)));
        _shared = new Lazy<PostgresDatabase?>(() => store is { Shared: true } ? SharedStore.Open(store, Facts) : null);
    }

    public TimeProvider Time { get; }

    public Telemetry Telemetry { get; }

    public ILoggerFactory Logs => Telemetry.Logs;

    public EngineMetrics Metrics { get; } = new();

    public DockerClient Docker { get; }

    public ComposeProbe Compose { get; } = new();

    public IReadOnlyList<IFaultKind> Faults { get; }

    public Catalog Catalog { get; }

    public ClusterProvider Clusters { get; }

    public ExperimentLoader Experiments { get; }

    public SuiteLoader Suites { get; }

    public SqliteFaultJournal Journal => _journal.Value;

    public StateDatabase State => _state.Value;

    /// <summary>What several instances share; null: nothing.</summary>
    public PostgresDatabase? Shared => _shared.Value;

    /// <summary>Where runs, tokens and what was applied are: the shared database, or this machine's.</summary>
    public Database Store => Shared as Database ?? State;

    public RunStore Runs => new(Store);

    public ServiceFacts Facts => new(_state.Value, Time);

    public Halts Halts => new(Store);

    public AppliedExperiments Applied() => new(Store, Time);

    public AppliedSuites AppliedSuites() => new(Store, Time);

    public SuiteRunStore SuiteRuns => new(Store);

    public ComposeTargets Targets { get; } = new(Locations.Home);

    public TokenStore Tokens => new(Store, Time);

    public Leftovers Leftovers => new(Journal, Holds, [.. Faults, Clusters], Time, Logs.CreateLogger<Leftovers>());

    public Judge Judge => new(Catalog, Time, Logs.CreateLogger<Judge>(), Metrics);

    public Runner Runner() => new(
        new RunnerPorts(Catalog, Clusters, new LoadGenerator(Logs.CreateLogger<LoadGenerator>()), Journal, Time) { Metrics = Metrics, NodeLogs = Telemetry.NodeLogs },
        Holds, KeptTargets, Leftovers, Judge, Logs);

    public TargetHolds Holds => _holds.Value;

    public KeptTargets KeptTargets => new(_state.Value);

    public void Dispose()
    {
        if (_shared.IsValueCreated) Shared?.Dispose();
        Docker.Dispose();
        Metrics.Dispose();
        Telemetry.Dispose();
    }

    private static StateDatabase OpenState(string directory)
    {
        try
        {
            return new StateDatabase(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            throw new IOException($"the state directory '{directory}' cannot be used: {e.Message}; run as root, or choose another with --state or CHAOSSERVICE_STATE", e);
        }
    }
}
