using System.Net;

namespace ChaosService.Faults.Dns.Relay;

/// <summary>A node's resolvers: the <c>nameserver</c> lines of its own /etc/resolv.conf (resolv.conf(5)).</summary>
internal static class Resolvers
{
    public const int Port = 53;

    /// <summary>More are in nobody's file: the C library reads three.</summary>
    private const int Max = 8;

    /// <summary>Empty when the file is not there, or the process is gone.</summary>
    public static IReadOnlyList<IPAddress> Of(int pid)
    {
        try
        {
            return Parse(File.ReadLines($"/proc/{pid}/root/etc/resolv.conf"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Without addresses that mean something on one interface alone, which a rule cannot name.</summary>
    internal static IReadOnlyList<IPAddress> Parse(IEnumerable<string> lines) =>
        [.. lines.Select(l => l.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(f => f is ["nameserver", _, ..] && IPAddress.TryParse(f[1], out var address) && !address.IsIPv6LinkLocal)
            .Select(f => IPAddress.Parse(f[1])).Distinct().Take(Max)];
}
