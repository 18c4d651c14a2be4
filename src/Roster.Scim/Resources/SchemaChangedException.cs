namespace Roster.Scim.Resources;

/// <summary>
/// The store refused a write because it was checked against schemas that have changed since; nothing was written. Checked against the new ones,
/// the same request may be tried again.
/// </summary>
public sealed class SchemaChangedException() : Exception("The organization's schemas changed while the request was checked.");
