using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.Redis;

/// <param name="Routing"><c>sentinel</c> (the default): the primary is the node named by the sentinels, which are asked again after any
/// failure and once a second. <c>stay</c>: the primary is found through the sentinels once and kept for as long as it answers; they are
/// asked again only when it refuses a connection or reports that it is read-only. Many real clients do this, and it is how they lose
/// writes.</param>
internal sealed record RedisOptions(string Routing) : ClientOptions
{
    public const string Sentinel = "sentinel";
    public const string Stay = "stay";
}
