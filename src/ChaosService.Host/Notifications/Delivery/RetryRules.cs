using ChaosService.Host.Service.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace ChaosService.Host.Notifications.Delivery;

/// <summary>
/// How an event is tried: again and again at growing distances, never before the receiver said, until attempts or age run out. A receiver that failed
/// several times in a row is left alone for a while.
/// </summary>
internal sealed class RetryRules
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DelayMax = TimeSpan.FromHours(1);

    /// <summary>Who must know at once is tried more often.</summary>
    private static readonly TimeSpan UrgentDelayMax = TimeSpan.FromMinutes(1);

    private const int FailuresInARow = 5;
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly NotificationOptions _options;
    private readonly TimeProvider _time;
    private readonly bool _urgent;
    private readonly ResiliencePipeline<Answer> _attempt;

    public RetryRules(NotificationOptions options, bool urgent, TimeProvider time)
    {
        (_options, _urgent, _time) = (options, urgent, time);
        var attempt = new ResiliencePipelineBuilder<Answer> { TimeProvider = time };
        // What is urgent is tried whatever others ran into.
        if (!urgent) attempt.AddCircuitBreaker(Breaker());
        _attempt = attempt.AddTimeout(new TimeoutStrategyOptions { Timeout = options.Timeout }).Build();
    }

    /// <summary>The last answer. Throws <see cref="OperationCanceledException"/> when told to stop.</summary>
    /// <param name="failed">Is told of each failed attempt that another follows.</param>
    public async Task<Answer> TryAsync(Delivering delivering, Func<CancellationToken, ValueTask<Answer>> send, Func<Answer, ValueTask> failed, CancellationToken stop)
    {
        var left = delivering.Item.Since + _options.Age - _time.GetUtcNow();
        if (left <= TimeSpan.Zero) return TooOld(delivering);
        using var age = new CancellationTokenSource(left, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(age.Token, stop);
        var tries = new ResiliencePipelineBuilder<Answer> { TimeProvider = _time }.AddRetry(Again(delivering, failed)).AddPipeline(_attempt).Build();
        try
        {
            return await tries.ExecuteAsync(token => CountedAsync(delivering, send, token), both.Token);
        }
        catch (TimeoutRejectedException)
        {
            return NoAnswer();
        }
        catch (OperationCanceledException) when (age.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return TooOld(delivering);
        }
    }

    /// <summary>Once, whatever came before.</summary>
    public async Task<Answer> OnceAsync(Func<CancellationToken, ValueTask<Answer>> send, CancellationToken stop)
    {
        var once = new ResiliencePipelineBuilder<Answer> { TimeProvider = _time }.AddTimeout(new TimeoutStrategyOptions { Timeout = _options.Timeout }).Build();
        try
        {
            return await once.ExecuteAsync(send, stop);
        }
        catch (TimeoutRejectedException)
        {
            return NoAnswer();
        }
    }

    private RetryStrategyOptions<Answer> Again(Delivering delivering, Func<Answer, ValueTask> failed) => new()
    {
        // Attempts are counted over restarts, and not while the receiver is left alone: see CountedAsync.
        MaxRetryAttempts = int.MaxValue,
        ShouldHandle = args => new ValueTask<bool>(args.Outcome.Exception is BrokenCircuitException || (Fails(args.Outcome) && delivering.Attempts < _options.Attempts)),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = FirstDelay,
        MaxDelay = _urgent ? UrgentDelayMax : DelayMax,
        DelayGenerator = args => new ValueTask<TimeSpan?>(args.Outcome switch
        {
            { Exception: BrokenCircuitException broken } => broken.RetryAfter ?? Rest,
            { Result.RetryAfter: { Ticks: > 0 } after } => after,
            _ => null,
        }),
        OnRetry = args => args.Outcome.Exception is BrokenCircuitException ? ValueTask.CompletedTask : failed(args.Outcome.Result ?? NoAnswer()),
    };

    private static CircuitBreakerStrategyOptions<Answer> Breaker() => new()
    {
        ShouldHandle = args => new ValueTask<bool>(Fails(args.Outcome)),
        FailureRatio = 1,
        MinimumThroughput = FailuresInARow,
        SamplingDuration = TimeSpan.FromMinutes(10),
        BreakDuration = Rest,
    };

    private static ValueTask<Answer> CountedAsync(Delivering delivering, Func<CancellationToken, ValueTask<Answer>> send, CancellationToken stop)
    {
        delivering.Attempts++;
        return send(stop);
    }

    private static bool Fails(Outcome<Answer> outcome) => outcome.Exception is TimeoutRejectedException || outcome.Result is { Kind: AnswerKind.Failed };

    private Answer NoAnswer() => new(AnswerKind.Failed, $"no answer within {_options.Timeout.TotalSeconds:0.#} s");

    private Answer TooOld(Delivering delivering) => new(AnswerKind.Failed, $"not delivered within {Model.Configuration.Quantity.Format(_options.Age)}; {delivering.Reason ?? "it was never sent"}");
}
