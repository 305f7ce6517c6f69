namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>
/// The versions in which batches and snapshots of partitions are written, in logs and to other nodes. Each begins with the number. A node
/// reads its own version and all that are older, and writes the one that the cluster has agreed on.
/// </summary>
internal static class StorageFormat
{
    /// <summary>Every value stands with its point.</summary>
    public const byte Rows = 1;

    /// <summary>Floats stand apart from their points, each as what it differs in from the one before.</summary>
    public const byte FloatsApart = 2;

    public const byte Newest = FloatsApart;

    /// <param name="what">Such as "a batch".</param>
    /// <param name="known">The newest that the node reads.</param>
    /// <returns>Null when the node reads the format.</returns>
    public static string? WhyNot(string what, byte format, byte known) => format >= Rows && format <= known
        ? null
        : $"{what} of format {format}, and this node reads formats up to {known}: start the version that wrote it";
}
