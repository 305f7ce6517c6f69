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
/// <param name="Bytes">The bytes of a simple string, an error or a bulk string; null for the other kinds.</param>
/// <param name="Items">The items of an array; null for the other kinds.</param>
internal readonly record struct RespValue(RespKind Kind, long Number = 0, byte[]? Bytes = null, RespValue[]? Items = null)
{
    public static RespValue Null => new(RespKind.Null);

    /// <summary>A simple string, an error or a bulk string as text; empty for the other kinds.</summary>
    public string Text => Bytes is null ? "" : Encoding.UTF8.GetString(Bytes);

    public static RespValue Integer(long number) => new(RespKind.Integer, number);

    /// <summary>An array as announced by its header: <see cref="Number"/> items follow. It is complete if there are none.</summary>
    public static RespValue Opening(int items) => new(RespKind.Array, items, Items: items == 0 ? [] : null);

    public static RespValue Array(RespValue[] items) => new(RespKind.Array, Items: items);
}

/// <summary>The peer does not speak RESP2, or exceeds sane limits. The connection can no longer be used.</summary>
internal sealed class RespException(string message) : Exception(message);
