using ChaosService.Docker.Processes;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Experiments;

namespace ChaosService.Tests.Web.Grpc;

/// <summary>
/// What the real clients need, made once: stubs for Python by protoc, the modules of Node by npm. Nothing of it is kept in the repository.
/// </summary>
public sealed class RealClients : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private readonly Dictionary<string, string?> _missing = [];

    /// <summary>The service's own, and those of gRPC itself, which others have installed.</summary>
    public static string[] Protos { get; } =
        [Path.Combine(Shipped.Root, "src/ChaosService.Contracts/Protos"), Path.Combine(Shipped.Root, "tests/grpc/protos")];

    public string Generated => _directory.File("generated");

    public string Modules => _directory.File("modules");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Generated);
        Directory.CreateDirectory(Modules);
        _missing["python"] = await PythonAsync();
        _missing["node"] = await NodeAsync();
    }

    /// <summary>Skips the test that asks, and says why: test.sh installs what is needed.</summary>
    public void Require(string client) => Assert.SkipWhen(_missing[client] is not null, $"{client} is not ready: {_missing[client]}");

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string?> PythonAsync()
    {
        var grpc = await RunAsync("/usr/bin/python3", "-c", "import grpc, google.protobuf");
        if (!grpc.Succeeded) return $"python3-grpcio and python3-protobuf are missing ({grpc.Error.Trim().Split('\n')[^1]})";
        var plugin = await RunAsync("which", "grpc_python_plugin");
        if (!plugin.Succeeded) return "protobuf-compiler-grpc is missing";
        var files = Protos.SelectMany(p => Directory.EnumerateFiles(p, "*.proto", SearchOption.AllDirectories));
        string[] outputs = [$"--python_out={Generated}", $"--grpc_out={Generated}", $"--plugin=protoc-gen-grpc={plugin.Output.Trim()}"];
        var stubs = await RunAsync("protoc", [.. Protos.Select(p => $"-I{p}"), .. outputs, .. files]);
        return stubs.Succeeded ? null : stubs.Error;
    }

    private async Task<string?> NodeAsync()
    {
        foreach (var file in new[] { "package.json", "package-lock.json", ".npmrc", "client.mjs" })
            File.Copy(Path.Combine(Shipped.Root, "tests/grpc", file), Path.Combine(Modules, file));
        var restored = await RunAsync("npm", "ci", "--prefix", Modules, "--prefer-offline", "--loglevel=error");
        return restored.Succeeded ? null : restored.Output + restored.Error;
    }

    private static Task<CommandResult> RunAsync(string program, params string[] arguments) =>
        CommandRunner.RunAsync(
            new Command(program, arguments) { Timeout = TimeSpan.FromMinutes(2) }, TestContext.Current.CancellationToken);
}
