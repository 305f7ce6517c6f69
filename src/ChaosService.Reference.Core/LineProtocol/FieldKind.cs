namespace ChaosService.Reference.Core.LineProtocol;

internal enum FieldKind
{
    Float,
    Integer,
    Unsigned,
    Text,
    Boolean,
}
