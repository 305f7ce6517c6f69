namespace ChaosService.Reference.Core.Raft.Effects;

/// <summary>
/// An action that a server requests. Effects are carried out in order, and each is completed before the next begins: so nothing is sent
/// before what it promises is on the disk. A host may persist earlier than an effect's turn, never later. Effects cut off by a crash did
/// not happen.
/// </summary>
internal abstract record Effect;
