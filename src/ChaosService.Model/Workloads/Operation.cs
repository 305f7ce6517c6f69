using ChaosService.Model.Histories;

namespace ChaosService.Model.Workloads;

/// <summary>An operation requested by a generator.</summary>
/// <param name="F">One of <see cref="Functions"/>.</param>
public readonly record struct Operation(string F, string? Key, OpValue Value);

/// <summary>The outcome of an operation.</summary>
/// <param name="Type">Ok, Fail or Info; never Invoke. When in doubt, Info.</param>
/// <param name="Value">The answer, where the function has one (<see cref="Functions.Completed"/>); otherwise ignored.</param>
/// <param name="Error">A short, stable phrase for Fail and Info; null for Ok.</param>
/// <param name="Node">The node that was asked.</param>
public readonly record struct OpResult(OpType Type, OpValue Value, string? Error, string? Node)
{
    public static OpResult Ok(OpValue value, string? node) => new(OpType.Ok, value, null, node);

    public static OpResult Fail(string error, string? node) => new(OpType.Fail, default, error, node);

    public static OpResult Info(string error, string? node) => new(OpType.Info, default, error, node);
}
