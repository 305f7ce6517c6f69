namespace ChaosService.Model.Histories;

/// <summary>The shapes that an op's value can have.</summary>
public enum OpValueKind : byte
{
    /// <summary>No value: an invoked read, or a read that found nothing.</summary>
    None,
    Integer,

    /// <summary>The two values of a compare-and-set: from, to.</summary>
    Pair,

    /// <summary>The elements of a set read.</summary>
    List,
}

/// <summary>The value of an op. A struct, because a run records tens of thousands a second.</summary>
public readonly struct OpValue : IEquatable<OpValue>
{
    /// <summary>"Nothing there" inside a pair: the <c>from</c> of a compare-and-set on a key that does not exist.</summary>
    public const long Nil = long.MinValue;

    private OpValue(OpValueKind kind, long first, long second, long[]? items) =>
        (Kind, First, Second, Items) = (kind, first, second, items);

    public OpValueKind Kind { get; }

    /// <summary>The integer, or the <c>from</c> of a pair.</summary>
    public long First { get; }

    /// <summary>The <c>to</c> of a pair.</summary>
    public long Second { get; }

    /// <summary>The elements of a list; null for the other kinds.</summary>
    public long[]? Items { get; }

    public static OpValue None => default;

    public static OpValue Integer(long value) => new(OpValueKind.Integer, value, 0, null);

    public static OpValue Pair(long from, long to) => new(OpValueKind.Pair, from, to, null);

    public static OpValue List(long[] items) => new(OpValueKind.List, 0, 0, items);

    public bool Equals(OpValue other) =>
        Kind == other.Kind && First == other.First && Second == other.Second
        && (Items is null ? other.Items is null : other.Items is not null && Items.AsSpan().SequenceEqual(other.Items));

    public override bool Equals(object? obj) => obj is OpValue other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, First, Second, Items?.Length);

    public override string ToString() => Kind switch
    {
        OpValueKind.None => "nil",
        OpValueKind.Integer => $"{First}",
        OpValueKind.Pair => $"[{(First == Nil ? "nil" : First)} {Second}]",
        _ => $"[{Items!.Length} elements]",
    };

    public static bool operator ==(OpValue left, OpValue right) => left.Equals(right);

    public static bool operator !=(OpValue left, OpValue right) => !left.Equals(right);
}
