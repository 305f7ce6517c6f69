using System.CommandLine;
using ChaosService.Contracts;

namespace ChaosService.Cli.Remote.Client;

/// <summary>The address of the service; the same for every command that talks to one.</summary>
internal static class ClientOptions
{
    private const string ServerVariable = "CHAOSSERVICE_SERVER";
    private const string CaName = "--ca";

    /// <summary>May also precede the command: <c>chaosctl --server URL runs</c>.</summary>
    public static Option<string> Server() => new("--server")
    {
        Description = $"The service that a command speaks to. Default: ${ServerVariable} or http://127.0.0.1:7070.",
        Recursive = true,
        DefaultValueFactory = _ => Variable(ServerVariable) ?? "http://127.0.0.1:7070",
    };

    /// <summary>Belongs to the root, as <see cref="Server"/> does.</summary>
    public static Option<string?> Ca() => new(CaName)
    {
        Description =
            $"PEM file with the CA that made the certificate of an https service; trusted instead of this machine's CAs. Default: "
                + $"${ServerTrust.Variable}.",
        Recursive = true,
    };

    /// <summary>The service given on a command line.</summary>
    public static ServiceClient Connect(this ParseResult parsed, Option<string> server) =>
        new(parsed.GetValue(server)!, parsed.GetValue<string?>(CaName));

    /// <summary>Null when it is not set, or empty.</summary>
    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } set ? set : null;

    /// <summary>The filters of a list that are set, as its query: <c>state=running&amp;limit=5</c>.</summary>
    public static string Query(this ParseResult parsed, IEnumerable<Option<string?>> filters) =>
        string.Join('&', filters.Where(f => parsed.GetValue(f) is not null)
            .Select(f => $"{f.Name[2..]}={Uri.EscapeDataString(parsed.GetValue(f)!)}"));

    public static Argument<string> Run(Option<string> server) =>
        new Argument<string>("RUN") { Description = "A run's id, or suite/ID for the run of a suite." }
            .Suggesting<RunListReply>(server, "runs", reply => reply.Runs.Where(r => r.EndedAt is null).Select(r => r.Id));

    public static Argument<string> Experiment(Option<string> server) =>
        new Argument<string>("NAME") { Description = "Name of an applied experiment, or suite/NAME." }
            .Suggesting<IReadOnlyList<ExperimentReply>>(server, "experiments", all => all.Select(e => e.Name));
}
