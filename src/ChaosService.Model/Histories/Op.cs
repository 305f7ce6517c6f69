namespace ChaosService.Model.Histories;

/// <summary>An op as a checker sees it: an invocation and its completion, joined.</summary>
public readonly record struct Op
{
    /// <summary>The history index (line number from 0) of the invocation.</summary>
    public required int Index { get; init; }

    /// <summary>
    /// The history index of the completion; -1 when the history ends before it, which makes the op <see cref="OpType.Info"/>.
    /// </summary>
    public required int CompletionIndex { get; init; }

    public required int Process { get; init; }

    /// <summary>Ok, Fail or Info; never Invoke.</summary>
    public required OpType Outcome { get; init; }

    public required string F { get; init; }

    public string? Key { get; init; }

    /// <summary>The value written, or, for an ok read, the value read: <see cref="Functions.Completed"/>.</summary>
    public OpValue Value { get; init; }

    public required long InvokedNs { get; init; }

    /// <summary>
    /// When the client learned the outcome; <see cref="long.MaxValue"/> when it never did. An info op may take effect later than this.
    /// </summary>
    public required long CompletedNs { get; init; }

    /// <summary>The scheduled start of the op: the invocation itself under closed loop.</summary>
    public required long IntendedNs { get; init; }

    public string? Node { get; init; }

    public string? Error { get; init; }

    /// <summary>The latency that a user experiences: from the intended start.</summary>
    public long LatencyNs => CompletedNs == long.MaxValue ? long.MaxValue : CompletedNs - IntendedNs;
}
