namespace ChaosService.Model.Histories;

/// <summary>One line of a history: an op's invocation or its completion.</summary>
public readonly record struct OpEvent
{
    /// <summary>ns since the run's start, on the run's one monotonic clock.</summary>
    public required long TimeNs { get; init; }

    /// <summary>Invocations under open loop only: the scheduled start of the op. Latency counts from here.</summary>
    public long? IntendedNs { get; init; }

    /// <summary>A logical single-threaded client. Never negative; a new one after every info.</summary>
    public required int Process { get; init; }

    public required OpType Type { get; init; }

    /// <summary>Which of the experiment's loads made it, from 0. Only for live listeners: the history does not keep it.</summary>
    public short Load { get; init; }

    public required string F { get; init; }

    public string? Key { get; init; }

    public OpValue Value { get; init; }

    /// <summary>The node the op was sent to, where the client knows it.</summary>
    public string? Node { get; init; }

    /// <summary>Why it failed or is unknown: a short, stable phrase, such as <c>timeout</c>.</summary>
    public string? Error { get; init; }
}
