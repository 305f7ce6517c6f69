namespace ChaosService.Reference.Host.Consensus;

internal enum OutcomeKind
{
    Done,

    /// <summary>It did not happen, and will not.</summary>
    Refused,

    /// <summary>It may have happened, or may happen later.</summary>
    Unknown,
}
