namespace ChaosService.Model.Histories;

/// <summary>The names of the functions that workloads invoke, as written in the history's <c>f</c>.</summary>
public static class Functions
{
    public const string Read = "read";
    public const string Write = "write";
    public const string Cas = "cas";
    public const string Add = "add";

    /// <summary>Adds the value, which may be negative, to a counter; ok, the value is the amount and the total after it.</summary>
    public const string Increment = "increment";

    /// <summary>Removes a key; ok, the value is whether the key had a value, if the database tells.</summary>
    public const string Delete = "delete";

    /// <summary>Adds the value to the end of a text; ok, the value is what was added and the whole after it.</summary>
    public const string Append = "append";

    /// <summary>Adds the value to the beginning of a text; ok, the value is as that of an append.</summary>
    public const string Prepend = "prepend";

    /// <summary>Moves money from one account to another in one transaction; the value is a <c>Transfer</c>.</summary>
    public const string Transfer = "transfer";

    /// <summary>Reads every account in one transaction; ok, the value is the <c>Balances</c>.</summary>
    public const string Balances = "balances";

    /// <summary>Writes a batch of points; the value is a <c>PointBatch</c>.</summary>
    public const string WritePoints = "write-points";

    /// <summary>Reads every point of a table from each node; the value is a <c>PointReads</c>.</summary>
    public const string ReadPoints = "read-points";

    /// <summary>Asks for points or for aggregates of them; the value is a <c>PointQuery</c>.</summary>
    public const string Query = "query";

    /// <summary>Calls the management API; the value is a <c>CatalogCall</c>.</summary>
    public const string Manage = "manage";

    /// <summary>
    /// The value of a completed op. For most functions it is the request; for an ok read, delete or balances it is what was found; an ok
    /// increment has the total as well, an ok append or prepend the whole; the four of time series repeat the request and add the answer,
    /// however the op ended.
    /// </summary>
    /// <param name="answered">The value of the completion; <see cref="OpValue.None"/>: nothing.</param>
    public static OpValue Completed(string f, OpType outcome, OpValue asked, OpValue answered) => f switch
    {
        Read or Delete or Balances => outcome == OpType.Ok ? answered : asked,
        Increment when outcome == OpType.Ok => Counted(asked, answered),
        Append or Prepend when outcome == OpType.Ok => Joined(asked, answered),
        WritePoints or ReadPoints or Query or Manage => answered.Kind == OpValueKind.None ? asked : answered,
        _ => asked,
    };

    /// <summary>Whether it only looks, so that nothing has happened whatever became of it.</summary>
    public static bool ChangesNothing(string f) => f is Read or Balances;

    /// <summary>The answer of a database is the total; that of a history that is read again has both.</summary>
    private static OpValue Counted(OpValue asked, OpValue answered) => answered switch
    {
        { Items: [_, _] } => answered,
        { Kind: OpValueKind.Integer } when asked.Kind == OpValueKind.Integer => OpValue.List([asked.First, answered.First]),
        _ => asked,
    };

    /// <summary>As <see cref="Counted"/>, with texts.</summary>
    private static OpValue Joined(OpValue asked, OpValue answered) => answered switch
    {
        { Elements: [_, _] } => answered,
        { Kind: OpValueKind.Text } when asked.Kind == OpValueKind.Text => OpValue.Array([asked, answered]),
        _ => asked,
    };
}
