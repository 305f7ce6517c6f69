namespace ChaosService.Faults.Kernel;

/// <summary>Signals that end a process which does not mind them, by number (signal(7), the same on every processor that .NET runs on).
/// </summary>
internal static class Signals
{
    public static IReadOnlyDictionary<string, int> Numbers { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["KILL"] = 9, ["TERM"] = 15, ["INT"] = 2, ["QUIT"] = 3, ["ABRT"] = 6, ["SEGV"] = 11, ["HUP"] = 1, ["USR1"] = 10, ["USR2"] = 12,
    };
}
