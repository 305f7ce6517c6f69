using ChaosService.Reference.Host.Wire;

namespace ChaosService.Reference.Host.Querying.Fragments;

/// <summary>A partition, and the nodes that hold it in the order in which they are tried.</summary>
internal sealed record FragmentAddress(string Database, string Table, GroupId Group, IReadOnlyList<uint> Nodes);
