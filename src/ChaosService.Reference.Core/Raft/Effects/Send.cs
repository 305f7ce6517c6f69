using ChaosService.Reference.Core.Raft.Messages;

namespace ChaosService.Reference.Core.Raft.Effects;

internal sealed record Send(Message Message) : Effect;
