namespace ChaosService.Tests.Web.Hostile;

/// <summary>What callers write that nobody should.</summary>
internal static class HostileValues
{
    private static readonly string Long = new('x', 300);

    /// <summary>In an address, as it goes over the wire.</summary>
    public static readonly (string Text, bool NoHttp)[] PathParts =
    [
        ("calm", false), ("nobody", false), ("f1", false), ("20260101-000000-calm-abcdef", false), ("..", false), (".", false),
        ("%2e%2e%2f", false), ("%2e%2e%2f%2e%2e%2fetc%2fpasswd", false), ("..%5c..%5c", false), ("....//", false),
        ("%252e%252e%252f", false), ("%c0%ae%c0%ae%c0%af", false), ("a%0d%0aX-Evil:%201", false), ("%0a", false), ("%20", false),
        ("%c3%bc", false),
        ("%f0%9f%94%a5", false), ("%ff%fe", false), ("%", false), ("%zz", false), ("%u0041", false), ("A", false), ("-", false),
        ("'%20OR%201=1%20--", false), ("<script>", false), ("{}", false), ("{name}", false), ("null", false), (";x=y", false),
        ("calm;x", false), ("a+b", false), ("~root", false), ("C:", false), (Long, false), ("%00", true), ("calm%00.yaml", true),
        (new string('y', 9000), true), ("\u0001", true), ("\u00ff", true), ("a b", true),
    ];

    public static readonly string[] Queries =
    [
        "", "", "", "?wait=1ms", "?wait=x", "?wait=", "?wait=-1s", "?wait=99999999d", "?limit=0", "?limit=-1", "?limit=1e3",
        "?limit=99999999999999999999", "?limit=5&limit=7", "?cursor=rffffffffffffffffff", "?cursor=r", "?cursor=r-1", "?cursor=%00",
        "?cursor=r1", "?since=9999-99-99", "?since=", "?since=0001-01-01T00:00:00+14:00", "?since=now", "?label==", "?label=a=b", "?label",
        "?label=a=%00",
        "?label=a=b&label=a=b&label=c=d&label=e=f&label=g=h&label=i=j&label=k=l&label=m=n&label=o=p&label=q=r",
        "?state=queued&state=running", "?state=1", "?state=Running", "?verdict=", "?verdict=0", "?experiment=../..", "?experiment=%ff",
        "?%00=%00", "?&&&===", "?a=" + new string('z', 2000), "?wait=1ms#fragment", "?\u007f",
    ];

    public static readonly (string Header, bool NoHttp)[] Headers =
    [
        ("Idempotency-Key: ", false), ("Idempotency-Key: a b", false), ("Idempotency-Key: \u00fc", true),
        ($"Idempotency-Key: {Long}", false), ("Idempotency-Key: a\r\nIdempotency-Key: b", false), ("Idempotency-Key: ok-1", false),
        ("Last-Event-ID: x", false), ("Last-Event-ID: -1", false), ("Last-Event-ID: 99999999999999999999", false),
        ("Last-Event-ID: 3\r\nLast-Event-ID: 4", false), ("Last-Event-ID: ", false),
        ("Origin: http://evil.example", false), ("Origin: null", false), ("Origin: ", false), ("Sec-Fetch-Site: cross-site", false),
        ("Sec-Fetch-Site: ?", false), ("X-ChaosService: 1", false), ("Authorization: Bearer cst_wrong", false),
        ("Authorization: Bearer", false), ("Authorization: Basic YWRtaW46YWRtaW4=", false), ($"Authorization: Bearer {Long}", false),
        ("Authorization: Bearer \u0100", false),
        ("Cookie: chaosservice-token=cst_wrong", false), ("Cookie: =;;;==", false),
        ("Cookie: chaosservice-token=a; chaosservice-token=b", false), ("X-Role: admin", false), ("X-Forwarded-For: 10.0.0.1", false),
        ("Accept: application/xml", false), ("Accept: ;;;", false), ("Accept-Encoding: gzip;q=nonsense", false),
        ("Content-Encoding: gzip", false), ("Range: bytes=0-,1-,2-,3-", false), ("Range: bytes=9-1", false),
        ("If-Modified-Since: yesterday", false), ("Upgrade: websocket", false), ("X-HTTP-Method-Override: DELETE", false),
        ("Expect: 100-continue", false), ("Traceparent: 00-zz", false), ("Host: evil.example", true), ("Host: a\r\nHost: b", true),
        ("Content-Length: -1", true), ("Content-Length: 5, 6", true), ("Transfer-Encoding: chunked, identity", true), ("Bad Name: x", true),
        ("No-Colon", true),
        (": empty", true), ("X-Nul: a\u0000b", true), (" Folded: x", true), ($"X-Long: {new string('h', 20_000)}", true),
    ];

    public static readonly string[] Types =
    [
        "application/json", "application/json", "application/json", "application/json; charset=utf-8", "application/yaml",
        "application/yaml", "text/plain", "application/json; charset=utf-16", "multipart/form-data", "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded", "nonsense", "", "application/json; charset=\"", "*/*",
    ];

    public static readonly byte[][] Bodies =
    [
        .. new[]
        {
            "", "{}", "[]", "null", "true", "0", "\"x\"", "{", "}", "[[[[", "{\"experiment\"", "{\"experiment\":}",
            "{\"experiment\":\"calm\"}", "{\"experiment\":\"nobody\"}", "{\"experiment\":null}", "{\"experiment\":7}",
            "{\"experiment\":[\"calm\"]}",
            "{\"experiment\":{\"a\":1}}", "{\"EXPERIMENT\":\"calm\"}", "{\"experiment\":\"calm\",\"experiment\":\"calm\"}",
            "{\"experiment\":\"calm\",\"sed\":1}", "{\"experiment\":\"calm\",\"seed\":-9223372036854775808}",
            "{\"experiment\":\"calm\",\"seed\":9223372036854775808}", "{\"experiment\":\"calm\",\"seed\":1e400}",
            "{\"experiment\":\"calm\",\"seed\":\"1\"}", "{\"experiment\":\"calm\",\"overrides\":{}}",
            "{\"experiment\":\"calm\",\"overrides\":[1]}",
            "{\"experiment\":\"calm\",\"overrides\":[\"\"]}",
            "{\"experiment\":\"calm\",\"overrides\":[\"spec=1\",\"spec.load[9]=x\",\"metadata.name=other\"]}",
            "{\"experiment\":\"calm\",\"overrides\":[\"metadata.name=../../x\"]}",
            "{\"experiment\":\"calm\",\"overrides\":[\"spec.target=/etc/passwd\"]}",
            "{\"experiment\":\"calm\",\"overrides\":[\"spec.duration=&a [*a]\"]}",
            "{\"experiment\":\"calm\",\"overrides\":[\"spec.load[-1]=x\",\"..=\",\"=\",\"[=\",\"spec.[0]=1\"]}",
            "{\"experiment\":\"calm\",\"overrides\":[\"spec.load[2147483648]=x\"]}", "{\"experiment\":\"calm\",\"concurrency\":\"both\"}",
            "{\"experiment\":\"calm\",\"concurrency\":1}", "{\"experiment\":\"\\ud800\"}", "{\"experiment\":\"calm\\u0000\"}",
            "{\"reason\":5}", "{\"reason\":\"\\u0000\\n\\r\"}", "{\"reason\":\"" + new string('r', 5000) + "\"}",
            "{\"$type\":\"System.Object\"}", "{\"__proto__\":{}}", "// x\n{}", "{},", "{}{}", "\uFEFF{}",
            "a: [", "apiVersion: chaosservice/v1", "- - - -", "&a [*a]", "&a {<<: *a}", "*missing", "!!python/object/apply:os.system [id]",
            "!<tag:yaml.org,2002:binary> x", "? [a]\n: b", "kind: Experiment\nspec: 7", "%YAML 9.9\n---\na: b", "---\na: 1\n---\nb: 2",
            "\t- x", "a: b: c", "key: |\n  text\n bad",
            "apiVersion: chaosservice/v1\nkind: Experiment\nmetadata: { name: ../../x }\nspec: {}",
            "apiVersion: chaosservice/v1\nkind: Experiment\nmetadata: { name: calm, labels: { a: [1] } }\nspec: { target: ../../etc, "
                + "seed: 1e99, duration: -1s, load: 7, faults: {}, checks: [nothing, [], {}], schedule: { cron: x } }",
            "apiVersion: chaosservice/v2\nkind: Suite\nmetadata: {}\nspec: []",
            "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d "
                + "[*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: "
                + "[*f,*f,*f,*f,*f,*f,*f,*f,*f]",
            Nested("{\"a\":", "1", "}", 17), Nested("{\"a\":", "1", "}", 5_000), Nested("[", "", "]", 100_000),
            Nested("- ", "x", "", 50_000), Nested("{a: ", "1", "}", 20_000), new string('a', 200_000), new string('#', 300_000),
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0], [0xff, 0xfe, 0x00], [0xc3, 0x28], "{\"experiment\":\"\u00ff"u8.ToArray()[..^1], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0],
    ];

    private static string Nested(string open, string inner, string close, int depth) =>
        string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));
}
