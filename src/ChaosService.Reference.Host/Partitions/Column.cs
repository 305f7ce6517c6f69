using ChaosService.Reference.Core.LineProtocol;

namespace ChaosService.Reference.Host.Partitions;

/// <summary>A column of a table.</summary>
/// <param name="Kind">Null for a tag.</param>
internal readonly record struct Column(string Name, FieldKind? Kind)
{
    public bool IsNumber => Kind is FieldKind.Float or FieldKind.Integer or FieldKind.Unsigned;

    public string SqlType => Kind switch
    {
        FieldKind.Float => "DOUBLE",
        FieldKind.Integer => "BIGINT",
        FieldKind.Unsigned => "UBIGINT",
        FieldKind.Boolean => "BOOLEAN",
        _ => "VARCHAR",
    };
}
