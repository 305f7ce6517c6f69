using System.Security.Cryptography;

namespace ChaosService.Engine.Store;

/// <summary>The files of one run: <c>runs/&lt;yyyymmdd-hhmmss&gt;-&lt;experiment&gt;-&lt;short id&gt;/</c>.</summary>
public sealed class RunDirectory
{
    private RunDirectory(string path, string runId) => (FullPath, RunId) = (path, runId);

    public string RunId { get; }

    public string FullPath { get; }

    public string Experiment => Path.Combine(FullPath, "experiment.yaml");

    public string Plan => Path.Combine(FullPath, "plan.json");

    public string History => Path.Combine(FullPath, "history.jsonl.gz");

    public string Journal => Path.Combine(FullPath, "journal.jsonl");

    public string Report => Path.Combine(FullPath, "report.html");

    public string LogOf(string node) => Path.Combine(FullPath, "logs", node + ".log");

    /// <summary>Creates a new directory below <paramref name="root"/>. The name sorts by time.</summary>
    public static RunDirectory Create(string root, string experiment, TimeProvider time)
    {
        var shortId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3));
        var runId = $"{time.GetUtcNow():yyyyMMdd-HHmmss}-{experiment}-{shortId}";
        var path = Path.GetFullPath(Path.Combine(root, runId));
        Directory.CreateDirectory(Path.Combine(path, "logs"));
        return new RunDirectory(path, runId);
    }
}
