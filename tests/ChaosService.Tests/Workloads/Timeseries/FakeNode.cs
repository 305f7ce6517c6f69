using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ChaosService.Tests.Workloads.Timeseries;

/// <summary>Answers by path, where a node listens, on a loopback address of its own.</summary>
internal sealed class FakeNode : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, (int Status, string Body)> _pages = new();

    /// <param name="pages">What it says at a path, with 200; everything else is not found.</param>
    public FakeNode(params (string Path, string Body)[] pages)
    {
        foreach (var (path, body) in pages) Say(path, body);
        _listener.Prefixes.Add($"http://{Address}:8181/");
        _listener.Start();
        _listener.BeginGetContext(Answer, null);
    }

    public IPAddress Address { get; } = Loopback.Next();

    /// <summary>As <c>PUT /path body</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public void Say(string path, string body, int status = 200) => _pages[path] = (status, body);

    public void Dispose() => _listener.Close();

    private void Answer(IAsyncResult asked)
    {
        try
        {
            var context = _listener.EndGetContext(asked);
            _listener.BeginGetContext(Answer, null);
            using var reader = new StreamReader(context.Request.InputStream);
            Requests.Enqueue($"{context.Request.HttpMethod} {context.Request.RawUrl} {reader.ReadToEnd()}".Trim());
            var (status, body) = _pages.GetValueOrDefault(context.Request.RawUrl!, (404, "{}"));
            context.Response.StatusCode = status;
            context.Response.OutputStream.Write(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
        catch (Exception e) when (e is ObjectDisposedException or HttpListenerException or InvalidOperationException)
        {
            Assert.False(_listener.IsListening, e.Message);
        }
    }
}
