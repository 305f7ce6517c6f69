using ChaosService.Reference.Core.LineProtocol;
using ChaosService.Reference.Host.Observing;
using ChaosService.Reference.Host.Querying;
using ChaosService.Reference.Host.Querying.Fragments;
using ChaosService.Reference.Host.Writing;
using Microsoft.AspNetCore.Mvc;

namespace ChaosService.Reference.Host.Api;

/// <summary>Writes and queries.</summary>
internal static class DataApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        MapWrite("/api/v3/write_lp", acceptsPartialByDefault: true);
        MapWrite("/write", acceptsPartialByDefault: false);
        MapWrite("/api/v2/write", acceptsPartialByDefault: false);
        routes.MapGet(
            "/api/v3/query_sql", (HttpContext http, [FromServices] QueryRunner queries, [FromServices] NodeMetrics metrics) =>
                QueryAsync(http, queries, metrics, Asked(http.Request.Query)));
        routes.MapPost(
            "/api/v3/query_sql", async (HttpContext http, [FromServices] QueryRunner queries, [FromServices] NodeMetrics metrics) =>
            {
                var (asked, error) = await Body.ReadAsync<QueryBody>(http.Request, http.RequestAborted);
                return asked is null ? Body.Error(400, error) : await QueryAsync(http, queries, metrics, asked);
            });

        void MapWrite(string path, bool acceptsPartialByDefault) => routes.MapPost(
            path, (HttpContext http, [FromServices] Writer writer, [FromServices] NodeMetrics metrics) =>
                WriteAsync(http, writer, metrics, acceptsPartialByDefault));
    }

    private static async Task<IResult> WriteAsync(HttpContext http, Writer writer, NodeMetrics metrics, bool acceptsPartialByDefault)
    {
        var query = http.Request.Query;
        var database = Text(query, "db") ?? Text(query, "bucket");
        if (database is null) return Body.Error(400, "db is missing: say which database the lines are for, such as ?db=metrics");
        var precision = Text(query, "precision") ?? "auto";
        if (Timestamps.Named(precision) is not { } known)
            return Body.Error(400, $"precision '{precision}': give auto, second, millisecond, microsecond or nanosecond");
        var partial = Text(query, "accept_partial") ?? (acceptsPartialByDefault ? "true" : "false");
        if (partial is not ("true" or "false")) return Body.Error(400, $"accept_partial '{partial}': give true or false");

        var (lines, bytes) = await Body.TextAsync(http.Request, http.RequestAborted);
        metrics.BytesWritten.Inc(bytes);
        var reply = await writer.WriteAsync(new(database, lines, known, partial == "true"), http.RequestAborted);
        return reply.Status == 204 ? Results.NoContent() : Body.Error(reply.Status, reply.Error, reply.Lines);
    }

    private static async Task<IResult> QueryAsync(HttpContext http, QueryRunner queries, NodeMetrics metrics, QueryBody asked)
    {
        if (string.IsNullOrEmpty(asked.Db)) return Body.Error(400, "db is missing: say which database the query is for");
        if (string.IsNullOrEmpty(asked.Q)) return Body.Error(400, "q is missing: give a query, such as SELECT 1");
        var format = asked.Format ?? "json";
        if (!RowFormats.All.Contains(format)) return Body.Error(400, $"format '{format}': give {string.Join(", ", RowFormats.All)}");
        try
        {
            var rows = await queries.RunAsync(asked.Db, asked.Q, http.RequestAborted);
            var body = RowFormats.Write(rows, format);
            metrics.BytesReturned.Inc(body.Length);
            return Results.Bytes(body, RowFormats.ContentType(format));
        }
        catch (QueryFailedException failure)
        {
            return Body.Error(failure.Status, failure.Message);
        }
    }

    private static QueryBody Asked(IQueryCollection query) => new(Text(query, "db"), Text(query, "q"), Text(query, "format"));

    private static string? Text(IQueryCollection query, string name) => query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;
}
