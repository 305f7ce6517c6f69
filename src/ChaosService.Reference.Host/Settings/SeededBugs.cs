using ChaosService.Reference.Core.Placement;
using ChaosService.Reference.Core.Query;
using ChaosService.Reference.Core.Raft.Settings;
using ChaosService.Reference.Core.Writes;
using ChaosService.Reference.Host.Disk;

namespace ChaosService.Reference.Host.Settings;

/// <summary>What is wrong with a node on purpose, by the part that it is in; nothing by default.</summary>
internal sealed record SeededBugs(RaftBugs Raft, PlacementBugs Placement, QueryBugs Query, WriteBugs Write, DiskBugs Disk);
