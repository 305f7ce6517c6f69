using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Postgres.Tests.Running;

/// <summary>
/// A Docker engine that thinks about every request for a while and then refuses it: a run on it begins, goes on for that long and ends, and
/// needs no container.
/// </summary>
internal sealed class SlowEngine : IAsyncDisposable
{
    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(250);

    private readonly WebApplication _app;

    private SlowEngine(WebApplication app, string socket) => (_app, Address) = (app, $"unix://{socket}");

    /// <summary>For DOCKER_HOST.</summary>
    public string Address { get; }

    public static async Task<SlowEngine> StartAsync(string directory)
    {
        var socket = Path.Combine(directory, "engine.sock");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        var app = builder.Build();
        app.Run(async http =>
        {
            await Task.Delay(Thinking, TimeProvider.System, http.RequestAborted);
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await http.Response.WriteAsync("""{"message":"this engine refuses everything"}""", http.RequestAborted);
        });
        await app.StartAsync();
        return new SlowEngine(app, socket);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
