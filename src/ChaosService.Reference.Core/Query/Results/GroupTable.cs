using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Core.Query.Results;

/// <summary>The aggregates of each group, in the order of the groups' values.</summary>
internal sealed class GroupTable(int aggregates)
{
    private readonly SortedDictionary<IReadOnlyList<FieldValue?>, PartialAggregate[]> _groups =
        new(Comparer<IReadOnlyList<FieldValue?>>.Create(Cells.Compare));

    public PartialAggregate[] this[IReadOnlyList<FieldValue?> key]
    {
        get
        {
            if (!_groups.TryGetValue(key, out var partials)) _groups.Add(key, partials = new PartialAggregate[aggregates]);
            return partials;
        }
    }

    public List<FragmentRow> ToRows() => [.. _groups.Select(g => new FragmentRow(g.Key, g.Value))];
}
