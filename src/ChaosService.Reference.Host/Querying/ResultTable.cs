namespace ChaosService.Reference.Host.Querying;

/// <summary>A query's result. Values are null, booleans, integers, floats, strings, or times as <see cref="DateTime"/>.</summary>
internal sealed record ResultTable(IReadOnlyList<string> Names, IReadOnlyList<object?[]> Values);
