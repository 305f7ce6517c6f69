namespace ChaosService.Model.Transactions;

/// <summary>
/// One step of a transaction on lists: an append of one element to a key, or a read of a key's whole list. A plain value, because a
/// history has millions of them: a read's elements are a piece of <see cref="TransactionHistory.Elements"/>.
/// </summary>
public readonly record struct MicroOp
{
    private const int IsAppend = -2;
    private const int IsUnread = -1;

    private readonly long _value;
    private readonly int _length;

    private MicroOp(int key, int length, long value) => (Key, _length, _value) = (key, length, value);

    /// <summary>A number into <see cref="TransactionHistory.Keys"/>.</summary>
    public int Key { get; }

    public bool Appends => _length == IsAppend;

    /// <summary>Whether it is a read whose answer is known: an empty list is one, no answer is none.</summary>
    public bool Reads => _length >= 0;

    /// <summary>What is appended.</summary>
    public long Element => _value;

    /// <summary>Of a read: where its list begins in <see cref="TransactionHistory.Elements"/>.</summary>
    public int Start => (int)_value;

    /// <summary>Of a read: how long its list is.</summary>
    public int Length => _length;

    public static MicroOp Append(int key, long element) => new(key, IsAppend, element);

    public static MicroOp Read(int key, int start, int length) => new(key, length, start);

    public static MicroOp ReadWithoutAnswer(int key) => new(key, IsUnread, 0);
}
