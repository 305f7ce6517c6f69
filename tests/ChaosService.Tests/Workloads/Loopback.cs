using System.Net;

namespace ChaosService.Tests.Workloads;

/// <summary>
/// Addresses for servers of tests at the ports where clients expect them. Of this process alone, because its tests may run twice at a time
/// on one machine.
/// </summary>
internal static class Loopback
{
    private static int s_latest = 76;

    /// <summary>One that nobody else in this process has got.</summary>
    public static IPAddress Next() => new(
        [127, (byte)Interlocked.Increment(ref s_latest), (byte)(Environment.ProcessId >> 8), (byte)Environment.ProcessId]);
}
