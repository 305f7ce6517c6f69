using ChaosService.Model.Actions;
using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Workloads.MerkleKv.Lines;

namespace ChaosService.Workloads.MerkleKv.Operating;

/// <summary>Sends a node lines that are no commands: each must be refused, and the node must go on.</summary>
internal sealed class MalformedKind(TimeProvider time) : IActionKind
{
    private const int CountDefault = 100;
    private const int CountMax = 10_000;

    private static readonly TimeSpan AnswerWithinDefault = TimeSpan.FromSeconds(2);

    public string Name => "merklekv-malformed";

    public string Summary => "malformed lines that a node must refuse, one after the other";

    public ActionParameters? Bind(MapReader reader)
    {
        var problems = reader.Problems.Count;
        reader.Require("node", "name who gets the lines: write 'node: kv1'");
        var node = reader.Text("node");
        var port = reader.Integer("port", 1, 65535) ?? LineConnection.Port;
        var count = reader.Integer("count", 1, CountMax) ?? CountDefault;
        var seed = reader.Integer("seed", 0, int.MaxValue) ?? 1;
        var within = reader.PositiveDuration("answerWithin") ?? AnswerWithinDefault;
        return node is null || reader.Problems.Count > problems
            ? null
            : new MalformedParameters(node, (int)port, (int)count, (int)seed, within);
    }

    public string DryRun(ActionParameters parameters)
    {
        var malformed = (MalformedParameters)parameters;
        return $"send {malformed.Count:#,0} malformed lines to {malformed.Node}:{malformed.Port}, each refused within "
            + Quantity.Format(malformed.AnswerWithin);
    }

    public IAction Create(ActionParameters parameters, ICluster cluster) =>
        new MalformedAction((MalformedParameters)parameters, cluster, time);
}
