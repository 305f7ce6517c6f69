using ChaosService.Service.Audit;
using Microsoft.Extensions.Logging;

namespace ChaosService.Service.Retention;

/// <summary>Writes into the audit log what retention deleted.</summary>
internal sealed class DeletionRecords(AuditLog audit, TimeProvider time, ILogger<DeletionRecords> log)
{
    /// <param name="what">Such as <c>delete run</c>.</param>
    public async Task AddAsync(string what, string id, string reason)
    {
        var subject = new Dictionary<string, string> { ["id"] = id, ["reason"] = reason };
        var entry = new AuditEntry(time.GetUtcNow(), "(retention)", null, "the service", what, subject, null, AuditResult.Done);
        try
        {
            await audit.AppendAsync(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is gone; a full disk is what retention is there to end. The log is the record.
            log.DeletionNotAudited(id, e.Message);
        }
    }
}
