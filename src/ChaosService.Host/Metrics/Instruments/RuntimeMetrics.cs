namespace ChaosService.Host.Metrics.Instruments;

/// <summary>The .NET runtime.</summary>
internal sealed class RuntimeMetrics
{
    public RuntimeMetrics(ServiceMeter meter)
    {
        meter.Totals("dotnet.gc.collections", "{collection}", "Collections, by the oldest generation that was collected.", () => Enumerable.Range(0, GC.MaxGeneration + 1)
            .Select(g => (double)(GC.CollectionCount(g) - (g < GC.MaxGeneration ? GC.CollectionCount(g + 1) : 0))).Select((count, g) => count.With(("generation", $"gen{g}"))));
        meter.Total("dotnet.gc.pause", "s", "Time for which collections stopped everything.", () => GC.GetTotalPauseDuration().TotalSeconds);
        meter.Total("dotnet.gc.allocated", "By", "Bytes that were ever allocated.", () => GC.GetTotalAllocatedBytes());
        meter.Gauge("dotnet.gc.heap", "By", "Bytes in the heap that are in use, or not collected yet.", () => GC.GetTotalMemory(forceFullCollection: false));
        meter.Gauge("dotnet.gc.committed.memory", "By", "Memory that the heap holds from the system, as of the last collection.", () => GC.GetGCMemoryInfo().TotalCommittedBytes);
        meter.Gauge("dotnet.threadpool.threads", "{thread}", "Threads of the pool.", () => ThreadPool.ThreadCount);
        meter.Gauge("dotnet.threadpool.queued.items", "{item}", "Work that waits for a thread of the pool.", () => ThreadPool.PendingWorkItemCount);
        meter.Total("dotnet.threadpool.completed.items", "{item}", "Work that the pool did.", () => ThreadPool.CompletedWorkItemCount);
        meter.Total("dotnet.lock.contentions", "{contention}", "How often a thread had to wait for a lock.", () => Monitor.LockContentionCount);
    }
}
