using ChaosService.Model.Histories;

namespace ChaosService.Model.KeyValue;

/// <summary>
/// What a node says that its process takes of the machine: the value of an observation of the topic <see cref="Topic"/>. Null: it does not
/// tell.
/// </summary>
/// <param name="UptimeSeconds">Whole seconds since its start. When it is less than before, the node has started again.</param>
/// <param name="Opened">Connections that it accepted since its start.</param>
/// <param name="Connections">Those that it has now.</param>
/// <param name="Descriptors">Its open files and sockets.</param>
/// <param name="MemoryBytes">Its resident memory.</param>
public sealed record UsageView(long UptimeSeconds, long? Opened, long? Connections, long? Descriptors, long? MemoryBytes)
{
    public const string Topic = "usage";

    private const string Uptime = "uptime_seconds";
    private const string Total = "connections_total";
    private const string Now = "connections";
    private const string Open = "open_descriptors";
    private const string Memory = "memory_resident_bytes";

    /// <param name="value">The value of a statistic by its name. A system that cannot count descriptors says -1.</param>
    /// <returns>Null when the node does not say since when it runs.</returns>
    public static UsageView? Of(Func<string, long?> value) => value(Uptime) is { } uptime
        ? new(uptime, value(Total), value(Now), value(Open) is >= 0 and { } descriptors ? descriptors : null, value(Memory))
        : null;

    public OpValue ToValue() => OpValue.Object(
    [
        .. OpValueFields.OfKnown(Uptime, UptimeSeconds),
        .. OpValueFields.OfKnown(Total, Opened),
        .. OpValueFields.OfKnown(Now, Connections),
        .. OpValueFields.OfKnown(Open, Descriptors),
        .. OpValueFields.OfKnown(Memory, MemoryBytes),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static UsageView? From(OpValue value) => value.Kind == OpValueKind.Object ? Of(name => value.Integer(name)) : null;
}
