using System.Text;
using System.Text.Json;

namespace ChaosService.Engine.Store.Directories;

/// <summary>A line of <c>journal.jsonl</c>: a phase or a step of a fault.</summary>
/// <param name="Phase">Null for a step of a fault.</param>
/// <param name="Fault">Its id, such as <c>f1</c>; null for a phase.</param>
/// <param name="Step">As <see cref="Model.Histories.FaultStep"/> is written.</param>
public sealed record RunJournalLine(
    DateTimeOffset At, string? Phase = null, string? Fault = null, string? Kind = null, string? Step = null,
    IReadOnlyList<string>? Nodes = null, bool? Proven = null, string? Detail = null);

/// <summary>Reads what <see cref="RunJournal"/> wrote.</summary>
public static class RunJournalFile
{
    /// <summary>A run that broke things for hours wrote more; its end is what is looked at.</summary>
    private const int BytesRead = 256 << 10;

    /// <summary>The last lines, in their order; none when there is no such file. A line that is cut off is left out.</summary>
    public static IReadOnlyList<RunJournalLine> Tail(string path)
    {
        if (!File.Exists(path)) return [];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var skipped = Math.Max(0, file.Length - BytesRead);
        file.Seek(skipped, SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.UTF8);
        if (skipped > 0) reader.ReadLine();
        List<RunJournalLine> lines = [];
        while (reader.ReadLine() is { } text)
            if (Parse(text) is { } line)
                lines.Add(line);
        return lines;
    }

    private static RunJournalLine? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<RunJournalLine>(text, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
