namespace ChaosService.Reference.Core.Catalog;

/// <summary>What the management API answers.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Message">The <c>error</c> of a body that says one, or the <c>status</c> of one that does not; null without either.</param>
internal readonly record struct Answer(int Status, string? Message = null)
{
    public bool IsError => Status >= 400;

    public static Answer BadRequest(string error) => new(400, error);

    public static Answer NotFound(string what) => new(404, $"{what} not found");

    public static Answer Conflict { get; } = new(409, "Resource already exists");
}
