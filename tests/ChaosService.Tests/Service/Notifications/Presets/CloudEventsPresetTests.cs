using System.Security.Cryptography;
using System.Text;
using ChaosService.Service.Notifications.Events;
using ChaosService.Service.Notifications.Presets.CloudEvents;

namespace ChaosService.Tests.Service.Notifications.Presets;

public sealed class CloudEventsPresetTests
{
    [Fact]
    public void Body_is_a_CloudEvent_in_structured_mode()
    {
        var request = Samples.Write("webhook", Samples.Ended(), Samples.Webhook(""))!;
        var e = Samples.Json(request);

        Assert.StartsWith("application/cloudevents+json", request.ContentType);
        Assert.Equal(
            [
                "1.0", $"{Samples.RunId}-ended", "https://chaos.example", "io.chaosservice.run.invalid", $"runs/{Samples.RunId}",
                "2026-03-01T12:00:00+00:00", "application/json",
            ],
            new[] { "specversion", "id", "source", "type", "subject", "time", "datacontenttype" }.Select(
                a => e.GetProperty(a).GetString()));
        var run = e.GetProperty("data").GetProperty("run");
        Assert.Equal(("finished", "invalid", 1, "2026-03-01T12:00:00+00:00"), (
            run.GetProperty("state").GetString(), run.GetProperty("verdict").GetString(), run.GetProperty("exitCode").GetInt32(),
            run.GetProperty("endedAt").GetString()));
        Assert.Equal($"https://chaos.example/runs/{Samples.RunId}", e.GetProperty("data").GetProperty("link").GetString());
        Assert.False(e.GetProperty("data").TryGetProperty("fault", out _));
    }

    /// <summary>
    /// Computed here from the specification's words: HMAC-SHA256 by the decoded secret over id, timestamp and body with dots between.
    /// </summary>
    [Fact]
    public void Signature_is_that_of_Standard_Webhooks()
    {
        var request = Samples.Write("webhook", Samples.Ended(), Samples.Webhook(""))!;
        var key = Convert.FromBase64String(Samples.Secret[6..]);
        var signed = $"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{request.Body}";

        Assert.Equal("1772366400", request.Headers["webhook-timestamp"]);
        Assert.Equal($"{Samples.RunId}-ended", request.Headers["webhook-id"]);
        Assert.DoesNotContain('.', request.Headers["webhook-id"]);
        Assert.Equal(
            "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed))), request.Headers["webhook-signature"]);
    }

    /// <summary>The example of the specification's libraries.</summary>
    [Fact]
    public void Known_signature_comes_out()
    {
        var keys = WebhookSecret.Keys("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSecret.Sign(keys!, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""));
    }

    [Fact]
    public void Two_secrets_sign_both_while_one_takes_the_other_s_place()
    {
        const string New = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
        var (one, other, both) = (Signature(Samples.Secret), Signature(New), Signature($"{Samples.Secret} {New}"));
        Assert.Equal($"{one} {other}", both);

        static string Signature(string secret) =>
            Samples.Write("webhook", Samples.Ended(), Samples.Webhook("") with { Secret = secret })!.Headers["webhook-signature"];
    }

    [Fact]
    public void Attempt_is_signed_anew_with_its_own_time_and_the_same_body()
    {
        var preset = new CloudEventsPreset();
        var (first, second) = (Write(0), Write(60));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Headers["webhook-id"], second.Headers["webhook-id"]);
        Assert.NotEqual(first.Headers["webhook-signature"], second.Headers["webhook-signature"]);

        ChaosService.Service.Notifications.Presets.OutgoingRequest Write(int after) =>
            preset.Write(Samples.Ended(), Samples.Webhook(""), new Uri("https://r.example"), Samples.At.AddSeconds(after));
    }

    [Fact]
    public void Token_goes_into_the_authorization_and_the_origin_is_told() =>
        Assert.Equal(
            ("Bearer t0ken", "chaos.example"),
            Samples.Write("webhook", Samples.Ended(), Samples.Webhook("") with { Token = "t0ken" }) is { } request ? (
                request.Headers["Authorization"], request.Headers["WebHook-Request-Origin"]) : default);

    [Fact]
    public void Every_type_of_event_has_a_body_and_an_id_that_fits_a_header() => Assert.All(Samples.OfEachType, e =>
    {
        var request = Samples.Write("webhook", e, Samples.Webhook(""))!;
        Assert.Equal(EventTypes.Prefix + e.Type, Samples.Json(request).GetProperty("type").GetString());
        Assert.Matches("^[a-z0-9-]+$", request.Headers["webhook-id"]);
        Assert.Equal(e.ToDocument(), Notification.Of(e.ToDocument()).ToDocument());
    });

    [Theory]
    [InlineData("hunter2")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_!!!")]
    [InlineData("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY= whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY= "
        + "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")]
    public void Secret_that_cannot_sign_is_none(string secret) => Assert.Null(WebhookSecret.Keys(secret));
}
