using System.CommandLine;

namespace ChaosService.Host.Client;

/// <summary>Where the service is; the same for every command that speaks to one.</summary>
internal static class ClientOptions
{
    private const string Variable = "CHAOSSERVICE_SERVER";

    /// <summary>May stand before the command too: <c>chaosctl --server URL runs</c>.</summary>
    public static Option<string> Server() => new("--server")
    {
        Description = $"The service that apply, trigger, runs, suites, watch, abort, halt and resume speak to. Default: ${Variable} or http://127.0.0.1:7070.",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : "http://127.0.0.1:7070",
    };

    public static Argument<string> Run() => new("RUN") { Description = "A run's id, or suite/ID for the run of a suite." };
}
