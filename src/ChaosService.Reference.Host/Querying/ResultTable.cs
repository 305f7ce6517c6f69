namespace ChaosService.Reference.Host.Querying;

/// <summary>What a query gives. Values are null, truth values, whole numbers, floats, texts, or times as <see cref="DateTime"/>.</summary>
internal sealed record ResultTable(IReadOnlyList<string> Names, IReadOnlyList<object?[]> Values);
