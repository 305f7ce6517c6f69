namespace ChaosService.Web.Access.Callers;

/// <summary>The size of a bucket of permits.</summary>
/// <param name="Burst">How many permits it holds.</param>
/// <param name="PerSecond">How many permits are added per second.</param>
internal sealed record BucketSize(int Burst, double PerSecond);
