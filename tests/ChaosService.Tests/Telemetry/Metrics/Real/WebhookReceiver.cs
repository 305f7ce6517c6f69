using System.Collections.Concurrent;
using System.Net;
using System.Text;
using ChaosService.Tests.Engine.Fakes;

namespace ChaosService.Tests.Telemetry.Metrics.Real;

/// <summary>Keeps what is posted to it.</summary>
internal sealed class WebhookReceiver : IDisposable
{
    private readonly HttpListener _listener = new();

    public WebhookReceiver()
    {
        Address = $"http://127.0.0.1:{FreePort.Next()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = ReceiveAsync();
    }

    public string Address { get; }

    public ConcurrentQueue<string> Bodies { get; } = new();

    public void Dispose() => _listener.Close();

    private async Task ReceiveAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
                return;
            }
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            Bodies.Enqueue(await reader.ReadToEndAsync());
            context.Response.Close();
        }
    }
}
