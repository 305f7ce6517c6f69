namespace ChaosService.Reference.Core.Raft.Effects;

/// <summary>
/// What a server wants done. Effects are carried out in order, and each is over before the next begins: so nothing is sent before what it
/// promises is on the disk. A host may carry out what is to be persisted earlier than its turn, never later. What a crash cuts off has not
/// happened.
/// </summary>
internal abstract record Effect;
