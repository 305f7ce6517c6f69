namespace ChaosService.Contracts;

/// <summary>
/// An event's contents besides its type and time: the <c>data</c> of the CloudEvent. Fields that do not apply are left out.
/// </summary>
public sealed record NotificationData
{
    /// <summary>A sentence for people.</summary>
    public required string Summary { get; init; }

    /// <summary>The page of the service that shows it.</summary>
    public string? Link { get; init; }

    /// <summary>The experiment it is about; <c>suite/NAME</c> for the schedule of a suite.</summary>
    public string? Experiment { get; init; }

    /// <summary>The experiment's labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public NotifiedRun? Run { get; init; }

    public NotifiedFault? Fault { get; init; }

    public NotifiedSchedule? Schedule { get; init; }

    /// <summary>The first violations.</summary>
    public IReadOnlyList<NotifiedViolation>? Violations { get; init; }
}

/// <summary>A run as it stood when the event happened.</summary>
/// <param name="State"><c>running</c>, <c>finished</c>, <c>aborted</c>, <c>interrupted</c>, <c>rejected</c>.</param>
/// <param name="Verdict"><c>valid</c>, <c>invalid</c>, <c>unknown</c>; left out when there is none.</param>
/// <param name="ExitCode">What <c>chaosctl run</c> would have exited with; left out while the run is active.</param>
public sealed record NotifiedRun(
    string Id, string Project, long Seed, string Cause, string State, string? Verdict, string? Reason, int? ExitCode,
    DateTimeOffset AcceptedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);

/// <param name="Id">The fault's id in its run, such as <c>f1</c>; <c>target</c> for a target that could not be taken down.</param>
/// <param name="Reason">Why it could not be reverted.</param>
public sealed record NotifiedFault(
    string Id, string RunId, string Kind, IReadOnlyList<string> Nodes, DateTimeOffset? BegunAt = null, DateTimeOffset? EndedAt = null,
    string? Reason = null);

/// <param name="At">When the firing was found to be missed, or was attempted.</param>
public sealed record NotifiedSchedule(string Experiment, DateTimeOffset At, string? Reason);

/// <param name="Count">How many of this kind there are.</param>
/// <param name="Faults">Ids of the faults that were active meanwhile.</param>
public sealed record NotifiedViolation(string Check, string Anomaly, string Explanation, long Count, IReadOnlyList<string> Faults);

/// <summary>The receivers of events, and the state of their deliveries.</summary>
public sealed record NotificationsReply(IReadOnlyList<ReceiverReply> Receivers);

/// <param name="Kind"><c>webhook</c>, <c>slack</c>, <c>pagerduty</c>, <c>github</c> or <c>grafana</c>.</param>
/// <param name="Host">The host of its address; the rest of the address may be a secret.</param>
/// <param name="Events">The types of events that it gets; it always gets <c>fault.notreverted</c> and <c>fault.resolved</c>.</param>
/// <param name="Waiting">Deliveries that are still attempted.</param>
/// <param name="Delivered">Successful deliveries that are still listed.</param>
/// <param name="Dead">Deliveries that were given up.</param>
/// <param name="Lost">Events that could neither be stored nor sent, since the service started.</param>
/// <param name="Trouble">The error of the last attempt; null when it succeeded or there was none.</param>
public sealed record ReceiverReply(
    string Name, string Kind, string Host, IReadOnlyList<string> Events, int Waiting, int Delivered, int Dead, long Lost,
    DateTimeOffset? LastDeliveredAt, string? Trouble);

/// <summary>One event for one receiver.</summary>
/// <param name="EventId">The same for every receiver and every attempt.</param>
/// <param name="State"><c>waiting</c>, <c>delivered</c> or <c>dead</c>.</param>
/// <param name="Reason">Why it is not delivered; null when no attempt has failed yet.</param>
/// <param name="Since">The time from which its age counts.</param>
/// <param name="ChangedAt">The last attempt.</param>
public sealed record DeliveryReply(
    long Id, string EventId, string Type, string Receiver, string State, int Attempts, string? Reason, DateTimeOffset Since,
    DateTimeOffset ChangedAt, string Summary, string? Link);

/// <summary>The newest first.</summary>
public sealed record DeliveryListReply(IReadOnlyList<DeliveryReply> Deliveries);

/// <param name="Count">How many dead letters are queued again.</param>
public sealed record ResendReply(int Count);

/// <summary>The result of a test.</summary>
/// <param name="Reason">Why it was not delivered.</param>
public sealed record TestReply(string Receiver, bool Delivered, string? Reason);
