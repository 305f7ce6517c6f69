namespace ChaosService.Engine.Store.Notifications;

/// <summary>The state of the delivery of one event to one receiver.</summary>
public enum DeliveryState
{
    /// <summary>Waiting, or being sent.</summary>
    Waiting,

    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>A dead letter: given up, until someone sends it again.</summary>
    Dead,
}

/// <summary>One event for one receiver.</summary>
public sealed record OutboxItem
{
    /// <summary>Its place in the order of sending; 0 before it is stored, and for what could not be.</summary>
    public long Seq { get; init; }

    /// <summary>The event's: the same however often it is sent.</summary>
    public required string EventId { get; init; }

    public required string Receiver { get; init; }

    /// <summary>The event's type, such as <c>run.invalid</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Goes ahead of everything that is not urgent.</summary>
    public bool Urgent { get; init; }

    /// <summary>The event as JSON. Holds no secret of the receiver.</summary>
    public required string Document { get; init; }

    public DeliveryState State { get; init; }

    /// <summary>How often it was sent since <see cref="Since"/>.</summary>
    public int Attempts { get; init; }

    /// <summary>From when its age counts: when it happened, or when someone asked for it to be sent again.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The last attempt, or its end.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Why it is not delivered; null when no attempt has failed yet.</summary>
    public string? Reason { get; init; }
}
