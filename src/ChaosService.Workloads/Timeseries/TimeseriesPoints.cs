using System.Net;
using ChaosService.Model.Histories;
using ChaosService.Model.Timeseries;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.Timeseries.Points;
using ChaosService.Workloads.Timeseries.Topology;

namespace ChaosService.Workloads.Timeseries;

/// <summary>Batches of points and queries about them. Failures are thrown, except when a batch is stored in part.</summary>
internal sealed class TimeseriesPoints(
    TimeseriesGateway gateway, TimeseriesTables tables, IReadOnlyList<string> nodes, RemovedNodes removed)
{
    /// <summary>How many different messages of rejected lines are kept.</summary>
    private const int MessagesMax = 3;

    public Task<OpResult> InvokeAsync(string node, Operation operation, CancellationToken limit) => operation.F switch
    {
        Functions.WritePoints => WriteAsync(node, operation.Key!, Known(PointBatch.From(operation.Value), operation), limit),
        Functions.ReadPoints => ReadAsync(operation.Key!, Known(PointReads.From(operation.Value), operation), limit),
        _ => QueryAsync(node, operation.Key!, Known(PointQuery.From(operation.Value), operation), limit),
    };

    private async Task<OpResult> WriteAsync(string node, string table, PointBatch batch, CancellationToken limit)
    {
        try
        {
            await gateway.WriteAsync(node, PointLines.Of(batch, tables.Measurement(table)), !batch.IsStrict, limit);
            return OpResult.Ok(batch.ToValue(), node);
        }
        catch (TimeseriesErrorException e) when (IsPartial(batch, e))
        {
            var refused = e.Lines.Select(l => batch.First + l.Line - 1).Distinct().Order().ToArray();
            if (refused[0] < batch.First || refused[^1] > batch.Last)
                throw new FormatException($"a line is named that was not sent: {e.Lines[^1].Line}");
            var why = string.Join("; ", e.Lines.Select(l => $"line {l.Line}: {l.Error}").DistinctBy(Cause).Take(MessagesMax));
            var value = (batch with { Refused = refused, Error = $"{e.Error}: {why}" }).ToValue();
            return refused.Length < batch.Count
                ? OpResult.Ok(value, node)
                : OpResult.Fail("every line refused", node) with { Value = value };
        }
    }

    /// <summary>
    /// Asks each running node of the cluster, one after the other. If one does not answer, the whole read fails: it is retried.
    /// </summary>
    private async Task<OpResult> ReadAsync(string table, PointReads reads, CancellationToken limit)
    {
        List<NodePoints> answers = [];
        var sql = PointSql.All(reads.Shape, tables.Quoted(table));
        foreach (var node in nodes.Where(n => gateway.Runs(n) && !removed.Has(n)))
            answers.Add(await gateway.QueryAsync(node, sql, rows => PointRows.Read(node, reads.Shape, rows), limit));
        return answers.Count == 0
            ? throw new NodeDownException()
            : OpResult.Ok((reads with { Nodes = answers }).ToValue(), null);
    }

    private async Task<OpResult> QueryAsync(string node, string table, PointQuery query, CancellationToken limit)
    {
        var sql = PointSql.Of(query, tables.Quoted(table));
        var answered = await gateway.QueryAsync(node, sql, rows => PointRows.Answer(query, rows), limit);
        return OpResult.Ok(answered.ToValue(), node);
    }

    private static bool IsPartial(PointBatch batch, TimeseriesErrorException e) =>
        !batch.IsStrict && e.Status == HttpStatusCode.BadRequest && e.Lines.Count > 0;

    /// <summary>Messages that differ only in their numbers count as one.</summary>
    private static string Cause(string message) => string.Concat(message.Where(c => !char.IsAsciiDigit(c)));

    private static T Known<T>(T? value, Operation operation) where T : class =>
        value ?? throw new FormatException($"{operation.F} of {operation.Value}");
}
