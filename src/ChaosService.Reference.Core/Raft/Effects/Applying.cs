using ChaosService.Reference.Core.Raft.Log;

namespace ChaosService.Reference.Core.Raft.Effects;

/// <summary>The entry is committed: the state machine takes its command.</summary>
internal sealed record Apply(Entry Entry) : Effect;

/// <summary>The state machine becomes what the snapshot holds.</summary>
internal sealed record Restore(Snapshot Snapshot) : Effect;
