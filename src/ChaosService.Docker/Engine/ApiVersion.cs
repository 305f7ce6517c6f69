namespace ChaosService.Docker.Engine;

/// <summary>
/// The calls that are used here mean the same in these versions; an engine refuses versions that are too old or too new for it.
/// </summary>
internal static class ApiVersion
{
    public const string Oldest = "1.41";
    public const string Newest = "1.51";

    /// <summary>
    /// The engine's own version when it is known here, otherwise the newest known one: engines continue to support older versions.
    /// </summary>
    public static string Negotiate(string engine) =>
        Version.TryParse(engine, out var theirs) && theirs < Version.Parse(Newest) ? engine : Newest;
}
