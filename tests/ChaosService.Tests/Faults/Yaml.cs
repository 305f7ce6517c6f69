using ChaosService.Model.Configuration;

namespace ChaosService.Tests.Faults;

/// <summary>Maps as a parser would hand them over, without one: <c>("delay", "50ms")</c>.</summary>
internal static class Yaml
{
    private static readonly SourcePlace Somewhere = new("x.yaml", 1, 1);

    public static (MapReader Reader, Problems Problems) Map(params (string Key, object Value)[] entries)
    {
        var problems = new Problems();
        return (new MapReader(Of(entries), problems), problems);
    }

    private static ConfigMap Of((string Key, object Value)[] entries) =>
        new(Somewhere, [.. entries.Select((e, i) => new ConfigEntry(At(i), e.Key, Node(e.Value, i)))]);

    private static ConfigNode Node(object value, int line) => value switch
    {
        string text => new ConfigScalar(At(line), text),
        string[] items => new ConfigList(At(line), [.. items.Select(i => new ConfigScalar(At(line), i))]),
        (string, object)[] map => Of(map),
        _ => throw new ArgumentException($"no node for {value}"),
    };

    private static SourcePlace At(int line) => new("x.yaml", line + 2, 5);
}
