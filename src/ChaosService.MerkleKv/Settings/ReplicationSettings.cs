namespace ChaosService.MerkleKv.Settings;

/// <summary>How a node replicates. <see cref="SettingsReader"/> defines the names.</summary>
internal sealed record ReplicationSettings
{
    public required string Broker { get; init; }

    public int BrokerPort { get; init; } = 1883;

    public string TopicPrefix { get; init; } = "merkle_kv";

    /// <summary>Names the node to the broker and in its events; no two nodes share it.</summary>
    public required string ClientId { get; init; }

    /// <summary>
    /// Whether the broker forgets the node when it disconnects. By default it keeps the subscription and what is published meanwhile.
    /// </summary>
    public bool IsCleanSession { get; init; }

    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the broker may take to answer: a connection, a subscription, a publication.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause before the first attempt to reconnect; it doubles with each further one.</summary>
    public TimeSpan ReconnectMin { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan ReconnectMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After a reconnect, events that were sent since shortly before it are sent once more when this time has passed. A broker that lost
    /// its sessions delivers nothing to nodes that come back later than the sender. Zero: never.
    /// </summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Events that wait for the broker; beyond it the oldest are dropped and counted.</summary>
    public int BacklogMax { get; init; } = 100_000;

    public long BacklogBytesMax { get; init; } = 64 << 20;

    /// <summary>Ids of events that the node remembers.</summary>
    public int DedupeMax { get; init; } = 100_000;

    public string Topic => $"{TopicPrefix}/events";

    /// <summary>Of events that were published before. Subscribers of all below the topic get both, and can tell them apart.</summary>
    public string RepeatTopic => $"{Topic}/repeated";
}
