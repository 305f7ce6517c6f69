using System.Net;
using ChaosService.Tests.Engine.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ChaosService.Tests.Telemetry.Logging.Loki;

/// <summary>How a push came in.</summary>
internal sealed record ReceivedPush(byte[] Body, string Json, IReadOnlyList<PushedLine> Lines, IReadOnlyDictionary<string, string> Headers);

/// <summary>
/// Stands in for Loki: real HTTP on loopback that reads every byte of a push, keeps what it takes as Loki would, and misbehaves when a test
/// says so. What is not as the protocol wants it is in <see cref="Problems"/>.
/// </summary>
internal sealed class LokiReceiver : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ReceivedPush> _attempts = [];
    private readonly List<PushedLine> _lines = [];
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, long> _last = [];
    private readonly HashSet<(string, long, string)> _known = [];
    private WebApplication? _app;

    private LokiReceiver()
    {
    }

    public string Uri { get; private set; } = "";

    /// <summary>Answers an attempt, counted from 1, instead of taking it. False: it is taken.</summary>
    public Func<int, HttpContext, Task<bool>> Misbehave { get; set; } = (_, _) => Task.FromResult(false);

    public IReadOnlyList<ReceivedPush> Attempts
    {
        get { lock (_gate) return [.. _attempts]; }
    }

    /// <summary>What is kept, in the order of its coming.</summary>
    public IReadOnlyList<PushedLine> Lines
    {
        get { lock (_gate) return [.. _lines]; }
    }

    public int LineCount
    {
        get { lock (_gate) return _lines.Count; }
    }

    public IReadOnlyList<string> Problems
    {
        get { lock (_gate) return [.. _problems]; }
    }

    public static async Task<LokiReceiver> StartAsync()
    {
        var receiver = new LokiReceiver();
        await receiver.ListenAsync(FreePort.Next());
        return receiver;
    }

    /// <summary>Nobody listens at the address any more.</summary>
    public async Task GoAsync()
    {
        await _app!.DisposeAsync();
        _app = null;
    }

    public Task ComeBackAsync() => ListenAsync(new Uri(Uri).Port);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }

    private async Task ListenAsync(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.Run(TakeAsync);
        await _app.StartAsync();
        Uri = _app.Urls.Single();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        ReceivedPush push;
        try
        {
            Check(http.Request);
            var lines = PushedLines.Read(body.ToArray(), out var json);
            push = new ReceivedPush(
                body.ToArray(), json, lines,
                http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        }
        catch (Exception e)
        {
            lock (_gate) _problems.Add(e.Message);
            http.Response.StatusCode = 400;
            return;
        }
        int attempt;
        lock (_gate)
        {
            _attempts.Add(push);
            attempt = _attempts.Count;
        }
        if (await Misbehave(attempt, http)) return;
        Keep(push);
        http.Response.StatusCode = 204;
    }

    /// <summary>
    /// As Loki: a line that it has, with the same time and text, is not kept again; an older one than the stream's last is refused here.
    /// </summary>
    public void Keep(ReceivedPush push)
    {
        lock (_gate)
        {
            foreach (var line in push.Lines)
            {
                if (!_known.Add((line.Stream, line.TimeNs, line.Text))) continue;
                if (_last.TryGetValue(line.Stream, out var last) && line.TimeNs <= last)
                    _problems.Add($"{line.TimeNs} after {last} in {line.Stream}");
                _last[line.Stream] = line.TimeNs;
                _lines.Add(line);
            }
        }
    }

    private static void Check(HttpRequest request)
    {
        if (request.Method != "POST" || request.Path != "/loki/api/v1/push")
            throw new InvalidDataException($"{request.Method} {request.Path}");
        if (request.ContentType != "application/json") throw new InvalidDataException($"Content-Type {request.ContentType}");
        if (request.Headers.ContentEncoding != "gzip")
            throw new InvalidDataException($"Content-Encoding {request.Headers.ContentEncoding}");
        if (request.ContentLength is null) throw new InvalidDataException("no Content-Length");
    }
}
