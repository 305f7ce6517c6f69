using System.Text.Json;
using ChaosService.Model.Histories;

namespace ChaosService.Engine.Histories.Reading;

/// <summary>Parses any valid JSON line of a history, from any program: keys in any order, spaces, escapes, unknown keys.</summary>
internal static class JsonLine
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="FormatException">The message says what is wrong and what is expected.</exception>
    public static HistoryLine Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return Read(JsonElement.Parse(line, Strict));
        }
        catch (JsonException)
        {
            throw new FormatException(HistoryText.NotJson(line));
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("an escape such as \\ud800 is half a character; both halves, or the character itself, are expected");
        }
    }

    private static HistoryLine Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
            throw new FormatException("not a JSON object but a list of them; one op a line is expected, such as `jq -c '.[]' FILE` makes");
        if (root.ValueKind != JsonValueKind.Object)
            throw new FormatException("not a JSON object; an op such as " + Example + " is expected");
        var result = new HistoryLine { Index = root.TryGetProperty("index", out var index) ? ToInt(index, "index") : -1 };
        var time = Required(root, "time") is { ValueKind: JsonValueKind.Number } t && t.TryGetInt64(out var ns) && ns >= 0
            ? ns : throw new FormatException("'time' must be a whole number of ns since the run's start, from 0 on");
        var process = Required(root, "process");
        if (process.ValueKind == JsonValueKind.String) ReadOther(root, process.GetString()!, time, ref result);
        else result.Op = ReadOp(root, time, ToInt(process, "process"));
        return result;
    }

    public const string Example = """{"index":0,"time":12345,"process":3,"type":"invoke","f":"write","key":"k1","value":17}""";

    private static OpEvent ReadOp(JsonElement root, long time, int process)
    {
        var f = Text(root, "f") ?? throw new FormatException("'f' is missing; a function such as \"read\" is expected");
        return new OpEvent
        {
            TimeNs = time,
            Process = process,
            Type = ToType(root),
            F = string.IsInterned(f) ?? f,
            Key = Text(root, "key"),
            Value = root.TryGetProperty("value", out var value) ? JsonValue.Read(value, f) : default,
            IntendedNs = root.TryGetProperty("intended", out var intended) ? ToLong(intended, "intended") : null,
            Node = Text(root, "node"),
            Error = Text(root, "error"),
        };
    }

    private static OpType ToType(JsonElement root) => Text(root, "type") switch
    {
        "invoke" => OpType.Invoke,
        "ok" => OpType.Ok,
        "fail" => OpType.Fail,
        "info" => OpType.Info,
        var other => throw new FormatException(
            $"type is {(other is null ? "missing" : $"\"{other}\"")}; invoke, ok, fail or info is expected"),
    };

    private static void ReadOther(JsonElement root, string process, long time, ref HistoryLine result)
    {
        var f = Text(root, "f") ?? "";
        root.TryGetProperty("value", out var value);
        if (process == HistoryWords.Run)
        {
            if (f != HistoryWords.Dropped && HistoryWords.Phase(f) is null)
                throw new FormatException($"\"{f}\" is no phase of a run; such as \"load-started\" is expected");
            result.RunWord = f;
            result.Dropped = value.ValueKind == JsonValueKind.Object
                && value.TryGetProperty("dropped", out var dropped) ? ToLong(dropped, "dropped") : 0;
            result.Op = new OpEvent { TimeNs = time, Process = 0, Type = OpType.Info, F = f };
            return;
        }
        if (process == HistoryWords.Monitor)
        {
            if (f == HistoryWords.Carried) result.Carried = ReadCarried(time, value);
            else if (f == HistoryWords.Probe) result.Probe = ReadProbe(time, value);
            else result.Sample = ReadSample(f, time, value);
            return;
        }
        if (process == HistoryWords.Operator)
        {
            result.Action = ReadAction(root, f, time, value);
            return;
        }
        if (process == HistoryWords.Observer)
        {
            result.Observed = ReadObservation(root, f, time, value);
            return;
        }
        if (process != HistoryWords.Nemesis)
            throw new FormatException(
                $"process is \"{process}\"; a number, \"nemesis\", \"run\", \"monitor\", \"operator\" or \"observer\" is expected");
        if (IsRemark(value))
        {
            result.IsRemark = true;
            return;
        }
        var step = HistoryWords.Step(f) ?? throw new FormatException($"\"{f}\" is no step of a fault; such as \"inject\" is expected");
        if (value.ValueKind != JsonValueKind.Object)
            throw new FormatException(
                "a fault's step needs a value such as {\"fault\":\"f1\",\"kind\":\"container-kill\",\"nodes\":[\"n1\"]}");
        result.Fault = new FaultEvent(
            result.Index, time, Text(value, "fault") ?? throw new FormatException("the value has no 'fault'; its id is expected"),
            Text(value, "kind") ?? "", step, value.TryGetProperty("nodes", out var nodes)
                && nodes.ValueKind == JsonValueKind.Array ? [.. nodes.EnumerateArray().Select(n => n.ToString())] : [],
            value.TryGetProperty("proven", out var proven)
                && proven.ValueKind is JsonValueKind.True or JsonValueKind.False ? proven.GetBoolean() : null,
            Text(value, "detail") ?? "");
    }

    /// <summary>Other tools' nemeses have values of their own: nothing, a word, a list, what each node said. Ours name the fault.</summary>
    private static bool IsRemark(JsonElement value) =>
        value.ValueKind != JsonValueKind.Object || (value.EnumerateObject().Any() && !value.TryGetProperty("fault", out _));

    private static ResourceSample ReadSample(string f, long time, JsonElement value)
    {
        if (f != HistoryWords.Resources || value.ValueKind != JsonValueKind.Object)
            throw new FormatException(
                "the monitor records \"resources\" with a value such as {\"node\":\"n1\",\"series\":\"1\",\"memory\":1048576,\"fds\":12}");
        return new ResourceSample(
            time, Text(value, "node") ?? throw new FormatException("the value has no 'node'; its name is expected"),
            Text(value, "series") ?? "", ToLong(Required(value, "memory"), "memory"), ToLong(Required(value, "fds"), "fds"));
    }

    private static CarriedRead ReadCarried(long time, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw new FormatException(
                "what is carried needs a value such as {\"window\":3,\"key\":\"k1\",\"allowed\":[17],\"found\":[17]}");
        var found = Required(value, "found");
        return new CarriedRead(
            time, ToInt(Required(value, "window"), "window"), Text(value, "key"), Numbers(Required(value, "allowed"), "allowed"),
            found.ValueKind == JsonValueKind.Null ? null : Numbers(found, "found"));
    }

    private static ProbeReading ReadProbe(long time, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object
            || Required(value, "met") is not { ValueKind: JsonValueKind.True or JsonValueKind.False } met)
            throw new FormatException(
                "a probe needs a value such as {\"probe\":\"api\",\"asked\":12345,\"met\":true,\"detail\":\"answered 200\"}");
        return new ProbeReading(
            time, ToLong(Required(value, "asked"), "asked"),
            Text(value, "probe") ?? throw new FormatException("the value has no 'probe'; its name is expected"), met.GetBoolean(),
            Text(value, "detail") ?? "");
    }

    private static ActionEvent ReadAction(JsonElement root, string f, long time, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw new FormatException(
                "an action needs a value such as {\"action\":\"a1\",\"kind\":\"http\",\"call\":1,\"attempt\":1,\"detail\":\"\"}");
        return new ActionEvent(
            time, Text(value, "action") ?? throw new FormatException("the value has no 'action'; its id is expected"), f,
            Text(value, "kind") ?? "", ToType(root), ToInt(Required(value, "call"), "call"), ToInt(Required(value, "attempt"), "attempt"),
            Text(value, "detail") ?? "");
    }

    private static Observation ReadObservation(JsonElement root, string f, long time, JsonElement value)
    {
        if (f.Length == 0 || Text(root, "key") is not { } subject || value.ValueKind == JsonValueKind.Undefined)
            throw new FormatException(
                "an observation needs 'f', 'key' and 'value', such as \"f\":\"primary\",\"key\":\"sentinel1\",\"value\":\"redis2\"");
        var asked = root.TryGetProperty("asked", out var at) ? ToLong(at, "asked") : time;
        return new Observation(-1, time, asked, f, subject, JsonValue.Read(value, f: ""));
    }

    private static long[] Numbers(JsonElement value, string name) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(i => i.ValueKind == JsonValueKind.Null ? OpValue.Nil : ToLong(i, name))]
        : throw new FormatException($"'{name}' must be a list of whole numbers");

    private static JsonElement Required(JsonElement root, string name) =>
        root.TryGetProperty(
            name, out var value) ? value : throw new FormatException($"'{name}' is missing; an op such as {Example} is expected");

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => throw new FormatException($"'{name}' must be text, such as \"{value.GetRawText()}\", and is a number"),
            _ => throw new FormatException($"'{name}' must be text"),
        } : null;

    private static long ToLong(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number) ? number : throw new FormatException($"'{name}' must hold whole numbers");

    private static int ToInt(JsonElement value, string name) =>
        ToLong(value, name) is >= 0 and <= int.MaxValue
            and var number ? (int)number : throw new FormatException($"'{name}' must be a whole number from 0 on");
}
