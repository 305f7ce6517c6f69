namespace ChaosService.Reference.Core.LineProtocol;

/// <summary>
/// The versions of the encoding of batches and of partitions' snapshots, in logs and to other nodes. Each begins with its number. A node
/// reads its own version and all older ones, and writes the one that the cluster has agreed on.
/// </summary>
internal static class StorageFormat
{
    /// <summary>Every value is stored with its point.</summary>
    public const byte Rows = 1;

    /// <summary>Floats are stored separately from their points, each as its difference from the previous one.</summary>
    public const byte FloatsApart = 2;

    public const byte Newest = FloatsApart;

    /// <param name="what">Such as "a batch".</param>
    /// <param name="known">The newest format that the node reads.</param>
    /// <returns>Null when the node reads the format.</returns>
    public static string? WhyNot(string what, byte format, byte known) => format >= Rows && format <= known
        ? null
        : $"{what} of format {format}, and this node reads formats up to {known}: start the version that wrote it";
}
