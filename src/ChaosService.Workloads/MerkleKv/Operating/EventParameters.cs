using System.Globalization;
using ChaosService.Model.Actions;
using ChaosService.Model.Configuration;

namespace ChaosService.Workloads.MerkleKv.Operating;

/// <param name="Node">The broker. Default <c>broker</c>.</param>
/// <param name="Port">Default 1883.</param>
/// <param name="Topic">The prefix of the topics at the broker. Null, the default: the target's, or else <c>merkle_kv</c>.</param>
/// <param name="Op">Such as <c>set</c>.</param>
/// <param name="Key">Without the prefix of the run's keys.</param>
/// <param name="Value">What the key has after the change; null only for <c>del</c>.</param>
/// <param name="Timestamp">ns since 1970. Null, the default: the time at which it is published, with <paramref name="Offset"/>.</param>
/// <param name="Offset">How far the maker's clock is ahead; negative: behind.</param>
/// <param name="OpId">
/// The id's first digits in hex, which decide between changes at one time. Default none. The others are made from the rest of the event:
/// nodes skip an id that they have seen, whatever its key.
/// </param>
/// <param name="Source">The node that it says it is of.</param>
internal sealed record EventParameters(
    string Node, int Port, string? Topic, string Op, string Key, string? Value, ulong? Timestamp, TimeSpan Offset, string OpId,
    string Source) : ActionParameters
{
    public override IReadOnlyList<string> Nodes => [Node];

    /// <summary>In words.</summary>
    public override string ToString()
    {
        var time = Timestamp is { } ts ? ts.ToString(CultureInfo.InvariantCulture)
            : Offset == TimeSpan.Zero ? "now"
            : $"{Quantity.Format(Offset.Duration())} {(Offset > TimeSpan.Zero ? "ahead" : "behind")}";
        return $"{Op} {Key}{(Value is null ? "" : $" = {Value}")} by {Source}, time {time}{(OpId.Length == 0 ? "" : $", id {OpId}…")}";
    }
}
