using System.Text.Json;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories.Reading;

/// <summary>The value of an op, from any JSON.</summary>
internal static class JsonValue
{
    /// <exception cref="FormatException">The message says what is wrong and what is expected.</exception>
    public static OpValue Read(JsonElement value, string f)
    {
        var read = Read(value);
        return f != Functions.Cas || read.Kind == OpValueKind.None ? read : Compared(read);
    }

    private static OpValue Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Number(value),
        JsonValueKind.String => OpValue.Text(value.GetString()!),
        JsonValueKind.True => OpValue.Boolean(true),
        JsonValueKind.False => OpValue.Boolean(false),
        JsonValueKind.Array => OpValue.Array([.. value.EnumerateArray().Select(Read)]),
        JsonValueKind.Object => OpValue.Object([.. value.EnumerateObject().Select(p => new OpField(p.Name, Read(p.Value)))]),
        _ => OpValue.None,
    };

    private static OpValue Compared(OpValue value) => value switch
    {
        { Items: [var from, var to] } => OpValue.Pair(from, to),
        { Elements: [{ Kind: OpValueKind.None }, { Kind: OpValueKind.Integer } to] } => OpValue.Pair(OpValue.Nil, to.First),
        { Elements: [{ Kind: OpValueKind.Integer } from, { Kind: OpValueKind.None }] } => OpValue.Pair(from.First, OpValue.Nil),
        { Elements: [{ Kind: OpValueKind.None }, { Kind: OpValueKind.None }] } => OpValue.Pair(OpValue.Nil, OpValue.Nil),
        { Elements: [_, _] } => value,
        _ => throw new FormatException("a cas needs the value [from,to]"),
    };

    private static OpValue Number(JsonElement value)
    {
        if (value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') >= 0)
            return value.TryGetDouble(out var number) && double.IsFinite(number)
                ? OpValue.Float(number)
                : throw new FormatException($"the number {value.GetRawText()} in 'value' is too big for a float; write it as text");
        // The one number that means "nothing" inside is none that a history may hold.
        return value.TryGetInt64(out var whole) && whole != OpValue.Nil
            ? OpValue.Integer(whole)
            : throw new FormatException(
                $"'value' must be above {OpValue.Nil} and at most {long.MaxValue}; write {value.GetRawText()} as text");
    }
}
