using ChaosService.Model.Actions;

namespace ChaosService.Workloads.Actions.Http;

/// <param name="Method">Default GET.</param>
/// <param name="Path">With its query. Default <c>/</c>.</param>
/// <param name="Headers">Beside <c>Content-Type</c>, which is <c>application/json</c> unless it is among them.</param>
/// <param name="Body">Sent as UTF-8; null: none.</param>
/// <param name="Status">Any of them is hoped for; none: every 2xx. A redirect is not followed.</param>
/// <param name="Contains">A text that is in the answer; null: any will do.</param>
internal sealed record HttpParameters(
    string Node, int Port, string Method, string Path, IReadOnlyDictionary<string, string> Headers, string? Body, IReadOnlyList<int> Status,
    string? Contains) : ActionParameters
{
    public override IReadOnlyList<string> Nodes => [Node];
}
