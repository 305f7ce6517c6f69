using System.Net;
using System.Text;
using ChaosService.Docker.Engine;
using ChaosService.Tests.Engine.Fakes;
using Docker.DotNet;

namespace ChaosService.Tests.Docker.Engine;

/// <summary>A container engine on a loopback port that answers what a test tells it to.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    /// <param name="answer">Gets method and path without the version; writes the answer. What it does not close stays open.</param>
    /// <param name="limit">How long the client waits.</param>
    public FakeEngine(Func<string, HttpListenerContext, Task> answer, TimeSpan? limit = null)
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}/";
        _listener.Prefixes.Add(address);
        _listener.Start();
        Client = new EngineEndpoint(new Uri(address)) { Limit = limit ?? Wait.Limit }.CreateClient();
        _serving = Task.Run(() => ServeAsync(answer));
    }

    public DockerClient Client { get; }

    public static async Task WriteAsync(HttpListenerContext context, string body, int status = 200)
    {
        context.Response.StatusCode = status;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        context.Response.Close();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _listener.Abort();
        await _serving;
    }

    private async Task ServeAsync(Func<string, HttpListenerContext, Task> answer)
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync(), answer);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The client went away in the middle of an answer, or the test is over.
            }
        }
    }

    private static Task AnswerAsync(HttpListenerContext context, Func<string, HttpListenerContext, Task> answer)
    {
        var path = context.Request.Url!.PathAndQuery;
        if (path == "/_ping")
        {
            context.Response.Headers["Api-Version"] = "1.41";
            return WriteAsync(context, "OK");
        }
        Assert.StartsWith("/v1.41/", path);
        if (path == "/v1.41/info") return WriteAsync(context, """{"SystemTime":"2026-03-01T10:00:00.25Z"}""");
        return answer($"{context.Request.HttpMethod} {path["/v1.41".Length..]}", context);
    }
}
