using System.Globalization;

namespace ChaosService.Faults.Resource.Cgroups;

/// <summary>What a control group holds now, and how often it ran into its limit.</summary>
/// <param name="HeldBytes">All of it, files in the cache too.</param>
/// <param name="OwnBytes">What no file backs: the kernel cannot take it back.</param>
/// <param name="Hits">How often the kernel had to take memory back, or refuse it, to keep to the limit.</param>
/// <param name="Killed">Processes that it killed for lack of memory.</param>
internal sealed record MemoryUse(long HeldBytes, long OwnBytes, long Hits, long Killed)
{
    public static MemoryUse Of(string directory, bool version2)
    {
        string In(string file) => Path.Combine(directory, file);
        long Number(string file) => long.Parse(Knob.Read(In(file)), CultureInfo.InvariantCulture);
        return version2
            ? new(
                Number("memory.current"), Knob.Counter(In("memory.stat"), "anon"), Knob.Counter(In("memory.events"), "max"),
                Knob.Counter(In("memory.events"), "oom_kill"))
            : new(
                Number("memory.usage_in_bytes"), Knob.Counter(In("memory.stat"), "total_rss"), Number("memory.failcnt"),
                Knob.Counter(In("memory.oom_control"), "oom_kill"));
    }
}
