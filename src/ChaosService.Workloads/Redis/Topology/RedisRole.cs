using ChaosService.Workloads.Redis.Resp;

namespace ChaosService.Workloads.Redis.Topology;

/// <summary>What a node says of itself when asked for its ROLE.</summary>
/// <param name="PrimaryHost">For a replica: whom it follows, as it knows it.</param>
/// <param name="Linked">For a replica: it receives the primary's writes.</param>
internal sealed record RedisRole(bool IsPrimary, string? PrimaryHost, bool Linked)
{
    public const string Primary = "primary";
    public const string Replica = "replica";

    public static readonly string[] Question = ["ROLE"];

    /// <summary>Null when the reply is no answer to ROLE.</summary>
    public static RedisRole? From(RespValue? reply) => reply?.Items switch
    {
        [{ Text: "master" }, ..] => new RedisRole(true, null, false),
        [{ Text: "slave" }, var host, _, var state, ..] => new RedisRole(false, host.Text, state.Text == "connected"),
        _ => null,
    };
}
