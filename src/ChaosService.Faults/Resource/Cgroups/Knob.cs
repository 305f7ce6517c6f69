using System.Globalization;

namespace ChaosService.Faults.Resource.Cgroups;

/// <summary>A limit that the kernel keeps for a control group, as a file. What is smaller is stricter.</summary>
internal abstract class Knob
{
    public abstract string Controller { get; }

    public abstract string FileName(bool version2);

    /// <summary>What to write for an amount.</summary>
    /// <param name="found">What the file held before any fault.</param>
    public abstract string Text(long amount, string found, string directory, bool version2);

    /// <summary>The amount that a text allows; null: as much as there is.</summary>
    public abstract long? Amount(string text, string directory, bool version2);

    /// <summary>The limit in words: <c>64 MiB</c>.</summary>
    public abstract string Words(long amount);

    public string? PathIn(NodeCgroup cgroup) =>
        cgroup.DirectoryOf(Controller) is { } directory && Path.Combine(directory, FileName(cgroup.IsVersion2(Controller))) is var file
            && File.Exists(file) ? file : null;

    public static string Read(string file) => File.ReadAllText(file).TrimEnd('\n');

    /// <summary>A value of a file that has one to a line: <c>nr_throttled 12</c>. 0 when it has none of that name.</summary>
    public static long Counter(string file, string name) => !File.Exists(file) ? 0 : File.ReadLines(file)
        .Where(l => l.StartsWith($"{name} ", StringComparison.Ordinal))
        .Select(l => long.Parse(l[(name.Length + 1)..], CultureInfo.InvariantCulture)).FirstOrDefault();
}
