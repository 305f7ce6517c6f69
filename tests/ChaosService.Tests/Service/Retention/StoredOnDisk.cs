using ChaosService.Engine.Journal;
using ChaosService.Engine.Store.Runs;
using ChaosService.Model.Runs;
using ChaosService.Model.Verdicts;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Service.Retention;

/// <summary>A state directory with runs in it, as an earlier life of the service left them.</summary>
internal sealed class StoredOnDisk : IDisposable
{
    private readonly TempDirectory _directory = new();

    public StoredOnDisk() => Database = new StateDatabase(_directory.Path);

    public TempDirectory State => _directory;

    public StateDatabase Database { get; }

    public string Runs => _directory.File("runs");

    public RunStore Store => new(Database);

    /// <summary>A run with a directory of 1 KiB in two files.</summary>
    public StoredRun Add(string id, int daysOld, Outcome? verdict = Outcome.Valid, string experiment = "calm", string? directory = null)
    {
        var run = StoredRuns.One(id, verdict is null ? RunState.Interrupted : RunState.Finished, experiment) with
        {
            Verdict = verdict,
            ExitCode = verdict is { } v ? (int)v == 2 ? 1 : 0 : null,
            EndedAt = TimeProvider.System.GetUtcNow().AddDays(-daysOld),
            Directory = directory ?? Path.Combine(Runs, id),
        };
        Store.Add(run);
        Directory.CreateDirectory(Path.Combine(run.Directory, "logs"));
        File.WriteAllBytes(Path.Combine(run.Directory, "history.jsonl.gz"), new byte[1000]);
        File.WriteAllBytes(Path.Combine(run.Directory, "logs", "etcd1.log"), new byte[24]);
        return run;
    }

    /// <summary>Makes an invalid run show something, as its verdict would.</summary>
    public void Shows(string id, string check, string anomaly) => Store.SaveVerdict(
        id,
        $$"""
        {"checks":[{"check":"availability","outcome":"valid","findings":[]},
         {"check":"{{check}}","outcome":"invalid","findings":[{"anomaly":"{{anomaly}}"},{"anomaly":"{{anomaly}}"}]}]}
        """,
        "");

    public bool HasFiles(string id) => Directory.Exists(Path.Combine(Runs, id));

    public void Dispose() => _directory.Dispose();
}
