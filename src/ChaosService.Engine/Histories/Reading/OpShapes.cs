using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories.Reading;

/// <summary>
/// What the values of the known functions must look like when they are invoked. A check would pass over an op of another shape, and judge a
/// history that never was.
/// </summary>
internal static class OpShapes
{
    /// <summary>What is wrong with an invocation's value; null when it is right, or the function is unknown.</summary>
    public static string? Trouble(in OpEvent e) => (e.F, e.Value.Kind) switch
    {
        (Functions.Add, OpValueKind.None) => "an add needs a value",
        (Functions.Cas, not (OpValueKind.Pair or OpValueKind.Array)) => "a cas needs the value [from,to]",
        _ => null,
    };
}
