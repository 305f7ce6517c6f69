using ChaosService.Service.Options;
using ChaosService.Service.Options.Reading;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Host.Serving;

/// <summary>The service's options by what a test says, and by nothing that this process happens to have in its environment.</summary>
internal static class Configured
{
    private static readonly Dictionary<string, string?> Nothing = [];

    /// <param name="json">What the options file holds; null: there is none.</param>
    public static ServiceOptions Read(
        string? json, IReadOnlyDictionary<string, string?>? flags = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        if (json is null) return ServiceConfiguration.Read(null, environment ?? Nothing, flags ?? Nothing);
        using var directory = new TempDirectory();
        File.WriteAllText(directory.File("c.json"), json);
        return ServiceConfiguration.Read(directory.File("c.json"), environment ?? Nothing, flags ?? Nothing);
    }
}
