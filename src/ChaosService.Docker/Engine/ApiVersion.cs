namespace ChaosService.Docker.Engine;

/// <summary>What is used here means the same in these versions; an engine refuses versions that are too old or too new for it.</summary>
internal static class ApiVersion
{
    public const string Oldest = "1.41";
    public const string Newest = "1.51";

    /// <summary>The engine's own version when it is known here, or else the newest known here: engines keep serving older ones.</summary>
    public static string Negotiate(string engine) =>
        Version.TryParse(engine, out var theirs) && theirs < Version.Parse(Newest) ? engine : Newest;
}
