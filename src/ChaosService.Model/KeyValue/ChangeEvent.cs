using ChaosService.Model.Histories;

namespace ChaosService.Model.KeyValue;

/// <summary>A change of one key, as a node of a replicated key-value store published it.</summary>
/// <param name="OpId">Names the change, in lower-case hex. The larger one wins between two of the same time.</param>
/// <param name="Timestamp">ns since 1970 by the clock of the node that made the change.</param>
/// <param name="Source">The node that made the change.</param>
/// <param name="Op">Such as <c>set</c>, <c>del</c>, <c>incr</c>.</param>
/// <param name="Key">Without the prefix of the run's keys.</param>
/// <param name="Value">What the key has after the change; null: nothing.</param>
public sealed record ChangeEvent(string OpId, ulong Timestamp, string Source, string Op, string Key, string? Value)
{
    /// <summary>Whether the node said that it published the change before. Null: not known, as in histories of older versions.</summary>
    public bool? IsRepeated { get; init; }

    /// <summary>Whether the broker said that it may have delivered the message before. Null: not known, as in those.</summary>
    public bool? IsRedelivered { get; init; }

    /// <summary>How long ago it had arrived when the subscriber was asked, in ns. Null: not known, as in those.</summary>
    public long? AgeNs { get; init; }

    /// <summary>Whether this change wins against the other one: the later wins, and of two at the same time the larger id.</summary>
    public bool WinsOver(ChangeEvent other) =>
        (Timestamp, string.CompareOrdinal(OpId, other.OpId)).CompareTo((other.Timestamp, 0)) > 0;

    /// <summary>The time is a text: it may be larger than any integer of a history.</summary>
    public OpValue ToValue() => OpValue.Object(
    [
        new("id", OpValue.Text(OpId)), new("ts", OpValue.Text($"{Timestamp}")), new("src", OpValue.Text(Source)),
        new("op", OpValue.Text(Op)), new("key", OpValue.Text(Key)), new("value", Value is null ? OpValue.None : OpValue.Text(Value)),
        .. Flag("repeated", IsRepeated), .. Flag("redelivered", IsRedelivered),
        .. OpValueFields.OfKnown("age", AgeNs),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static ChangeEvent? From(OpValue value) =>
        value.Text("id") is { } id && ulong.TryParse(value.Text("ts"), out var timestamp) && value.Text("src") is { } source
            && value.Text("op") is { } op && value.Text("key") is { } key
                ? new ChangeEvent(id, timestamp, source, op, key, value.Text("value"))
                {
                    IsRepeated = value.Field("repeated").AsBoolean, IsRedelivered = value.Field("redelivered").AsBoolean,
                    AgeNs = value.Integer("age"),
                }
                : null;

    private static OpField[] Flag(string name, bool? value) => value is { } known ? [new(name, OpValue.Boolean(known))] : [];
}
