using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Core.Query.Results;

/// <summary>Compares two rows by ORDER BY.</summary>
internal sealed class RowOrder(SelectStatement select) : IComparer<IReadOnlyList<FieldValue?>>
{
    private readonly (int Item, bool IsDescending)[] _keys =
        [.. select.OrderBy.Select(k => (select.Items.ToList().FindIndex(i => i.Name == k.Name), k.IsDescending))];

    public int Compare(IReadOnlyList<FieldValue?>? a, IReadOnlyList<FieldValue?>? b)
    {
        foreach (var (item, isDescending) in _keys)
            if (Cells.Compare(a![item], b![item]) is var order and not 0) return isDescending ? -order : order;
        return 0;
    }
}
