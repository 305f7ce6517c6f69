using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Core.Query.Plans;
using ChaosService.Reference.Core.Query.Sql;

namespace ChaosService.Reference.Host.Querying;

/// <summary>Converts a plan's rows to the values that a client gets.</summary>
internal static class FieldCells
{
    public static ResultTable Table(SelectStatement select, IReadOnlyList<IReadOnlyList<FieldValue?>> rows)
    {
        bool[] areTimes = [.. select.Items.Select(ColumnUse.IsTime)];
        return new([.. select.Items.Select(i => i.Name)], [.. rows.Select(r => r.Select((v, i) => Cell(v, areTimes[i])).ToArray())]);
    }

    /// <summary>Times are shown to 100 ns.</summary>
    private static object? Cell(FieldValue? value, bool isTime) => value switch
    {
        null => null,
        { Kind: FieldKind.Integer } time when isTime => DateTime.UnixEpoch.AddTicks(time.Integer / 100),
        { Kind: FieldKind.Integer } number => number.Integer,
        { Kind: FieldKind.Unsigned } number => number.Unsigned,
        { Kind: FieldKind.Float } number => number.Float,
        { Kind: FieldKind.Boolean } truth => truth.Boolean,
        { } text => text.Text,
    };
}
