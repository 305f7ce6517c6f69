using System.Text.Json;
using ChaosService.Engine.Reporting.Results;
using ChaosService.Engine.Store.Directories;
using ChaosService.Model.Runs;

namespace ChaosService.Engine.Soaking;

/// <summary>
/// <c>windows.jsonl</c>: a line for each window that was judged, on disk before the next one begins. It is what remains of a soak's
/// verdicts when its process is killed.
/// </summary>
public static class WindowLog
{
    /// <summary>Why the line is missing; null when it is not.</summary>
    internal static string? Append(RunDirectory run, WindowRecord window)
    {
        try
        {
            using var file = new FileStream(run.Windows, FileMode.Append, FileAccess.Write, FileShare.Read);
            using var writer = new StreamWriter(file);
            writer.WriteLine(ResultsJson.Line(window));
            writer.Flush();
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (IOException e)
        {
            return $"window {window.Index} is not in windows.jsonl: {e.Message}";
        }
    }

    /// <summary>The windows with what is kept of each right now.</summary>
    internal static IReadOnlyList<WindowRecord> Standing(RunDirectory run, IEnumerable<WindowRecord> windows) =>
        [.. windows.Select(w => w with { Kept = File.Exists(run.Window(w.Index).History) })];

    /// <summary>
    /// Every window judged so far, in order. A last line that was cut off is left out. Empty for a run that is not a soak.
    /// </summary>
    public static IReadOnlyList<WindowRecord> Read(RunDirectory run)
    {
        if (!File.Exists(run.Windows)) return [];
        using var file = new FileStream(run.Windows, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var windows = new List<WindowRecord>();
        while (reader.ReadLine() is { } line)
        {
            try
            {
                windows.Add(ResultsJson.ReadLine<WindowRecord>(line));
            }
            catch (JsonException)
            {
                // The process was killed while it wrote this line: the window counts as not judged.
                break;
            }
        }
        return Standing(run, windows);
    }
}
