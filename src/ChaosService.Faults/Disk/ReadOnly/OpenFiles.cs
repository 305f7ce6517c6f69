using ChaosService.Docker.Resources;

namespace ChaosService.Faults.Disk.ReadOnly;

/// <summary>Which files a node's processes have open, as <c>/proc</c> shows it.</summary>
internal static class OpenFiles
{
    /// <summary>One sentence part for each: <c>/data/member/wal/0.wal (etcd, pid 4711)</c>.</summary>
    /// <param name="pid">The node's first process.</param>
    public static IEnumerable<string> ForWriting(int pid, string point) =>
        from process in new ProcessTable("/proc").WithGuests(pid)
        from file in Files(process)
        where file.Target.StartsWith($"{point}/", StringComparison.Ordinal) && file.IsForWriting
        select $"{file.Target} (pid {process})";

    private static IEnumerable<(string Target, bool IsForWriting)> Files(int process)
    {
        string[] files;
        try
        {
            files = Directory.GetFiles($"/proc/{process}/fd");
        }
        catch (IOException)
        {
            yield break;
        }
        foreach (var file in files)
            if (Target(file) is { } target) yield return (target, IsForWriting($"/proc/{process}/fdinfo/{Path.GetFileName(file)}"));
    }

    /// <summary>Null when it was closed in the meantime.</summary>
    private static string? Target(string file)
    {
        try
        {
            return new FileInfo(file).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsForWriting(string info)
    {
        try
        {
            return IsForWriting(File.ReadLines(info));
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary><c>flags: 0100002</c>, in octal: the last two bits are O_WRONLY and O_RDWR.</summary>
    internal static bool IsForWriting(IEnumerable<string> info) =>
        info.FirstOrDefault(l => l.StartsWith("flags:", StringComparison.Ordinal)) is { } line
            && (Convert.ToInt32(line["flags:".Length..].Trim(), 8) & 3) != 0;
}
