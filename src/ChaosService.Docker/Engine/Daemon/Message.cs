namespace ChaosService.Docker.Engine.Daemon;

/// <summary>Which events to hear, by kind of condition: <c>type</c>, <c>event</c>, <c>label</c> → <c>["key=value"]</c>.</summary>
public sealed record EventsParameters
{
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}

/// <summary>Something that happened to a container, network or image.</summary>
/// <param name="Type"><c>container</c>, <c>network</c>, …</param>
/// <param name="Action"><c>start</c>, <c>die</c>, <c>pause</c>, <c>unpause</c>, <c>destroy</c>, …</param>
public sealed record Message(string Type, string Action, Actor Actor);

/// <param name="ID">The full id of what it happened to.</param>
/// <param name="Attributes">Its labels and, for some actions, more (<c>exitCode</c>).</param>
public sealed record Actor(string ID, IReadOnlyDictionary<string, string> Attributes);
