namespace ChaosService.Web.Access.Callers;

/// <summary>What a bucket of permits holds.</summary>
/// <param name="Burst">How many at once.</param>
/// <param name="PerSecond">How many come back.</param>
internal sealed record BucketSize(int Burst, double PerSecond);
