namespace ChaosService.MerkleKv.Protocol;

/// <summary>What a client sent next.</summary>
internal enum LineOutcome
{
    Line,

    /// <summary>It closed the connection.</summary>
    End,

    /// <summary>More than a line may have.</summary>
    TooLong,

    /// <summary>Bytes that are not UTF-8.</summary>
    NotText,
}
