using ChaosService.Workloads.Redis.Resp;

namespace ChaosService.Workloads.Redis.Topology;

/// <summary>A node's answer to the ROLE command.</summary>
/// <param name="PrimaryHost">For a replica: the primary that it follows, as far as it knows.</param>
/// <param name="Linked">For a replica: whether it receives the primary's writes.</param>
internal sealed record RedisRole(bool IsPrimary, string? PrimaryHost, bool Linked)
{
    public const string Primary = "primary";
    public const string Replica = "replica";

    public static readonly string[] Question = ["ROLE"];

    /// <summary>Null when the reply is not an answer to ROLE.</summary>
    public static RedisRole? From(RespValue? reply) => reply?.Items switch
    {
        [{ Text: "master" }, ..] => new RedisRole(true, null, false),
        [{ Text: "slave" }, var host, _, var state, ..] => new RedisRole(false, host.Text, state.Text == "connected"),
        _ => null,
    };
}
