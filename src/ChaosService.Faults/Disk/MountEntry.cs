using System.Globalization;
using System.Text.RegularExpressions;

namespace ChaosService.Faults.Disk;

/// <summary>A line of mountinfo (proc(5)). <paramref name="Device"/> identifies the filesystem: <c>7:0</c>.</summary>
internal sealed partial record MountEntry(string Device, string Point, string Type, string Options)
{
    /// <summary>Those of this mount alone, whatever its filesystem has: <c>rw,nosuid,noatime</c>.</summary>
    public string MountOptions { get; init; } = "";

    public bool IsReadOnly => Options.Split(',').Contains("ro");

    /// <summary>In the order of mounting: what comes later covers what stands at the same place before.</summary>
    public static IReadOnlyList<MountEntry> Parse(IEnumerable<string> mountInfo) => [.. mountInfo.Select(ParseLine).OfType<MountEntry>()];

    /// <summary>What a process sees; empty when it is gone.</summary>
    public static IReadOnlyList<MountEntry> Of(string process) => In($"/proc/{process}/mountinfo");

    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<MountEntry> In(string table)
    {
        try
        {
            return Parse(File.ReadLines(table));
        }
        catch (IOException)
        {
            return [];
        }
    }

    public bool Contains(string path) => Point == "/" || path == Point || path.StartsWith(Point + '/', StringComparison.Ordinal);

    private static MountEntry? ParseLine(string line)
    {
        var fields = line.Split(' ');
        var dash = Array.IndexOf(fields, "-");
        return dash < 6 || fields.Length < dash + 4
            ? null
            : new(fields[2], Unescape(fields[4]), fields[dash + 1], fields[dash + 3]) { MountOptions = fields[5] };
    }

    private static string Unescape(string path) =>
        Octal().Replace(path, m => ((char)Convert.ToInt32(m.Groups[1].Value, 8)).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\\([0-7]{3})")]
    private static partial Regex Octal();
}
