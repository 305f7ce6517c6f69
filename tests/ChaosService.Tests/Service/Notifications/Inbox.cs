using System.Collections.Concurrent;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChaosService.Tests.Service.Notifications;

/// <summary>What a receiver was sent.</summary>
internal sealed record Letter(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Id => Headers["webhook-id"];

    /// <summary>Of a CloudEvent.</summary>
    public string Type => System.Text.Json.JsonDocument.Parse(Body).RootElement.GetProperty("type").GetString()!;
}

/// <summary>How a receiver answers.</summary>
internal sealed record Manner(
    int Status = 204, string? RetryAfter = null, string Body = "", bool Reset = false, Task? After = null, string? Location = null);

/// <summary>A receiver on the loopback, which misbehaves as a test says.</summary>
internal sealed class Inbox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _count;

    private Inbox(WebApplication app) => _app = app;

    public ConcurrentQueue<Letter> Letters { get; } = new();

    /// <summary>By the number of the request, from 1.</summary>
    public Func<int, Manner> Manners { get; set; } = _ => new Manner();

    /// <summary>By what came; null: by its number.</summary>
    public Func<Letter, Manner>? MannersOf { get; set; }

    public int Port { get; private init; }

    public string Url => $"http://127.0.0.1:{Port}/hooks/s3cr3t-path";

    /// <param name="port">0: any free one.</param>
    public static async Task<Inbox> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        Inbox? inbox = null;
        app.Run(http => inbox!.TakeAsync(http));
        await app.StartAsync();
        return inbox = new Inbox(app) { Port = new Uri(app.Urls.First()).Port };
    }

    public Task UntilAsync(int letters) => Wait.UntilAsync(() => Letters.Count >= letters);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var letter = new Letter(http.Request.Path, headers, body);
        var number = Interlocked.Increment(ref _count);
        var manner = MannersOf?.Invoke(letter) ?? Manners(number);
        Letters.Enqueue(letter);
        if (manner.After is { } after)
            await Task.WhenAny(after, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted));
        if (manner.Reset)
        {
            http.Abort();
            return;
        }
        http.Response.StatusCode = manner.Status;
        if (manner.RetryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds;
        if (manner.Location is { } location) http.Response.Headers.Location = location;
        if (manner.Body.Length > 0) await http.Response.WriteAsync(manner.Body);
    }
}
