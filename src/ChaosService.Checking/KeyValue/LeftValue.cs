using System.Globalization;
using ChaosService.Model.Histories;

namespace ChaosService.Checking.KeyValue;

/// <summary>What an op left under its key, as the text that nodes hold and tell each other.</summary>
internal static class LeftValue
{
    private const int CharactersMax = 40;

    /// <summary>Null: it is no change, it is a delete, or its answer is not known or does not tell.</summary>
    public static string? Of(in Op op) => op.F switch
    {
        Functions.Write when op.Value.Kind == OpValueKind.Integer => Number(op.Value.First),
        Functions.Write => op.Value.AsText,
        Functions.Append or Functions.Prepend when op.Value.Elements is [_, { AsText: { } whole }] => whole,
        Functions.Increment when op.Value.Items is [_, var total] => Number(total),
        _ => null,
    };

    /// <summary>Whether it removed something for certain.</summary>
    public static bool IsRemoval(in Op op) => op is { F: Functions.Delete, Outcome: OpType.Ok, Value.AsBoolean: true };

    /// <summary>For people.</summary>
    public static string Shown(string? value)
    {
        if (value is null) return "nothing";
        if (value.Length <= CharactersMax) return value;
        var end = char.IsHighSurrogate(value[CharactersMax - 1]) ? CharactersMax - 1 : CharactersMax;
        return string.Create(CultureInfo.InvariantCulture, $"{value[..end]}… ({value.Length:#,0} characters)");
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
