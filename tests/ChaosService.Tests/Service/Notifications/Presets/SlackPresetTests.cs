using System.Text.Json;
using ChaosService.Contracts;
using ChaosService.Service.Notifications.Presets.Slack;
using ChaosService.Service.Options;

namespace ChaosService.Tests.Service.Notifications.Presets;

public sealed class SlackPresetTests
{
    private static readonly ReceiverOptions Slack = new() { Kind = "slack" };

    [Fact]
    public void Message_has_a_headline_facts_and_a_link()
    {
        var body = Samples.Json(Samples.Write("slack", Samples.Ended(), Slack));
        var blocks = body.GetProperty("blocks").EnumerateArray().ToList();

        Assert.Equal("calm is invalid: linearizable: 1 stale read", body.GetProperty("text").GetString());
        Assert.Equal(["section", "section", "context"], blocks.Select(b => b.GetProperty("type").GetString()));
        Assert.Equal(
            ":red_circle: *calm is invalid: linearizable: 1 stale read*", blocks[0].GetProperty("text").GetProperty("text").GetString());
        Assert.Equal(
            ["*experiment*\ncalm", $"*run*\n{Samples.RunId}", "*verdict*\ninvalid", "*wanted by*\nschedule calm"],
            blocks[1].GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("text").GetString()));
        Assert.Equal(
            $"<https://chaos.example/runs/{Samples.RunId}|open> · run.invalid · 2026-03-01 12:00:00 UTC",
            blocks[2].GetProperty("elements")[0].GetProperty("text").GetString());
    }

    [Fact]
    public void Markup_in_what_is_told_wakes_nobody()
    {
        var body = Samples.Write("slack", Samples.Ended(reason: "<!channel> & <https://evil.example|click>"), Slack)!.Body;
        Assert.DoesNotContain("<!channel>", body);
        Assert.DoesNotContain("<https://evil", body);
        Assert.Contains("&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt;", body);
    }

    [Fact]
    public void No_text_is_longer_than_Slack_takes()
    {
        var violation = new NotifiedViolation(new string('<', 3000), new string('&', 3000), new string('>', 3000), 1, []);
        var e = Samples.Factory().RunEnded(Samples.Run(reason: new string('&', 5000)), null);
        var body = Samples.Json(Samples.Write("slack", e with
        {
            Data = e.Data with { Violations = [violation, violation, violation, violation], Summary = new string('&', 5000) },
        }, Slack));
        Assert.All(Texts(body), t => Assert.InRange(t.Length, 1, 3000));
    }

    [Fact]
    public void Escape_is_never_cut_in_two()
    {
        for (var max = 10; max < 30; max++)
        {
            var escaped = SlackText.Escape("a&b<c>🔥&&&&&&&&&&", max);
            Assert.InRange(escaped.Length, 1, max);
            Assert.DoesNotMatch("&(?!amp;|lt;|gt;)", escaped);
            Assert.False(char.IsHighSurrogate(escaped[^1]));
        }
    }

    [Fact]
    public void Every_type_of_event_has_a_message() => Assert.All(
        Samples.OfEachType, e => Assert.NotEmpty(Samples.Json(Samples.Write("slack", e, Slack)).GetProperty("text").GetString()!));

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(p => p is { Name: "text", Value.ValueKind: JsonValueKind.String } ? [p.Value.GetString()!] : Texts(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        _ => [],
    };
}
