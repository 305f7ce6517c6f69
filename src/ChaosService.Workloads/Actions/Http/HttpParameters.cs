using ChaosService.Model.Actions;

namespace ChaosService.Workloads.Actions.Http;

/// <param name="Method">Default GET.</param>
/// <param name="Path">With its query. Default <c>/</c>.</param>
/// <param name="Headers">In addition to <c>Content-Type</c>, which is <c>application/json</c> unless it is among them.</param>
/// <param name="Body">Sent as UTF-8; null: none.</param>
/// <param name="Status">Any of them is expected; none: every 2xx. Redirects are not followed.</param>
/// <param name="Contains">A text that the answer must contain; null: any answer will do.</param>
internal sealed record HttpParameters(
    string Node, int Port, string Method, string Path, IReadOnlyDictionary<string, string> Headers, string? Body, IReadOnlyList<int> Status,
    string? Contains) : ActionParameters
{
    public override IReadOnlyList<string> Nodes => [Node];
}
