using ChaosService.Engine.Store.Postgres;
using ChaosService.Model.Runs;

namespace ChaosService.Service.Sharing;

/// <summary>Copies local state to the shared store: ended claims, the fault journal, the audit log.</summary>
internal sealed class SharedCopies(SharedClaims claims, SharedJournal journals, IFaultJournal journal, AuditCopies audit) : IDuty
{
    public void Do()
    {
        claims.GiveBackLate();
        journals.Mirror(journal.Entries());
        audit.Write();
    }
}
