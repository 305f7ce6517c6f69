using System.Globalization;
using ChaosService.Faults.Disk;

namespace ChaosService.Faults.Clock;

/// <summary>
/// The file that libfaketime reads, in a volume of its node: it can be restored whether the node runs or not. The original file is
/// kept next to it unchanged, with its owner and its times.
/// </summary>
/// <param name="Path">Below the volume's top.</param>
/// <param name="Existed">It was there before the fault.</param>
/// <param name="Mark">The name of the fault's own files.</param>
internal sealed record ControlFile(string Path, bool Existed, string Mark)
{
    /// <summary>Of all files of this kind's faults, with the run and the fault behind it.</summary>
    public const string Prefix = ".chaosservice-clock-";

    /// <summary>Sets the clock atomically: a reader sees the old offset or the new one.</summary>
    public void Write(string top, TimeSpan offset)
    {
        var (file, kept, next) = (Of(top), Beside(top, Mark), Beside(top, $"{Mark}-next"));
        File.WriteAllText(next, Text(offset));
        if (Existed && !File.Exists(kept)) File.Move(file, kept);
        File.Move(next, file, overwrite: true);
    }

    /// <summary>Restores the file, atomically and durably: a power loss does not bring the offset back.</summary>
    public void Restore(string top)
    {
        var (file, kept) = (Of(top), Beside(top, Mark));
        if (File.Exists(kept)) File.Move(kept, file, overwrite: true);
        else if (!Existed && IsOurs(file)) File.Delete(file);
        File.Delete(Beside(top, $"{Mark}-next"));
        Filesystem.Synchronize(System.IO.Path.GetDirectoryName(file)!);
    }

    /// <summary>Whether the fault's offset is in it.</summary>
    public bool IsWritten(string top) => IsOurs(Of(top));

    /// <summary>Why it cannot be written here; null: it can.</summary>
    public string? WhyNot(string top)
    {
        var at = top;
        foreach (var part in Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = System.IO.Path.Combine(at, part);
            // As the node it would lead to somewhere in the node; from here it leads to somewhere on the host.
            if (new FileInfo(at).LinkTarget is not null) return $"{part} on the way is a symbolic link";
        }
        var folder = System.IO.Path.GetDirectoryName(Of(top))!;
        if (Directory.Exists(at)) return "it is a folder";
        if (!Directory.Exists(folder)) return "its folder is not there";
        return Directory.EnumerateFiles(folder, $"{Prefix}*").Any()
            || (File.Exists(at) && File.ReadLines(at).Any(l => l.StartsWith($"# {Prefix}", StringComparison.Ordinal)))
            ? "another fault has set it already; wait for that fault, or if its run is dead: chaosctl faults revert"
            : null;
    }

    /// <summary>In seconds, as libfaketime reads it from the first line: <c>+30.500000</c>.</summary>
    internal string Text(TimeSpan offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{offset.TotalSeconds:+0.000000;-0.000000;+0}\n# {Mark}\n");

    private string Of(string top) => System.IO.Path.Join(top, Path);

    private string Beside(string top, string name) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Of(top))!, name);

    private bool IsOurs(string file) => File.Exists(file) && File.ReadLines(file).Contains($"# {Mark}");
}
