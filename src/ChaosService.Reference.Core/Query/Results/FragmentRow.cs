using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Query.Results;

/// <summary>A row of a fragment's answer.</summary>
/// <param name="Key">The values of GROUP BY, or without aggregates those of the select items.</param>
/// <param name="Aggregates">One for each aggregate of the query.</param>
internal sealed record FragmentRow(IReadOnlyList<FieldValue?> Key, IReadOnlyList<PartialAggregate> Aggregates);
