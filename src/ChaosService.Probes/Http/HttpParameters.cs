using ChaosService.Model.Probes;

namespace ChaosService.Probes.Http;

/// <param name="Path">With its query. Default <c>/</c>.</param>
/// <param name="Status">Default 200. Redirects are not followed.</param>
/// <param name="Body">A text that the answer must contain; null: any answer will do.</param>
internal sealed record HttpParameters(string Node, int Port, string Path, int Status, string? Body) : ProbeParameters
{
    public override IReadOnlyList<string> Nodes => [Node];
}
