using System.Globalization;
using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;

namespace ChaosService.Workloads.MerkleKv;

/// <summary>
/// Converts ops to command lines, and answers to outcomes. What it uses is the same in every dialect, except the answer to a delete.
/// </summary>
internal static class MerkleKvCommands
{
    private const string Done = "OK";
    private const string Deleted = "DELETED";
    private const string NotFound = "NOT_FOUND";
    private const string HasValue = "VALUE ";
    private const string Error = "ERROR ";

    public static string Line(in Operation operation, string prefix) => operation.F switch
    {
        Functions.Read => Get(prefix, operation.Key!),
        Functions.Write => $"SET {prefix}{operation.Key} {Written(operation.Value)}",
        Functions.Delete => $"DEL {prefix}{operation.Key}",
        Functions.Append => $"APPEND {prefix}{operation.Key} {Written(operation.Value)}",
        Functions.Prepend => $"PREPEND {prefix}{operation.Key} {Written(operation.Value)}",
        Functions.Increment => Count(prefix + operation.Key, operation.Value.First),
        _ => throw new NotSupportedException($"MerkleKV has no {operation.F}."),
    };

    private static string Written(OpValue value) => value.AsText ?? value.First.ToString(CultureInfo.InvariantCulture);

    private static string Count(string key, long amount) => string.Create(
        CultureInfo.InvariantCulture, $"{(amount < 0 ? "DEC" : "INC")} {key} {Math.Abs(amount)}");

    public static string Get(string prefix, string key) => $"GET {prefix}{key}";

    public static OpResult Read(in Operation operation, string answer, string node)
    {
        if (answer.StartsWith(Error, StringComparison.Ordinal))
            return operation.F == Functions.Read ? OpResult.Fail(answer, node) : OpResult.Info(answer, node);
        return Answered(operation.F, answer) is { } value ? OpResult.Ok(value, node) : OpResult.Info("unexpected answer", node);
    }

    /// <summary>Null: not an answer to this function.</summary>
    private static OpValue? Answered(string f, string answer) => f switch
    {
        Functions.Write when answer == Done => OpValue.None,
        Functions.Write => null,
        Functions.Delete => answer switch
        {
            Deleted => OpValue.Boolean(true),
            NotFound => OpValue.Boolean(false),
            // The older dialect does not tell.
            Done => OpValue.None,
            _ => null,
        },
        Functions.Read when answer == NotFound => OpValue.None,
        Functions.Increment => ValueIn(answer) is { } total && TryNumber(total, out var number) ? OpValue.Integer(number) : null,
        Functions.Read => ValueIn(answer) is { } value ? Value(value) : null,
        _ => ValueIn(answer) is { } whole ? OpValue.Text(whole) : null,
    };

    /// <summary>A whole number when the database has exactly what is written for one, otherwise a text.</summary>
    private static OpValue Value(string text) =>
        TryNumber(text, out var number) && number.ToString(CultureInfo.InvariantCulture) == text
            ? OpValue.Integer(number) : OpValue.Text(text);

    /// <summary>The least one is that of a missing value in a history.</summary>
    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, CultureInfo.InvariantCulture, out number) && number != OpValue.Nil;

    /// <summary>The answer to <see cref="Get"/>.</summary>
    /// <returns>False when it is neither a value nor that there is none.</returns>
    public static bool TryReadValue(string answer, out string? value)
    {
        value = ValueIn(answer);
        return value is not null || answer == NotFound;
    }

    private static string? ValueIn(string answer) =>
        answer.StartsWith(HasValue, StringComparison.Ordinal) ? answer[HasValue.Length..] : null;
}
