namespace ChaosService.Faults.Container.Rebuilding;

/// <summary>The defaults that an image gives to containers that do not override them.</summary>
internal sealed record ImageSettings
{
    public IReadOnlyList<string> Env { get; init; } = [];
    public IReadOnlyList<string> Entrypoint { get; init; } = [];
    public IReadOnlyList<string> Cmd { get; init; } = [];
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
    public string WorkingDir { get; init; } = "";
    public string User { get; init; } = "";
    public string StopSignal { get; init; } = "";
    public IReadOnlyList<string> HealthTest { get; init; } = [];
    public IReadOnlyCollection<string> Ports { get; init; } = [];
    public IReadOnlyCollection<string> Volumes { get; init; } = [];
}
