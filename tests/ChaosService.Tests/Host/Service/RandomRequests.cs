using System.Text;
using ChaosService.Model.Randomness;

namespace ChaosService.Tests.Host.Service;

/// <summary>Requests that are nearly right: true addresses with wrong parts, true fields with wrong values.</summary>
internal sealed class RandomRequests(SeededRandom random)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH"];

    private static readonly string[] Paths =
    [
        "experiments", "experiments/{}", "experiments/validate", "runs", "runs/{}", "runs/{}/abort", "runs/{}/events", "runs/{}/report", "runs/{}/logs/{}", "runs/{}/verdict",
        "suites", "suites/{}", "suites/validate", "suites/{}/runs", "suites/runs", "suites/runs/{}", "suites/runs/{}/abort", "suites/runs/{}/events", "suites/runs/{}/report", "suites/runs/{}/junit",
        "runs/{}/live", "events", "runs/{}/windows", "runs/{}/windows/{}/{}", "runs/{}/windows/1/{}", "schedules/{}/pause",
        "faults", "faults/revert", "faults/{}/{}/revert", "targets", "halt", "resume", "{}",
    ];

    private static readonly string[] Parts =
        ["calm", "..", "%2e%2e%2f", "a b", "%00", "ü", "A", "-", "f1", "' OR 1=1 --", "%", new string('x', 300), "20260101-000000-calm-abcdef", "<script>", "null", "{}"];

    private static readonly string[] Queries =
        ["", "?wait=1ms", "?wait=x", "?limit=-1", "?limit=99999999999999999999", "?cursor=rffffffffffffffffff", "?cursor=r1", "?since=9999-99-99", "?label==", "?label=a=b", "?state=queued&state=running", "?verdict=", "?%00=%00"];

    private static readonly string[] Bodies =
    [
        "", "{}", "[]", "null", "\"x\"", "{\"experiment\":\"calm\",\"seed\":-9223372036854775808}", "{\"experiment\":\"calm\",\"seed\":1e400}", "{\"experiment\":null}",
        "{\"experiment\":\"calm\",\"overrides\":[\"spec=1\",\"spec.load[9]=x\",\"metadata.name=other\"]}", "{\"experiment\":\"calm\",\"overrides\":[\"metadata.name=../../x\"]}",
        "{\"reason\":5}", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}}}}}}}", "{\"experiment\":\"calm\",\"experiment\":\"calm\"}",
        "\u0000", "a: [", "apiVersion: chaosservice/v1", "- - - -", "&a [*a]", "kind: Experiment\nspec: 7", "kind: Suite\nspec: 7", "apiVersion: chaosservice/v1\nkind: Suite\nmetadata: { name: calm }\nspec: { selector: { suite: [] }, seed: x }", "{\"seed\":null,\"concurrency\":5}", "{\"experiment\":\"\\ud800\"}",
    ];

    private static readonly string[] Types = ["application/json", "application/yaml", "text/plain", "application/json; charset=utf-16", "multipart/form-data", "nonsense"];

    public HttpRequestMessage Next()
    {
        var path = Pick(Paths);
        var pieces = path.Split("{}");
        path = string.Concat(pieces.Take(pieces.Length - 1).Select(p => p + Uri.EscapeDataString(Pick(Parts)))) + pieces[^1];
        var uri = new Uri($"/api/v1/{path}{Pick(Queries)}", UriKind.Relative);
        var request = new HttpRequestMessage(new HttpMethod(Pick(Methods)), uri);
        if (request.Method != HttpMethod.Get)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Pick(Bodies)));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Pick(Types));
        }
        if (random.NextDouble() < 0.3) request.Headers.TryAddWithoutValidation("Idempotency-Key", Uri.EscapeDataString(Pick(Parts)));
        if (random.NextDouble() < 0.3) request.Headers.TryAddWithoutValidation("Last-Event-ID", Uri.EscapeDataString(Pick(Parts)));
        return request;
    }

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
