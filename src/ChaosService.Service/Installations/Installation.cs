using ChaosService.Engine.Journal;
using ChaosService.Engine.Judging;
using ChaosService.Engine.Metrics;
using ChaosService.Engine.Recovery;
using ChaosService.Engine.Running;
using ChaosService.Engine.Running.Requests;
using ChaosService.Engine.Store.Applied;
using ChaosService.Engine.Store.Postgres;
using ChaosService.Engine.Store.Runs;
using ChaosService.Engine.Store.Service;
using ChaosService.Engine.Store.Sql;
using ChaosService.Engine.Tokens;
using ChaosService.Experiments.Loading;
using ChaosService.Experiments.Targets;
using ChaosService.Model;
using ChaosService.Service.Logging;
using ChaosService.Service.Options;
using ChaosService.Service.Scheduling;
using ChaosService.Service.Sharing;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Installations;

/// <summary>
/// A state directory with everything that uses it. Nothing is opened until it is used: validate, plan and check work without a directory.
/// </summary>
internal sealed class Installation : IDisposable
{
    private readonly Lazy<StateDatabase> _state;
    private readonly Lazy<SqliteFaultJournal> _journal;
    private readonly Lazy<TargetHolds> _holds;
    private readonly Lazy<PostgresDatabase?> _shared;

    /// <param name="engine">Disposed with this, like <paramref name="telemetry"/>.</param>
    /// <param name="store">Null: nothing is shared with other instances.</param>
    public Installation(string stateDirectory, EngineParts engine, ITelemetry telemetry, StoreOptions? store)
    {
        (Engine, Telemetry) = (engine, telemetry);
        var schedules = new QuartzRules(Time);
        Experiments = new ExperimentLoader(Catalog, Targets, schedules);
        Suites = new SuiteLoader(schedules);
        _state = new Lazy<StateDatabase>(() => OpenState(stateDirectory));
        _journal = new Lazy<SqliteFaultJournal>(() => new SqliteFaultJournal(_state.Value, Time));
        _holds = new Lazy<TargetHolds>(() => new TargetHolds(_state.Value, Time, Engine.Marks));
        _shared = new Lazy<PostgresDatabase?>(() => store is { Shared: true } ? SharedStore.Open(store, Facts) : null);
    }

    public EngineParts Engine { get; }

    public TimeProvider Time => Engine.Time;

    public ITelemetry Telemetry { get; }

    public ILoggerFactory Logs => Telemetry.Logs;

    public EngineMetrics Metrics { get; } = new();

    public Catalog Catalog => Engine.Catalog;

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

    public Leftovers Leftovers => new(Journal, Holds, [.. Engine.Faults, Engine.Clusters], Time, Logs.CreateLogger<Leftovers>());

    public Judge Judge => new(Catalog, Time, Logs.CreateLogger<Judge>(), Metrics);

    public Runner Runner() => new(
        new RunnerPorts(Catalog, Engine.Clusters, Engine.Load, Journal, Time) { Metrics = Metrics, NodeLogs = Telemetry.NodeLogs },
        Holds, KeptTargets, Leftovers, Judge, Logs);

    public TargetHolds Holds => _holds.Value;

    public KeptTargets KeptTargets => new(_state.Value);

    public void Dispose()
    {
        if (_shared.IsValueCreated) Shared?.Dispose();
        Engine.Dispose();
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
            throw new IOException(
                $"the state directory '{directory}' cannot be used: {e.Message}; run as root, or choose another with --state or "
                    + $"CHAOSSERVICE_STATE",
                e);
        }
    }
}
