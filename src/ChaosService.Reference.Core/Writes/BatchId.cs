namespace ChaosService.Reference.Core.Writes;

/// <summary>Names a batch: whoever sends it again sends the same, and whoever has stored it knows it.</summary>
/// <param name="Node">Who took the write from its client.</param>
/// <param name="Start">Rises with every start of that node, which forgets its numbers.</param>
/// <param name="Number">Rises by one from 1.</param>
internal readonly record struct BatchId(uint Node, ulong Start, ulong Number);
