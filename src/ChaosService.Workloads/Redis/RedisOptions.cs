using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.Redis;

/// <param name="Routing">
/// <c>sentinel</c> (the default): the primary is whom the sentinels name, asked again after any failure and once a second.
/// <c>stay</c>: found through the sentinels once, then the known node for as long as it answers: asked again only when it refuses a
/// connection or says that it is read-only. Many real clients do this, and it is how they lose writes.
/// </param>
internal sealed record RedisOptions(string Routing) : ClientOptions
{
    public const string Sentinel = "sentinel";
    public const string Stay = "stay";
}
