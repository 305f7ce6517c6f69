namespace ChaosService.Reference.Core.Writes;

/// <summary>Identifies a batch: the same when it is sent again, so a partition that has stored it recognizes it.</summary>
/// <param name="Node">The node that received the write from its client.</param>
/// <param name="Start">Rises with every start of that node, because it forgets its numbers.</param>
/// <param name="Number">Rises by one from 1.</param>
internal readonly record struct BatchId(uint Node, ulong Start, ulong Number);
