using System.Runtime.InteropServices;

namespace Roster.Contexts;

/// <summary>
/// Ctrl-C, and the order to stop (SIGTERM). The first one asks; a command that cannot end just anywhere comes to an end where it can. The second one insists.
/// </summary>
sealed class Interruption : IDisposable
{
    readonly CancellationTokenSource asked = new();
    readonly CancellationTokenSource insisted = new();
    readonly List<PosixSignalRegistration> registrations;

    public Interruption() => registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Take), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take)];

    /// <summary>Somebody wants the command to end.</summary>
    public CancellationToken Asked => asked.Token;

    /// <summary>Somebody wants it for the second time.</summary>
    public CancellationToken Insisted => insisted.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        asked.Dispose();
        insisted.Dispose();
    }

    void Take(PosixSignalContext signal)
    {
        signal.Cancel = true;
        (asked.IsCancellationRequested ? insisted : asked).Cancel();
    }
}
