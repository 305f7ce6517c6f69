using ChaosService.Docker.Resources;
using ChaosService.Model.Faults;

namespace ChaosService.Faults.Clock;

/// <summary>How a process of a node takes its time from libfaketime: which library, and the file with the offset.</summary>
/// <param name="Library">As the node sees it.</param>
/// <param name="File">The file that libfaketime reads, as the node sees it.</param>
internal sealed record FakeClock(string Library, string File)
{
    /// <summary>A file that is read less often than this gives no clock that can be set.</summary>
    private const double LongestCacheSeconds = 1;

    /// <summary>
    /// The clock of the first of a node's processes that has one. Throws <see cref="FaultRefusedException"/> with what is missing: a
    /// program that is linked statically, or calls the kernel directly as Go does, cannot have one.
    /// </summary>
    /// <param name="pid">The node's first process.</param>
    /// <param name="environment">
    /// What the container gives its processes, <c>NAME=value</c> each: a process that sets its title, as redis does, overwrites its own.
    /// </param>
    public static FakeClock Of(string node, int pid, IEnumerable<string> environment)
    {
        var processes = new ProcessTable("/proc").Beside(pid);
        foreach (var process in processes.Order())
        {
            if (LibraryIn(Lines($"/proc/{process}/maps")) is not { } library) continue;
            return Read(node, library, [.. Text($"/proc/{process}/environ").Split('\0'), .. environment]);
        }
        throw new FaultRefusedException(
            $"None of the {processes.Count} processes of {node} has libfaketime, by which alone a clock can be set here. Give the node "
                + "LD_PRELOAD=<libfaketime.so.1>; a static program, or one in Go, cannot take it.");
    }

    /// <summary>Which it is, of the files that a process has mapped (proc(5), maps).</summary>
    internal static string? LibraryIn(IEnumerable<string> maps) =>
        maps.Select(l => l.IndexOf('/', StringComparison.Ordinal) is var at && at >= 0 ? l[at..] : "")
            .FirstOrDefault(f => f.Contains("/libfaketime", StringComparison.Ordinal));

    /// <param name="environment">Of the process, <c>NAME=value</c> each.</param>
    internal static FakeClock Read(string node, string library, IReadOnlyList<string> environment)
    {
        string? Value(string name) =>
            environment.FirstOrDefault(v => v.StartsWith($"{name}=", StringComparison.Ordinal))?[(name.Length + 1)..];
        FaultRefusedException Refusal(string why) => new($"The processes of {node} have libfaketime, and {why}.");

        if (Value("FAKETIME") is not null)
            throw Refusal("FAKETIME sets their clock for good; take it away and set FAKETIME_TIMESTAMP_FILE");
        if (Value("FAKETIME_TIMESTAMP_FILE") is not { } file || !file.StartsWith('/'))
            throw Refusal("no FAKETIME_TIMESTAMP_FILE, which must be an absolute path in a volume of the node's");
        var isFresh = Value("FAKETIME_NO_CACHE") == "1"
            || (int.TryParse(Value("FAKETIME_CACHE_DURATION"), out var seconds) && seconds <= LongestCacheSeconds);
        return isFresh
            ? new(library, file)
            : throw Refusal("they read their file every 10 s only; set FAKETIME_NO_CACHE=1 or FAKETIME_CACHE_DURATION=1");
    }

    private static string[] Lines(string file) => Text(file).Split('\n');

    /// <summary>Empty when the process is gone.</summary>
    private static string Text(string file)
    {
        try
        {
            return System.IO.File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
