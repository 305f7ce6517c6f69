using System.Text.Json.Serialization;
using ChaosService.Model.Actions;
using ChaosService.Workloads.Actions.Http;
using ChaosService.Workloads.Timeseries.Topology;

namespace ChaosService.Workloads.Timeseries.Operating;

/// <summary>One request to the management API, complete in itself.</summary>
/// <param name="Node">The node to ask; any node will do.</param>
/// <param name="Body">JSON; null: none.</param>
/// <param name="Status">Any of them is expected.</param>
internal sealed record ManagementCall(string Node, string Method, string Path, string? Body, IReadOnlyList<int> Status) : ActionParameters
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    public override IReadOnlyList<string> Nodes => [Node];

    [JsonIgnore]
    public HttpParameters Request => new(Node, NodePages.Port, Method, Path, NoHeaders, Body, Status, Contains: null);

    public override string ToString() =>
        $"{HttpAction.Question(Request)}{(Body is null ? "" : $" {Body}")}, answered by {HttpAction.Hoped(Request)}";
}
