namespace ChaosService.Web.Access.Callers;

/// <summary>Where a browser shows its token, and where it puts it away.</summary>
internal static class SignInAddress
{
    public const string In = "/sign-in";
    public const string Out = "/sign-out";
}
