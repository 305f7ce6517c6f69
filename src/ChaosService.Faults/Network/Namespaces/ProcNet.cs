using System.Globalization;
using System.Net;
using ChaosService.Faults.Network.State;

namespace ChaosService.Faults.Network.Namespaces;

/// <summary>What /proc/PID/net tells about a node's network, without entering it.</summary>
internal static class ProcNet
{
    /// <summary>Ports with a listener for others, lowest first.</summary>
    public static IReadOnlyList<int> ListeningPorts(int pid) =>
        [.. ReadLines(pid, "tcp").Concat(ReadLines(pid, "tcp6")).Select(ListeningPort).OfType<int>().Distinct().Order()];

    /// <summary>The connections that the node has with others, now.</summary>
    public static IReadOnlyList<Connection> Connections(int pid) =>
        [.. ReadLines(pid, "tcp").Concat(ReadLines(pid, "tcp6")).Select(Established).OfType<Connection>()];

    /// <summary>Addresses of the node that others can use: no loopback, no link-local.</summary>
    public static IReadOnlyList<Address> Addresses(int pid) =>
        [.. LocalV4(ReadLines(pid, "fib_trie")).Concat(GlobalV6(ReadLines(pid, "if_inet6"))).Select(Address.Of)];

    /// <summary>Interfaces that packets to others leave through.</summary>
    public static IReadOnlyList<string> Interfaces(int pid) =>
        [.. ReadLines(pid, "route").Skip(1).Select(l => l.Split('\t')[0].Trim())
            .Concat(ReadLines(pid, "if_inet6").Select(l => l.Split(' ')[^1])).Where(i => i != "lo").Distinct()
            .Order(StringComparer.Ordinal)];

    /// <summary>The port of a line of /proc/net/tcp{,6} in state LISTEN (0A), unless it listens on loopback only.</summary>
    internal static int? ListeningPort(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 4 || fields[3] != "0A" || fields[1].Split(':') is not [var address, var port]) return null;
        return IPAddress.IsLoopback(SocketAddress(address)) ? null : int.Parse(port, NumberStyles.HexNumber);
    }

    /// <summary>The ends of a line of /proc/net/tcp{,6} in state ESTABLISHED (01), unless it goes over loopback.</summary>
    internal static Connection? Established(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 4 || fields[3] != "01") return null;
        var (local, remote) = (SocketEnd(fields[1]), SocketEnd(fields[2]));
        return local is null || remote is null || IPAddress.IsLoopback(remote.Address) ? null : new(local, remote);
    }

    private static IPEndPoint? SocketEnd(string text)
    {
        if (text.Split(':') is not [var hex, var port]) return null;
        var address = SocketAddress(hex);
        return new(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, int.Parse(port, NumberStyles.HexNumber));
    }

    /// <summary>The trie names a leaf in one line and what it is in the next.</summary>
    internal static IEnumerable<IPAddress> LocalV4(IEnumerable<string> fibTrie)
    {
        var leaf = "";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in fibTrie.Select(l => l.Trim()))
        {
            if (line.StartsWith("|-- ", StringComparison.Ordinal)) leaf = line[4..];
            else if (line == "/32 host LOCAL" && !leaf.StartsWith("127.", StringComparison.Ordinal) && seen.Add(leaf))
                yield return IPAddress.Parse(leaf);
        }
    }

    /// <summary>The fourth field is the scope: 00 is global.</summary>
    internal static IEnumerable<IPAddress> GlobalV6(IEnumerable<string> ifInet6) =>
        ifInet6.Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(f => f.Length >= 6 && f[3] == "00")
            .Select(f => new IPAddress(Convert.FromHexString(f[0])));

    /// <summary>The kernel prints addresses as 32-bit words of its own byte order.</summary>
    private static IPAddress SocketAddress(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        for (var word = 0; word < bytes.Length; word += 4) Array.Reverse(bytes, word, 4);
        return new IPAddress(bytes);
    }

    /// <summary>Empty when the process is gone or the kernel lacks the protocol.</summary>
    private static string[] ReadLines(int pid, string file)
    {
        try
        {
            return File.ReadAllLines($"/proc/{pid}/net/{file}");
        }
        catch (IOException)
        {
            return [];
        }
    }
}
