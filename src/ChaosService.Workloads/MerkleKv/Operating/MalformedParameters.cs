using ChaosService.Model.Actions;

namespace ChaosService.Workloads.MerkleKv.Operating;

/// <param name="Node">Who gets the lines.</param>
/// <param name="Port">Default 7379.</param>
/// <param name="Count">How many lines. Default 100.</param>
/// <param name="Seed">With a line's number it decides what the line is. Default 1.</param>
/// <param name="AnswerWithin">How long the node may take for each line. Default 2 s.</param>
internal sealed record MalformedParameters(string Node, int Port, int Count, int Seed, TimeSpan AnswerWithin) : ActionParameters
{
    public override IReadOnlyList<string> Nodes => [Node];
}
