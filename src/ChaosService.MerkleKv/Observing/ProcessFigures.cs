namespace ChaosService.MerkleKv.Observing;

/// <summary>What the process takes of the machine.</summary>
internal static class ProcessFigures
{
    private const string Descriptors = "/proc/self/fd";

    public static long ResidentBytes => Environment.WorkingSet;

    public static long ManagedBytes => GC.GetTotalMemory(forceFullCollection: false);

    /// <summary>-1 where the system does not tell.</summary>
    public static int OpenDescriptors => Directory.Exists(Descriptors) ? Directory.EnumerateFileSystemEntries(Descriptors).Count() : -1;
}
