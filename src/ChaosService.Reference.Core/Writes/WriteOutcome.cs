namespace ChaosService.Reference.Core.Writes;

/// <summary>The known outcome of a write.</summary>
internal enum WriteOutcome
{
    Pending,
    Stored,

    /// <summary>Nothing is stored, or ever will be.</summary>
    Refused,

    /// <summary>It may be stored, now or later. It is neither a success nor a failure.</summary>
    Unknown,
}
