using ChaosService.Model.Histories;

namespace ChaosService.Model.KeyValue;

/// <summary>
/// What a node counted since its start: the value of an observation of the topic <see cref="Topic"/>. Null: the node does not tell.
/// </summary>
/// <param name="UptimeSeconds">Whole seconds since its start.</param>
/// <param name="BrokerConnects">How often it connected to the broker. One that did so once never published anything again.</param>
/// <param name="EventsDropped">Changes for which a full backlog had no room.</param>
/// <param name="Waiting">Changes that the other nodes may not have, because they wait for the broker.</param>
public sealed record StatisticsView(long? UptimeSeconds, long? BrokerConnects, long? EventsDropped, long? Waiting)
{
    public const string Topic = "statistics";

    private const string Uptime = "uptime_seconds";
    private const string Connects = "broker_connects";
    private const string Dropped = "events_dropped";
    private const string Backlog = "replication_backlog";

    /// <param name="value">The value of a statistic by its name.</param>
    public static StatisticsView Of(Func<string, long?> value) => new(value(Uptime), value(Connects), value(Dropped), value(Backlog));

    public OpValue ToValue() => OpValue.Object(
    [
        .. OpValueFields.OfKnown(Uptime, UptimeSeconds),
        .. OpValueFields.OfKnown(Connects, BrokerConnects),
        .. OpValueFields.OfKnown(Dropped, EventsDropped),
        .. OpValueFields.OfKnown(Backlog, Waiting),
    ]);

    /// <summary>Null when the value is not of this form.</summary>
    public static StatisticsView? From(OpValue value) => value.Kind == OpValueKind.Object ? Of(name => value.Integer(name)) : null;
}
