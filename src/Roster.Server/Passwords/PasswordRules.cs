using Roster.Scim.Messages;
using Roster.Storage;

namespace Roster.Server.Passwords;

/// <summary>
/// What an organization asks of passwords that are set over SCIM. Off unless it is set: identity providers send short ones unasked. Length and a list of common ones,
/// as NIST SP 800-63B has it; no rules about kinds of characters.
/// </summary>
static class PasswordRules
{
    /// <exception cref="ScimException">400 <c>invalidValue</c>, which does not repeat the password.</exception>
    public static void Require(string password, TenantSettings settings)
    {
        // Counted as a reader counts: an emoji is one character.
        if (settings.PasswordMinLength > 0 && password.EnumerateRunes().Count() < settings.PasswordMinLength)
            throw ScimError.InvalidValue($"'password' is too short: the organization asks for at least {settings.PasswordMinLength} characters.").ToException();

        if (settings.PasswordBlocklist.Contains(password, StringComparer.OrdinalIgnoreCase))
            throw ScimError.InvalidValue("'password' is one of the common passwords that the organization does not accept.").ToException();
    }
}
