using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Notifications.Delivery;

/// <summary>Log events of notifications: 5960–5979. None holds an address or a token of a receiver.</summary>
internal static partial class Log
{
    [LoggerMessage(5960, LogLevel.Information, "Told {Receiver} of {EventId} ({Type}), attempt {Attempt}")]
    public static partial void NotificationDelivered(this ILogger log, string receiver, string eventId, string type, int attempt);

    [LoggerMessage(5961, LogLevel.Warning, "Attempt {Attempt} to tell {Receiver} of {EventId} failed: {Reason}")]
    public static partial void NotificationFailed(this ILogger log, string receiver, string eventId, int attempt, string reason);

    [LoggerMessage(5962, LogLevel.Error, "Gave up telling {Receiver} of {EventId} ({Type}): {Reason}")]
    public static partial void NotificationDead(this ILogger log, string receiver, string eventId, string type, string reason);

    [LoggerMessage(5963, LogLevel.Error, "{EventId} for {Receiver} cannot be stored and is sent from memory: {Reason}")]
    public static partial void NotificationNotStored(this ILogger log, string receiver, string eventId, string reason);

    [LoggerMessage(5964, LogLevel.Error, "{EventId} for {Receiver} is lost: it could not be stored, and too many wait in memory")]
    public static partial void NotificationLost(this ILogger log, string receiver, string eventId);

    [LoggerMessage(5965, LogLevel.Error, "What became of a notification cannot be written: {Reason}")]
    public static partial void OutboxNotWritten(this ILogger log, string reason);

    [LoggerMessage(5966, LogLevel.Error, "The notifications to send cannot be read; they are read again: {Reason}")]
    public static partial void OutboxNotRead(this ILogger log, string reason);
}
