using System.Net;

namespace ChaosService.Model.Clusters;

/// <summary>A cluster whose nodes are known by their addresses alone: they may be anywhere, and are no containers of ours.</summary>
public interface INodeAddresses
{
    /// <summary>Null when there is no such node.</summary>
    IPEndPoint? EndPointOf(string node);
}
