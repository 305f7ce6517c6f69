namespace ChaosService.Service.Notifications.Events;

/// <summary>How important an event is.</summary>
internal enum Severity
{
    Info,
    Warning,
    Error,

    /// <summary>Something is broken that should not be.</summary>
    Critical,
}

/// <summary>A kind of event that receivers are notified of.</summary>
/// <param name="Name">As in the options; after <see cref="EventTypes.Prefix"/> it is the type of the CloudEvent.</param>
/// <param name="Alert">Whether it is among the default events.</param>
internal sealed record EventType(string Name, Severity Severity, string Meaning, bool Alert = true)
{
    /// <summary>Sent to every receiver whatever its options say, and ahead of everything else.</summary>
    public bool Always => Name is EventTypes.FaultNotReverted or EventTypes.FaultResolved;
}
