using ChaosService.Model.Histories;
using ChaosService.Model.Load;
using ChaosService.Model.Randomness;
using ChaosService.Model.Workloads;
using ChaosService.Workloads.Clients;
using Microsoft.Extensions.Logging;

namespace ChaosService.Workloads.Load;

/// <summary>One worker: its generator, its process and that process's client. One op at a time; every op is recorded.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly LoadRun _run;
    private readonly int _number;
    private readonly ProcessIds _processes;
    private readonly ILogger _logger;
    private readonly IGenerator _generator;
    private int _process;
    private IDatabaseClient _client;

    /// <param name="number">0-based, unique over all loads of the run.</param>
    public Worker(LoadRun run, int number, ProcessIds processes, ILogger logger)
    {
        (_run, _number, _processes, _logger) = (run, number, processes, logger);
        var random = SeededRandom.Derive(run.Seed, $"worker-{number}");
        _generator = run.Workload.CreateGenerator(run.Load.Parameters, random, number, run.Workers);
        _process = processes.Take(number);
        _client = run.Database.Open(_process);
    }

    public async ValueTask<OpResult> InvokeNextAsync(long? intendedNs, CancellationToken cutOff)
    {
        var operation = _generator.Next();
        var result = await InvokeAsync(operation, intendedNs, cutOff);
        _generator.Observe(operation, result);
        return result;
    }

    public async ValueTask<OpResult> InvokeAsync(Operation operation, long? intendedNs, CancellationToken cutOff)
    {
        RecordInvoke(operation, intendedNs);
        var result = await OutcomeAsync(operation, cutOff);
        RecordCompletion(operation, result);
        if (result.Type == OpType.Info) await RenewAsync();
        return result;
    }

    /// <summary>
    /// Skips the next op, which did not find a free client in time. It counts against availability like any other failure.
    /// </summary>
    public void ShedNext(long intendedNs)
    {
        var operation = _generator.Next();
        var result = OpResult.Fail(Errors.Shed, null);
        RecordInvoke(operation, intendedNs);
        RecordCompletion(operation, result);
        _generator.Observe(operation, result);
    }

    /// <summary>Continues as a new process with a new client, which may use another node.</summary>
    public async ValueTask RenewAsync()
    {
        await _client.DisposeAsync();
        _process = _processes.Take(_number);
        _client = _run.Database.Open(_process);
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async ValueTask<OpResult> OutcomeAsync(Operation operation, CancellationToken cutOff)
    {
        try
        {
            var result = await _client.InvokeAsync(operation, cutOff);
            if (result.Type != OpType.Invoke) return result;
            Log.ClientGaveNoOutcome(_logger, _process, operation.F);
            return OpResult.Info("client gave no outcome", result.Node);
        }
        catch (Exception e)
        {
            // The client broke its contract; it is unknown whether the op happened.
            Log.ClientThrew(_logger, e, _process, operation.F);
            return OpResult.Info(e.GetType().Name, null);
        }
    }

    private void RecordInvoke(in Operation operation, long? intendedNs) => _run.Recorder.Record(new OpEvent
    {
        TimeNs = _run.Recorder.ElapsedNs,
        IntendedNs = intendedNs,
        Process = _process,
        Type = OpType.Invoke,
        Load = (short)_run.Load.Index,
        F = operation.F,
        Key = operation.Key,
        Value = operation.Value,
    });

    private void RecordCompletion(in Operation operation, in OpResult result) => _run.Recorder.Record(new OpEvent
    {
        TimeNs = _run.Recorder.ElapsedNs,
        Process = _process,
        Type = result.Type,
        Load = (short)_run.Load.Index,
        F = operation.F,
        Key = operation.Key,
        Value = Functions.Completed(operation.F, result.Type, operation.Value, result.Value),
        Node = result.Node,
        Error = result.Error,
    });
}
