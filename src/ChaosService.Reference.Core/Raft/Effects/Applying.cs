using ChaosService.Reference.Core.Raft.Log;

namespace ChaosService.Reference.Core.Raft.Effects;

/// <summary>The entry is committed: its command goes to the state machine.</summary>
internal sealed record Apply(Entry Entry) : Effect;

/// <summary>The snapshot replaces the state machine's contents.</summary>
internal sealed record Restore(Snapshot Snapshot) : Effect;
