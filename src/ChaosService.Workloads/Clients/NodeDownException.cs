namespace ChaosService.Workloads.Clients;

/// <summary>The node has no address: nothing was sent.</summary>
internal sealed class NodeDownException() : Exception(Errors.NodeDown);
