namespace ChaosService.Model.Histories;

/// <summary>The names of the functions that workloads invoke, as they stand in the history's <c>f</c>.</summary>
public static class Functions
{
    public const string Read = "read";
    public const string Write = "write";
    public const string Cas = "cas";
    public const string Add = "add";

    /// <summary>Writes a batch of points; the value is a <c>PointBatch</c>.</summary>
    public const string WritePoints = "write-points";

    /// <summary>Reads every point of a table from each node; the value is a <c>PointReads</c>.</summary>
    public const string ReadPoints = "read-points";

    /// <summary>Asks for points or for aggregates of them; the value is a <c>PointQuery</c>.</summary>
    public const string Query = "query";

    /// <summary>Calls the management API; the value is a <c>CatalogCall</c>.</summary>
    public const string Manage = "manage";

    /// <summary>
    /// The value of an op that is over. Most functions keep what was asked; an ok read is what was read; the four of time series say again
    /// what was asked, with what was answered beside it, however the op ended.
    /// </summary>
    /// <param name="answered">As the completion has it; <see cref="OpValue.None"/>: nothing.</param>
    public static OpValue Completed(string f, OpType outcome, OpValue asked, OpValue answered) => f switch
    {
        Read => outcome == OpType.Ok ? answered : asked,
        WritePoints or ReadPoints or Query or Manage => answered.Kind == OpValueKind.None ? asked : answered,
        _ => asked,
    };
}
