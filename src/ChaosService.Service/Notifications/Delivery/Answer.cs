using System.Net;

namespace ChaosService.Service.Notifications.Delivery;

/// <summary>The result of one attempt.</summary>
internal enum AnswerKind
{
    /// <summary>2xx: the receiver has it.</summary>
    Delivered,

    /// <summary>It may succeed later.</summary>
    Failed,

    /// <summary>The same request will never be accepted.</summary>
    Refused,

    /// <summary>410: the receiver wants no more events.</summary>
    Gone,

    /// <summary>Nothing was sent: the receiver is paused.</summary>
    NotAsked,
}

/// <param name="Reason">Null when delivered. Holds no secret.</param>
/// <param name="RetryAfter">How long to wait, when the receiver said so or is paused.</param>
internal sealed record Answer(AnswerKind Kind, string? Reason = null, TimeSpan? RetryAfter = null)
{
    /// <summary>
    /// A redirect is not followed: its address was not configured. A 4xx that says when to come back (GitHub limits rates with 403) is no
    /// refusal.
    /// </summary>
    public static AnswerKind KindOf(HttpStatusCode status, bool saysWhen) => (int)status switch
    {
        >= 200 and < 300 => AnswerKind.Delivered,
        410 => AnswerKind.Gone,
        408 or 425 or 429 or >= 500 => AnswerKind.Failed,
        _ => saysWhen ? AnswerKind.Failed : AnswerKind.Refused,
    };
}
