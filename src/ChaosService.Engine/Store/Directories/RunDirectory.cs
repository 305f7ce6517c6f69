using System.Security.Cryptography;

namespace ChaosService.Engine.Store.Directories;

/// <summary>The files of one run: <c>runs/&lt;yyyymmdd-hhmmss&gt;-&lt;experiment&gt;-&lt;short id&gt;/</c>.</summary>
public sealed class RunDirectory
{
    private RunDirectory(string path, string runId, string name) => (FullPath, RunId, Name) = (path, runId, name);

    /// <summary>The run that this belongs to.</summary>
    public string RunId { get; }

    /// <summary>
    /// The run's id; for a window of a soak with its number, as in <c>&lt;run&gt;/0007</c>. Keeps the keys of exercises on one target
    /// apart.
    /// </summary>
    public string Name { get; }

    public string FullPath { get; }

    public string Experiment => Path.Combine(FullPath, "experiment.yaml");

    public string Plan => Path.Combine(FullPath, "plan.json");

    public string History => Path.Combine(FullPath, "history.jsonl.gz");

    public string Journal => Path.Combine(FullPath, "journal.jsonl");

    public string Report => Path.Combine(FullPath, "report.html");

    /// <summary>A line for each window of a soak.</summary>
    public string Windows => Path.Combine(FullPath, "windows.jsonl");

    public string LogOf(string node) => Path.Combine(FullPath, "logs", node + ".log");

    /// <summary>A new run's id. It sorts by time.</summary>
    public static string NewId(string experiment, TimeProvider time) =>
        $"{time.GetUtcNow():yyyyMMdd-HHmmss}-{experiment}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}";

    /// <summary>Creates the directory of a new run below <paramref name="root"/>.</summary>
    public static RunDirectory Create(string root, string runId)
    {
        var directory = At(Path.Combine(root, runId));
        Directory.CreateDirectory(Path.Combine(directory.FullPath, "logs"));
        return directory;
    }

    /// <summary>The directory of an existing or past run.</summary>
    public static RunDirectory At(string path) => new(Path.GetFullPath(path), Path.GetFileName(path), Path.GetFileName(path));

    /// <summary>Where a window of this soak keeps its files, with the names that a run's have.</summary>
    public RunDirectory Window(int index) => new(Path.Combine(FullPath, "windows", $"{index:0000}"), RunId, $"{RunId}/{index:0000}");

    /// <summary>Makes it.</summary>
    internal RunDirectory CreateWindow(int index)
    {
        var window = Window(index);
        Directory.CreateDirectory(window.FullPath);
        return window;
    }
}
