using System.Globalization;

namespace ChaosService.Docker.Resources;

/// <summary>
/// The machine's processes by their PID namespace, in a snapshot of <c>/proc</c>. A container's processes are those that share its first
/// process's namespace, whatever started them.
/// </summary>
/// <param name="proc">The directory of the kernel's process files: <c>/proc</c>.</param>
public sealed class ProcessTable(string proc)
{
    private readonly ILookup<string, int> _byNamespace = Directory.EnumerateDirectories(proc)
        .Select(d => int.TryParse(Path.GetFileName(d.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0)
        .Select(pid => (Pid: pid, Namespace: Namespace(proc, pid)))
        .Where(p => p.Namespace is not null)
        .ToLookup(p => p.Namespace!, p => p.Pid, StringComparer.Ordinal);

    private readonly string? _own = new FileInfo(Path.Combine(proc, "self", "ns", "pid")).LinkTarget;

    /// <summary>The prefix of control groups that hold processes that one of our faults put into a container.</summary>
    public const string GuestGroup = "chaosservice-stress-";

    /// <summary>
    /// All processes of the container whose first process this is; empty when that is gone. Our own namespace does not belong to a
    /// container: otherwise a reused pid would make the whole machine a node. Processes that a fault added are not the container's.
    /// </summary>
    public IReadOnlyList<int> Beside(int pid) => [.. WithGuests(pid).Where(p => !IsGuest(p))];

    /// <summary>Like <see cref="Beside"/>, including the processes that a fault added.</summary>
    public IReadOnlyList<int> WithGuests(int pid) => Namespace(proc, pid) is { } shared && shared != _own ? [.. _byNamespace[shared]] : [];

    /// <summary>
    /// Field 22 of <c>stat</c>, in clock ticks since boot: together with the pid it identifies a process even if the pid is reused. Null
    /// when it is gone.
    /// </summary>
    public string? StartTicks(int pid)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(proc, $"{pid}", "stat"));
            // The second field is the program's name in parentheses and may contain any character.
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Null when the process is gone.</summary>
    public (long MemoryBytes, long OpenFiles)? Usage(int pid)
    {
        try
        {
            var status = File.ReadLines(Path.Combine(proc, $"{pid}", "status"));
            return (AnonymousBytes(status), Directory.EnumerateFileSystemEntries(Path.Combine(proc, $"{pid}", "fd")).LongCount());
        }
        catch (IOException)
        {
            return null;
        }
    }

    private bool IsGuest(int pid)
    {
        try
        {
            return File.ReadLines(Path.Combine(proc, $"{pid}", "cgroup")).Any(l => l.Contains($"/{GuestGroup}", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary><c>RssAnon: 1234 kB</c>. A kernel thread or a zombie has no such line and no memory.</summary>
    internal static long AnonymousBytes(IEnumerable<string> status)
    {
        const string Name = "RssAnon:";
        var line = status.FirstOrDefault(l => l.StartsWith(Name, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line[Name.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary><c>pid:[4026532201]</c>. Null when the process is gone, or when we may not inspect it.</summary>
    private static string? Namespace(string proc, int pid)
    {
        try
        {
            return new FileInfo(Path.Combine(proc, $"{pid}", "ns", "pid")).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
