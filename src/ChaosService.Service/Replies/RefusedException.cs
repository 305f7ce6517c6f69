using ChaosService.Contracts;

namespace ChaosService.Service.Replies;

/// <summary>A request that is refused, with the message for the caller. Thrown by endpoints, answered in one place.</summary>
internal sealed class RefusedException(ProblemReply problem) : Exception(problem.Detail)
{
    public ProblemReply Problem { get; } = problem;

    public TimeSpan? RetryAfter { get; init; }

    public static RefusedException BadInput(string detail, string? field, string? value, string fix) =>
        new(new ProblemReply("bad input", 400, detail, field, Excerpt(value), fix));

    public static RefusedException NotFound(string detail, string? field, string? value, string fix) =>
        new(new ProblemReply("not found", 404, detail, field, Excerpt(value), fix));

    public static RefusedException Conflict(string detail, string fix) => new(new ProblemReply("conflict", 409, detail, Fix: fix));

    public static RefusedException Unavailable(string detail, string fix) => new(new ProblemReply("unavailable", 503, detail, Fix: fix));

    /// <summary>Enough of it to recognise.</summary>
    public static string? Excerpt(string? value) => value is { Length: > 80 } ? value[..80] + "…" : value;
}
