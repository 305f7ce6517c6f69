namespace ChaosService.Reference.Core.Catalog;

/// <summary>An answer of the management API.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Message">The body's <c>error</c> for an error, otherwise its <c>status</c>; null if it has neither.</param>
internal readonly record struct Answer(int Status, string? Message = null)
{
    public bool IsError => Status >= 400;

    public static Answer BadRequest(string error) => new(400, error);

    public static Answer NotFound(string what) => new(404, $"{what} not found");

    public static Answer Conflict { get; } = new(409, "Resource already exists");
}
