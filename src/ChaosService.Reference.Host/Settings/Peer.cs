namespace ChaosService.Reference.Host.Settings;

/// <summary>A node that a cluster begins with.</summary>
internal sealed record Peer(uint Id, string Host, int RpcPort, int HttpPort)
{
    public string RpcAddress => $"{Host}:{RpcPort}";

    public string HttpAddress => $"{Host}:{HttpPort}";
}
