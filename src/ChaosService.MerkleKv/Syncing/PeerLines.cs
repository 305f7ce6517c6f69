using System.Globalization;
using ChaosService.MerkleKv.Ordering;
using ChaosService.MerkleKv.Storage;

namespace ChaosService.MerkleKv.Syncing;

/// <summary>What nodes tell each other on behalf of SYNC: entries with their stamps, which the clients' commands do not show.</summary>
internal static class PeerLines
{
    public const string NotFound = "NOT_FOUND";

    public static string Write(Entry? entry) => entry switch
    {
        null => NotFound,
        { Value: null } => $"ENTRY {entry.Stamp.Ts} {entry.Stamp.OpId} DEL",
        _ => $"ENTRY {entry.Stamp.Ts} {entry.Stamp.OpId} SET {entry.Value}",
    };

    public static Entry? Read(string line)
    {
        if (line == NotFound) return null;
        if (line.Split(' ', 5) is ["ENTRY", var ts, { Length: 2 * OpId.Length } id, var kind, .. var value]
            && ulong.TryParse(ts, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && id.All(char.IsAsciiHexDigit))
            return new(kind == "SET" && value is [var text] ? text : null, new(at, OpId.Parse(id)));
        throw new SyncFailedException($"unexpected answer '{line[..Math.Min(line.Length, 80)]}'");
    }
}
