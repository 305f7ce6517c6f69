using ChaosService.Model.Checks;

namespace ChaosService.Checking.Bank;

/// <param name="FinalOnly">
/// What single accounts hold is judged only in the reads that began after the last transfer was done: for reads that may be old. What all
/// hold together is judged in every read. Default: all.
/// </param>
internal sealed record BankParameters(bool FinalOnly = false) : CheckParameters;
