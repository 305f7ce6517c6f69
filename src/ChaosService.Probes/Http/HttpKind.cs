using ChaosService.Model.Clusters;
using ChaosService.Model.Configuration;
using ChaosService.Model.Probes;

namespace ChaosService.Probes.Http;

/// <summary>Sends GET to a node and checks the status and the body.</summary>
internal sealed class HttpKind : IProbeKind
{
    public string Name => "http";

    public string Summary => "a node answers GET with a status, and a text is in the body";

    public ProbeParameters? Bind(MapReader reader)
    {
        var at = NodePort.Read(reader);
        var path = reader.Text("path") ?? "/";
        var status = reader.Integer("status", 100, 599);
        var body = reader.Text("body");
        if (!path.StartsWith('/'))
        {
            reader.Problems.Add(reader.PlaceOf("path"), "'path' does not begin with '/'", path, $"write '/{path}'");
            return null;
        }
        if (at is null || (status is null && reader.Has("status"))) return null;
        return new HttpParameters(at.Node, at.Port, path, (int)(status ?? 200), body);
    }

    public IProbe Create(ProbeParameters parameters, ICluster cluster) => new HttpProbe((HttpParameters)parameters, cluster);
}
