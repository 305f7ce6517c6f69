namespace ChaosService.Reference.Host.Transport;

/// <summary>A node that neither the settings nor the catalog know.</summary>
internal sealed class UnknownNodeException(uint node) : Exception($"node {node} is not in the catalog");
