using System.Globalization;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.MerkleKv;

/// <summary>Converts ops to command lines, and answers to outcomes. What it uses is the same in every dialect.</summary>
internal static class MerkleKvCommands
{
    private const string Done = "OK";
    private const string NotFound = "NOT_FOUND";
    private const string Value = "VALUE ";
    private const string Error = "ERROR ";

    public static string Line(in Operation operation, string prefix) => operation.F switch
    {
        Functions.Read => Get(prefix, operation.Key!),
        Functions.Write => $"SET {prefix}{operation.Key} {operation.Value.First.ToString(CultureInfo.InvariantCulture)}",
        Functions.Increment => Count(prefix + operation.Key, operation.Value.First),
        _ => throw new NotSupportedException($"MerkleKV has no {operation.F}."),
    };

    private static string Count(string key, long amount) => string.Create(
        CultureInfo.InvariantCulture, $"{(amount < 0 ? "DEC" : "INC")} {key} {Math.Abs(amount)}");

    public static string Get(string prefix, string key) => $"GET {prefix}{key}";

    public static OpResult Read(in Operation operation, string answer, string node)
    {
        if (answer.StartsWith(Error, StringComparison.Ordinal))
            return operation.F == Functions.Read ? OpResult.Fail(answer, node) : OpResult.Info(answer, node);
        if (operation.F == Functions.Write)
            return answer == Done ? OpResult.Ok(default, node) : OpResult.Info("unexpected answer", node);
        if (operation.F == Functions.Read && answer == NotFound) return OpResult.Ok(OpValue.None, node);
        return ValueIn(answer) is { } value && long.TryParse(value, CultureInfo.InvariantCulture, out var number)
            ? OpResult.Ok(OpValue.Integer(number), node)
            : OpResult.Info("unexpected answer", node);
    }

    /// <summary>The answer to <see cref="Get"/>.</summary>
    /// <returns>False when it is neither a value nor that there is none.</returns>
    public static bool TryReadValue(string answer, out string? value)
    {
        value = ValueIn(answer);
        return value is not null || answer == NotFound;
    }

    private static string? ValueIn(string answer) => answer.StartsWith(Value, StringComparison.Ordinal) ? answer[Value.Length..] : null;
}
