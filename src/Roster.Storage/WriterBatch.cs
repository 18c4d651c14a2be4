using Roster.Scim;

namespace Roster.Storage;

/// <summary>One transaction of a writer.</summary>
/// <param name="Writer">The writer, unlike every other on any node.</param>
/// <param name="Number">Grows with each of its transactions.</param>
/// <param name="Tenant">Whose resources it may write; null for nobody's.</param>
readonly record struct WriterBatch(Guid Writer, long Number, TenantId? Tenant);
