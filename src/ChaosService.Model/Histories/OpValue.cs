namespace ChaosService.Model.Histories;

/// <summary>The shapes that an op's value can have.</summary>
public enum OpValueKind : byte
{
    /// <summary>No value: an invoked read, or a read that found nothing.</summary>
    None,
    Integer,

    /// <summary>The two whole numbers of a compare-and-set: from, to.</summary>
    Pair,

    /// <summary>Only whole numbers, such as the elements of a set read.</summary>
    List,

    Text,

    /// <summary>A floating-point number. 5.0 differs from the integer 5.</summary>
    Float,

    Boolean,

    /// <summary>Values of any kind, one after the other; rows are an array of arrays, or of objects.</summary>
    Array,

    /// <summary>Named values in an order, such as a row with its columns.</summary>
    Object,
}

/// <summary>A named value of an <see cref="OpValueKind.Object"/>.</summary>
public readonly record struct OpField(string Name, OpValue Value);

/// <summary>
/// The value of an op. A struct, because a run records tens of thousands a second; whole numbers, which most values are, need no object of
/// their own. Two are equal when they have the same kind and contents, in the same order.
/// </summary>
public readonly struct OpValue : IEquatable<OpValue>
{
    /// <summary>"No value" inside a pair: the <c>from</c> of a compare-and-set on a key that does not exist.</summary>
    public const long Nil = long.MinValue;

    private readonly object? _content;

    private OpValue(OpValueKind kind, long first, long second, object? content) =>
        (Kind, First, Second, _content) = (kind, first, second, content);

    public OpValueKind Kind { get; }

    /// <summary>The integer, or the <c>from</c> of a pair. Meaningless for other kinds.</summary>
    public long First { get; }

    /// <summary>The <c>to</c> of a pair.</summary>
    public long Second { get; }

    /// <summary>The elements of a <see cref="OpValueKind.List"/>; null for the other kinds.</summary>
    public long[]? Items => _content as long[];

    /// <summary>Null for the other kinds.</summary>
    public string? AsText => _content as string;

    /// <summary>The number of a <see cref="OpValueKind.Float"/>; null for the other kinds.</summary>
    public double? AsFloat => Kind == OpValueKind.Float ? BitConverter.Int64BitsToDouble(First) : null;

    /// <summary>Null for the other kinds.</summary>
    public bool? AsBoolean => Kind == OpValueKind.Boolean ? First != 0 : null;

    /// <summary>The elements of an <see cref="OpValueKind.Array"/>; null for the other kinds.</summary>
    public OpValue[]? Elements => _content as OpValue[];

    /// <summary>The fields of an <see cref="OpValueKind.Object"/>; null for the other kinds.</summary>
    public OpField[]? Fields => _content as OpField[];

    public static OpValue None => default;

    public static OpValue Integer(long value) => new(OpValueKind.Integer, value, 0, null);

    public static OpValue Pair(long from, long to) => new(OpValueKind.Pair, from, to, null);

    public static OpValue List(long[] items) => new(OpValueKind.List, 0, 0, items);

    public static OpValue Text(string value) => new(OpValueKind.Text, 0, 0, value);

    /// <exception cref="ArgumentOutOfRangeException">NaN or infinite: JSON, and so a history, has no number for it.</exception>
    public static OpValue Float(double value) => double.IsFinite(value)
        ? new(OpValueKind.Float, BitConverter.DoubleToInt64Bits(value), 0, null)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "a history holds finite numbers; give this one as text");

    public static OpValue Boolean(bool value) => new(OpValueKind.Boolean, value ? 1 : 0, 0, null);

    /// <summary>Only whole numbers become a <see cref="OpValueKind.List"/>, so that one value has one form.</summary>
    public static OpValue Array(OpValue[] elements) =>
        System.Array.TrueForAll(elements, e => e.Kind == OpValueKind.Integer)
            ? List(System.Array.ConvertAll(elements, e => e.First))
            : new(OpValueKind.Array, 0, 0, elements);

    /// <param name="fields">Each name once.</param>
    public static OpValue Object(OpField[] fields) => new(OpValueKind.Object, 0, 0, fields);

    public bool Equals(OpValue other) =>
        Kind == other.Kind && First == other.First && Second == other.Second && _content switch
        {
            null => other._content is null,
            long[] items => other.Items.AsSpan().SequenceEqual(items),
            string text => other.AsText == text,
            OpValue[] elements => other.Elements.AsSpan().SequenceEqual(elements),
            _ => other.Fields.AsSpan().SequenceEqual(Fields),
        };

    public override bool Equals(object? obj) => obj is OpValue other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, First, Second, _content switch
    {
        long[] items => items.Length,
        string text => text.GetHashCode(StringComparison.Ordinal),
        OpValue[] elements => elements.Length,
        OpField[] fields => fields.Length,
        _ => 0,
    });

    /// <summary>For people: short, however big the value is.</summary>
    public override string ToString() => OpValueText.Of(this);

    public static bool operator ==(OpValue left, OpValue right) => left.Equals(right);

    public static bool operator !=(OpValue left, OpValue right) => !left.Equals(right);
}
