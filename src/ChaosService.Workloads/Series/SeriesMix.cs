namespace ChaosService.Workloads.Series;

/// <summary>Weights; at least one is greater than zero.</summary>
internal sealed record SeriesMix(int Write, int Query, int Read)
{
    public const string WriteName = "write";
    public const string QueryName = "query";
    public const string ReadName = "read";
}
