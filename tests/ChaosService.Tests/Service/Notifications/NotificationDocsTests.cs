using System.Text.Json;
using System.Text.Json.Nodes;
using ChaosService.Docker.Processes;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Notifications.Receivers;
using ChaosService.Service.Options;
using ChaosService.Service.Options.Reading;
using ChaosService.Tests.Documentation;
using ChaosService.Tests.Engine.Fakes;
using ChaosService.Tests.Host.Serving;

namespace ChaosService.Tests.Service.Notifications;

/// <summary>What <c>docs/notifications.md</c> says against what is.</summary>
public sealed class NotificationDocsTests
{
    private static Page Docs => Promises.Read("docs/notifications.md");

    [Fact]
    public void Catalogue_is_that_of_the_program() => Assert.All(
        EventTypes.All,
        t => Assert.Contains(t.Name == EventTypes.Test || (!t.Alert && !t.Always)
            ? $"| `{t.Name}` | | {t.Meaning} |"
            : $"| `{t.Name}` | {(t.Always ? "always" : "yes")} | {t.Meaning} |", Docs.Text));

    [Fact]
    public void Every_option_is_in_the_tables()
    {
        string[] options = [.. OptionReader.Properties(typeof(NotificationOptions)).Select(OptionReader.Name)
            .Where(n => n != "receivers"), .. OptionReader.Properties(typeof(ReceiverOptions)).Select(OptionReader.Name)];
        Assert.All(options, o => Assert.Contains($"| `{o}` |", Docs.Text));
        Assert.All(AllPresets.All, p => Assert.Contains($"`{p.Kind}`", Docs.Text));
    }

    [Fact]
    public void Example_bodies_are_what_is_sent()
    {
        var examples = Docs.Blocks.Where(b => b.Language == "json").Select(b => JsonNode.Parse(b.Text)!)
            .Where(b => b["specversion"] is not null).ToList();
        Notification[] events = [Samples.Ended(), Samples.NotReverted];
        Assert.Equal(events.Length, examples.Count);
        foreach (var (example, e) in examples.Zip(events))
            Assert.True(
                JsonNode.DeepEquals(example, JsonNode.Parse(Samples.Write("webhook", e, Samples.Webhook(""))!.Body)),
                Samples.Write("webhook", e, Samples.Webhook(""))!.Body);
    }

    [Fact]
    public void Example_options_are_taken_with_the_secrets_beside_them()
    {
        var example = JsonNode.Parse(Docs.Blocks.First(b => b.Language == "json").Text)!;
        var receivers = example["notifications"]!["receivers"]!;
        receivers["ops"]!["secret"] = Samples.Secret;
        receivers["chat"]!["url"] = "https://hooks.slack.com/services/T/B/x";
        receivers["pager"]!["token"] = "0123456789abcdef0123456789abcdef";
        receivers["commits"]!["token"] = "x";
        receivers["graphs"]!["token"] = "x";

        Assert.Equal(5, Configured.Read(example.ToJsonString()).Notifications.Receivers.Count);
    }

    [Fact]
    public async Task Verification_of_the_page_takes_what_we_sign_and_nothing_else()
    {
        var request = Samples.Write(
            "webhook", Samples.NotReverted, Samples.Webhook("") with { Secret = $"whsec_{new string('A', 32)} {Samples.Secret}" })!;
        var now = Samples.At.ToUnixTimeSeconds();
        using var directory = new TempDirectory();
        File.WriteAllText(directory.File("verify.mjs"), Docs.Blocks.Single(b => b.Language == "js").Text);
        File.WriteAllText(
            directory.File("sent.json"), JsonSerializer.Serialize(new { request.Headers, request.Body, Samples.Secret, Now = now }));
        File.WriteAllText(directory.File("try.mjs"), """
            import { readFileSync } from 'node:fs';
            import { isFromChaosService as ok } from './verify.mjs';
            const { Headers: h, Body: b, Secret: s, Now: now } = JSON.parse(readFileSync(process.argv[2]));
            const other = 'whsec_' + 'B'.repeat(32);
            console.log(JSON.stringify([
              ok(h, b, s, now), ok(h, b, s, now + 299), ok(h, b, s, now + 301), ok(h, b + ' ', s, now), ok(h, b, other, now),
              ok({ ...h, 'webhook-id': 'x' }, b, s, now),
              ok({ ...h, 'webhook-timestamp': String(now + 1) }, b, s, now), ok({ ...h, 'webhook-timestamp': undefined }, b, s, now),
              ok({ ...h, 'webhook-signature': undefined }, b, s, now), ok({ ...h, 'webhook-signature': 'v1,AAAA' }, b, s, now),
              ok({}, b, s, now),
            ]));
            """);

        var output = await CommandRunner.RunOrThrowAsync(
            new Command("node", directory.File("try.mjs"), directory.File("sent.json")) { Timeout = TimeSpan.FromMinutes(1) },
            TestContext.Current.CancellationToken);

        Assert.Equal("[true,true,false,false,false,false,false,false,false,false,false]", output.Trim());
    }
}
