using ChaosService.Model.Histories;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;
using ChaosService.Workloads.Timeseries.Topology;

namespace ChaosService.Workloads.Timeseries;

/// <summary>
/// The client of one process. It starts at the node given by its process id and stays there, except that after a refused connection the
/// next op goes to the next node: otherwise the workers of a dead node, which fail at once, would attract most of the load.
/// </summary>
internal sealed class TimeseriesClient(
    TimeseriesGateway gateway, DatabaseRequest request, IReadOnlyList<string> nodes, RemovedNodes removed, int first) : IDatabaseClient
{
    private readonly RequestLimit _limit = new(request.Timeout, request.Time);

    /// <summary>For a read through every node, which is a request to each.</summary>
    private readonly RequestLimit _limitOfAll = new(request.Timeout * nodes.Count, request.Time);

    private readonly TimeseriesTables _tables = new(request.KeyPrefix);
    private readonly TimeseriesPoints _points = new(gateway, new TimeseriesTables(request.KeyPrefix), nodes, removed);
    private readonly TimeseriesManagement _management = new(gateway, new TimeseriesTables(request.KeyPrefix));
    private int _current = first;

    public async ValueTask<OpResult> InvokeAsync(Operation operation, CancellationToken cancellationToken)
    {
        var node = nodes[_current];
        var limits = operation.F == Functions.ReadPoints ? _limitOfAll : _limit;
        var limit = limits.Begin(cancellationToken);
        try
        {
            return operation.F switch
            {
                Functions.Read when operation.Key is null => OpResult.Ok(
                    OpValue.List([.. await ValuesAsync(node, _tables.Elements(), limit)]), node),
                Functions.Read => OpResult.Ok(await RegisterAsync(node, operation.Key, limit), node),
                Functions.Write => await WriteAsync(node, _tables.Register(operation.Key!, operation.Value.First), limit),
                Functions.Add => await WriteAsync(node, _tables.Element(operation.Value.First), limit),
                Functions.WritePoints or Functions.ReadPoints or Functions.Query => await _points.InvokeAsync(node, operation, limit),
                Functions.Manage => await _management.InvokeAsync(node, operation, limit),
                _ => OpResult.Fail($"unknown function {operation.F}", node),
            };
        }
        catch (Exception e)
        {
            var outcome = TimeseriesOutcome.Of(e, operation, node, cancellationToken);
            if (outcome.Error is Errors.ConnectionRefused or Errors.NodeDown) _current = (_current + 1) % nodes.Count;
            return outcome;
        }
        finally
        {
            limits.End();
        }
    }

    public ValueTask DisposeAsync()
    {
        _limit.Dispose();
        _limitOfAll.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<OpValue> RegisterAsync(string node, string key, CancellationToken limit) =>
        await ValuesAsync(node, _tables.Registered(key), limit) switch
        {
            [] => OpValue.None,
            [var only] => OpValue.Integer(only),
            var several => throw new FormatException($"{several.Count} points of one series and time"),
        };

    /// <returns>The column <c>value</c> of every row; empty when the table does not exist yet.</returns>
    private Task<IReadOnlyList<long>> ValuesAsync(string node, string sql, CancellationToken limit) => gateway.QueryAsync(
        node, sql, IReadOnlyList<long> (rows) => [.. rows.EnumerateArray().Select(r => r.GetProperty("value").GetInt64())], limit);

    private async Task<OpResult> WriteAsync(string node, string line, CancellationToken limit)
    {
        await gateway.WriteAsync(node, line, partial: true, limit);
        return OpResult.Ok(default, node);
    }
}
