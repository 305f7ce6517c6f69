using ChaosService.MerkleKv.Events;

namespace ChaosService.MerkleKv.Tests.Running;

/// <summary>Changes as another node would publish them.</summary>
internal static class Changes
{
    /// <param name="value">Null: a delete.</param>
    /// <param name="id">The last bytes of the operation's id.</param>
    public static ChangeEvent Of(string key, string? value, ulong ts, ulong id, string source = "elsewhere") =>
        new(value is null ? ChangeKind.Del : ChangeKind.Set, key, value, new(ts, new(id)), source);

    /// <summary>Ns since 1970, as events have it.</summary>
    public static ulong Now(TimeSpan offset = default) => (ulong)(DateTimeOffset.UtcNow + offset - DateTimeOffset.UnixEpoch).Ticks * 100;
}
