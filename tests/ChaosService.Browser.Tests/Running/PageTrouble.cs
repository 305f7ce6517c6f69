using System.Collections.Concurrent;

namespace ChaosService.Browser.Tests.Running;

/// <summary>
/// What goes wrong in a browser without anybody seeing it: script errors, violations of the page's own security policy, requests that fail
/// or are refused. A test says beforehand which refusals belong to what it does.
/// </summary>
internal sealed class PageTrouble
{
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly List<string> _expected = [];
    private volatile bool _left;

    public PageTrouble(IBrowserContext context)
    {
        context.Console += (_, message) => OnConsole(message);
        context.WebError += (_, error) => _seen.Enqueue($"script error: {error.Error}");
        context.RequestFailed += (_, request) => OnFailure(request);
        context.Response += (_, response) => OnAnswer(response);
    }

    /// <summary>A trouble that holds this text belongs to the test.</summary>
    public void Expect(string text) => _expected.Add(text);

    /// <summary>Whoever leaves gives up what is still under way: a frame of the page, say. From now on that is no trouble.</summary>
    public void Leave() => _left = true;

    public void AssertNone()
    {
        var troubles = _seen.Where(s => !_expected.Any(s.Contains)).ToList();
        Assert.True(troubles.Count == 0, string.Join('\n', troubles.Prepend("the page was in trouble:")));
    }

    private void OnConsole(IConsoleMessage message)
    {
        // A refused request is told by its answer, with its method and address.
        if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            _seen.Enqueue($"console {message.Type}: {message.Text} ({message.Location})");
    }

    private void OnFailure(IRequest request)
    {
        // Leaving a page ends its streams, and Chromium gives up what is under way when an interface comes or goes on this machine.
        var left = request.Failure == "net::ERR_ABORTED" && (_left || request.ResourceType is "eventsource" or "fetch");
        var network = request.Failure == "net::ERR_NETWORK_CHANGED";
        if (!left && !network) _seen.Enqueue($"failed: {request.Method} {new Uri(request.Url).PathAndQuery} {request.Failure}");
    }

    private void OnAnswer(IResponse response)
    {
        if (response.Status >= 400)
            _seen.Enqueue($"refused: {response.Status} {response.Request.Method} {new Uri(response.Url).PathAndQuery}");
    }
}
