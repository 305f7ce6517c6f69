using System.IO.Enumeration;
using System.Text.Json;

namespace ChaosService.Faults.Disk.Corrupt;

/// <summary>The original contents of damaged files, kept on their own filesystem for the undo.</summary>
internal static class KeptFiles
{
    /// <summary>Of the folders, with the run and the fault behind it.</summary>
    public const string FolderPrefix = ".chaosservice-corrupt-";

    private const string Prefix = ".chaosservice-";

    /// <summary>
    /// Below the top, in order. Links are not followed. Left out is what a fault made, and what one has damaged: of two damages to one file
    /// the first to go could not tell what is whose.
    /// </summary>
    public static IReadOnlyList<string> Matching(string top, string pattern)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var damaged = Directory.EnumerateDirectories(top, $"{FolderPrefix}*")
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json")).Select(f => Read(f)?.File).ToHashSet();
        return [.. Directory.EnumerateFiles(top, "*", all)
            .Select(f => Path.GetRelativePath(top, f))
            .Where(f => !f.StartsWith(Prefix, StringComparison.Ordinal))
            .Where(f => !damaged.Contains(f))
            .Where(f => FileSystemName.MatchesSimpleExpression(pattern, f, ignoreCase: false))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>To be called before the damage is done.</summary>
    public static void Keep(string top, string mark, IReadOnlyList<Damage> damages)
    {
        var folder = Directory.CreateDirectory(Path.Combine(top, mark)).FullName;
        foreach (var (damage, number) in damages.Select((d, i) => (d, i)))
        {
            WriteThrough(Path.Combine(folder, $"{number}.tail"), Tail(Path.Combine(top, damage.File), damage.CutTo));
            // The list of what was there comes last: without it nothing is done yet.
            WriteThrough(Path.Combine(folder, $"{number}.json"), JsonSerializer.SerializeToUtf8Bytes(damage));
        }
    }

    /// <summary>Restores what the node has not written since, and deletes the saved data.</summary>
    public static void PutBack(string top, string mark)
    {
        var folder = Path.Combine(top, mark);
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [])
            if (Read(file) is { } damage) damage.PutBack(top, File.ReadAllBytes(Path.ChangeExtension(file, ".tail")));
        DiskRecipe.Delete(top, mark);
    }

    /// <summary>Null for one that was not written to its end: its damage was not done.</summary>
    private static Damage? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Damage>(File.ReadAllBytes(file));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Tail(string path, long? from)
    {
        if (from is not { } offset) return [];
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var tail = new byte[RandomAccess.GetLength(handle) - offset];
        return tail[..RandomAccess.Read(handle, tail, offset)];
    }

    private static void WriteThrough(string path, byte[] content)
    {
        using var handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(handle, content, 0);
        RandomAccess.FlushToDisk(handle);
    }
}
