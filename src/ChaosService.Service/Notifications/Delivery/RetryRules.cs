using ChaosService.Model.Configuration;
using ChaosService.Model.Randomness;
using ChaosService.Service.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace ChaosService.Service.Notifications.Delivery;

/// <summary>
/// How an event is retried: with growing delays, until attempts or age run out. A receiver that failed several times in a
/// row is paused for a while, and so is one that says for how long.
/// </summary>
internal sealed class RetryRules
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseMax = TimeSpan.FromHours(1);

    /// <summary>Urgent events are retried more often, whatever the receiver says.</summary>
    private static readonly TimeSpan UrgentPauseMax = TimeSpan.FromMinutes(1);

    /// <summary>The jitter of a pause, so that many waiting events do not come back together.</summary>
    private const double ByChance = 0.25;

    private const int DoublingsMax = 20;
    private const int FailuresInARow = 5;
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly NotificationOptions _options;
    private readonly bool _urgent;
    private readonly ResiliencePipeline<Answer> _attempt;
    private readonly ResiliencePipeline<Answer> _once;

    /// <param name="recovered">Called when a paused receiver accepts an event.</param>
    public RetryRules(NotificationOptions options, bool urgent, TimeProvider time, Action recovered)
    {
        (_options, _urgent) = (options, urgent);
        var limit = new TimeoutStrategyOptions { Timeout = options.Timeout };
        var attempt = new ResiliencePipelineBuilder<Answer> { TimeProvider = time };
        // What is urgent is tried whatever others ran into.
        if (!urgent) attempt.AddCircuitBreaker(Breaker(recovered));
        _attempt = attempt.AddTimeout(limit).Build();
        _once = new ResiliencePipelineBuilder<Answer> { TimeProvider = time }.AddTimeout(limit).Build();
    }

    /// <summary>Once, unless the receiver is paused.</summary>
    public async Task<Answer> TryAsync(Func<CancellationToken, ValueTask<Answer>> send, CancellationToken stop)
    {
        try
        {
            return await ExecuteAsync(_attempt, send, stop);
        }
        catch (BrokenCircuitException broken)
        {
            return new Answer(AnswerKind.NotAsked, RetryAfter: broken.RetryAfter ?? Rest);
        }
    }

    /// <summary>Once, whatever came before.</summary>
    public Task<Answer> OnceAsync(Func<CancellationToken, ValueTask<Answer>> send, CancellationToken stop) =>
        ExecuteAsync(_once, send, stop);

    public bool GivesUp(Delivering delivering) => delivering.Attempts >= _options.Attempts;

    /// <summary>How long an event that failed waits until it is tried again.</summary>
    public TimeSpan Pause(Delivering delivering, Answer answer)
    {
        if (answer.RetryAfter is { Ticks: > 0 } asked) return _urgent ? Shorter(asked, UrgentPauseMax) : asked;
        var whole = Shorter(FirstPause * (1L << Math.Clamp(delivering.Attempts - 1, 0, DoublingsMax)), _urgent ? UrgentPauseMax : PauseMax);
        return whole * (1 - (ByChance * SeededRandom.Derive(0, $"{delivering.Item.EventId} {delivering.Attempts}").NextDouble()));
    }

    /// <summary>
    /// How long nothing else is sent either: a rate limit applies to everything. At most an hour, and urgent events are not delayed.
    /// </summary>
    public TimeSpan RestAfter(Answer answer) =>
        _urgent || answer.RetryAfter is not { Ticks: > 0 } asked ? TimeSpan.Zero : Shorter(asked, PauseMax);

    public Answer TooOld(Delivering delivering) => new(
        AnswerKind.Failed, $"not delivered within {Quantity.Format(_options.Age)}; {delivering.Reason ?? "it was never sent"}");

    private async Task<Answer> ExecuteAsync(
        ResiliencePipeline<Answer> pipeline, Func<CancellationToken, ValueTask<Answer>> send, CancellationToken stop)
    {
        try
        {
            return await pipeline.ExecuteAsync(send, stop);
        }
        catch (TimeoutRejectedException)
        {
            return new Answer(AnswerKind.Failed, $"no answer within {_options.Timeout.TotalSeconds:0.#} s");
        }
    }

    private static CircuitBreakerStrategyOptions<Answer> Breaker(Action recovered) => new()
    {
        ShouldHandle = args => new ValueTask<bool>(
            args.Outcome.Exception is TimeoutRejectedException || args.Outcome.Result is { Kind: AnswerKind.Failed }),
        FailureRatio = 1,
        MinimumThroughput = FailuresInARow,
        SamplingDuration = TimeSpan.FromMinutes(10),
        BreakDuration = Rest,
        OnClosed = _ =>
        {
            recovered();
            return ValueTask.CompletedTask;
        },
    };

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
