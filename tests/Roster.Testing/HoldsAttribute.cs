namespace Roster.Testing;

/// <summary>
/// The lines of <c>tests/corpus/requirements.json</c> that a test holds: it turns red when one of them is broken. On a class it speaks for
/// all of the tests in it. <c>docs/conformance.md</c> is written from these marks.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class HoldsAttribute(params string[] ids) : Attribute
{
    public IReadOnlyList<string> Ids { get; } = ids;
}
