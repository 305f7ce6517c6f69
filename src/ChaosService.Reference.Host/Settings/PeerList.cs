using System.Globalization;

namespace ChaosService.Reference.Host.Settings;

/// <summary>Reads <c>1=ts1,2=ts2:8182/8181</c>: a node's number, its host, and its ports if they are not the default ones.</summary>
internal static class PeerList
{
    public const int RpcPort = 8182;
    public const int HttpPort = 8181;

    public static IReadOnlyList<Peer> Parse(string text, List<string> errors)
    {
        var peers = new List<Peer>();
        foreach (var (index, written) in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Index())
        {
            // Hosts without numbers are numbered by position.
            var part = written.Contains('=') ? written : $"{index + 1}={written}";
            if (ParseOne(part) is not { } peer)
                errors.Add($"PEERS '{part}': give id=host, id=host:rpc-port or id=host:rpc-port/http-port, such as 1=ts1:8182/8181.");
            else if (peers.Exists(p => p.Id == peer.Id))
                errors.Add($"PEERS '{part}': node {peer.Id} is there twice; every node has a number of its own.");
            else
                peers.Add(peer);
        }
        if (peers.Count == 0 && errors.Count == 0) errors.Add("PEERS names no node: give at least this one, such as 1=127.0.0.1.");
        return peers;
    }

    /// <summary>Reads <c>ts1,ts2:8181</c>: where nodes take clients' requests.</summary>
    public static IReadOnlyList<string> ParseSeeds(string text, List<string> errors)
    {
        var seeds = new List<string>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var numbers = part.Split(':');
            if (numbers.Length <= 2 && numbers[0].Length > 0 && TryPort(numbers, 1, HttpPort, out var port))
                seeds.Add($"{numbers[0]}:{port}");
            else
                errors.Add($"SEEDS '{part}': give host or host:http-port, such as ts1:8181.");
        }
        return seeds;
    }

    public static Peer? ParseOne(string text)
    {
        if (text.Split('=') is not [var id, var address]) return null;
        var (host, ports) = address.Split(':') is [var name, var tail] ? (name, tail) : (address, "");
        var numbers = ports.Length == 0 ? [] : ports.Split('/');
        if (host.Length == 0 || host.Contains(':') || numbers.Length > 2) return null;
        if (!uint.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) return null;
        return TryPort(numbers, 0, RpcPort, out var rpc) && TryPort(numbers, 1, HttpPort, out var http)
            ? new(number, host, rpc, http)
            : null;
    }

    private static bool TryPort(string[] numbers, int place, int otherwise, out int port)
    {
        port = otherwise;
        return numbers.Length <= place
            || (int.TryParse(numbers[place], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and < 65536);
    }
}
