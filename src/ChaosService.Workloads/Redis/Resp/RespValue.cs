using System.Text;

namespace ChaosService.Workloads.Redis.Resp;

internal enum RespKind : byte
{
    Simple,
    Error,
    Integer,
    Bulk,
    Array,

    /// <summary>The null bulk string or the null array.</summary>
    Null,
}

/// <summary>A RESP2 reply.</summary>
/// <param name="Bytes">Of a simple string, an error or a bulk string; null for the other kinds.</param>
/// <param name="Items">Of an array; null for the other kinds.</param>
internal readonly record struct RespValue(RespKind Kind, long Number = 0, byte[]? Bytes = null, RespValue[]? Items = null)
{
    public static RespValue Null => new(RespKind.Null);

    /// <summary>Simple, error or bulk as text; empty for the other kinds.</summary>
    public string Text => Bytes is null ? "" : Encoding.UTF8.GetString(Bytes);

    public static RespValue Integer(long number) => new(RespKind.Integer, number);

    /// <summary>An array as its header announces it: <see cref="Number"/> items follow. Without any it is whole.</summary>
    public static RespValue Opening(int items) => new(RespKind.Array, items, Items: items == 0 ? [] : null);

    public static RespValue Array(RespValue[] items) => new(RespKind.Array, Items: items);
}

/// <summary>The peer does not speak RESP2, or exceeds what is sane. The connection cannot be used any more.</summary>
internal sealed class RespException(string message) : Exception(message);
