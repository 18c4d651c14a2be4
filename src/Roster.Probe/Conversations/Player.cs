using System.Globalization;
using System.Runtime.CompilerServices;

namespace Roster.Probe.Conversations;

/// <summary>What became of a step.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Fault">What was wrong; null when nothing was, or when it was not played.</param>
/// <param name="Unplayed">Why it was not played; null when it was.</param>
public sealed record StepResult(int Number, Step Step, ProbeRequest Request, ProbeAnswer? Answer, Fault? Fault, string? Unplayed)
{
    public bool Passed => Fault is null && Unplayed is null;
}

/// <summary>Plays the client's part of steps against a server, each after the other, and judges the answers.</summary>
/// <param name="surface">By which the members <c>on</c> of steps are chosen: a prefix.</param>
/// <param name="alone">Nobody else's resources are there.</param>
public sealed class Player(Send send, string surface, bool alone)
{
    const string HeaderPlace = "header:";

    /// <summary>What <c>{name}</c> stands for; kept from one call to the next.</summary>
    public Variables Variables { get; } = new();

    /// <summary>Plays them to the end, or to the first fault, which may come back unfinished.</summary>
    public async IAsyncEnumerable<StepResult> PlayAsync(IReadOnlyList<Step> steps, [EnumeratorCancellation] CancellationToken cancel)
    {
        var here = steps.Select(s => s.On(surface)).ToList();
        var capturable = here.SelectMany(s => s.Capture).Select(c => Variables.Series(c.Key)).ToHashSet(StringComparer.Ordinal);
        foreach (var (index, step) in here.Index())
        {
            for (var n = 1; n <= step.Repeat; n++)
            {
                Variables["n"] = n.ToString(CultureInfo.InvariantCulture);
                var result = await PlayAsync(step, index + 1, capturable, cancel);
                // Of a step that repeats the first fault tells enough.
                if (n == step.Repeat || !result.Passed)
                {
                    yield return result;
                    break;
                }
            }
        }
    }

    async Task<StepResult> PlayAsync(Step step, int number, HashSet<string> capturable, CancellationToken cancel)
    {
        var request = Request(step);
        // What the step itself gives is not missing before it.
        capturable = step.Capture.Count == 0 ? capturable : [.. capturable.Except(step.Capture.Select(c => Variables.Series(c.Key)), StringComparer.Ordinal)];
        if (Variables.Missing(step.Everything, capturable).FirstOrDefault() is { } missing)
            return new(number, step, request, null, null, $"an earlier answer did not give {{{missing}}}");

        ProbeAnswer answer;
        try
        {
            answer = await send(request, cancel);
        }
        catch (NotOursException refused)
        {
            return new(number, step, request, null, null, refused.Message);
        }

        var fault = Fault(step, answer);
        // An answer that is not quite right still says what later steps go on with.
        var missed = fault is null or { Kind: FaultKind.Body or FaultKind.Header } ? Capture(step, answer) : null;
        fault ??= missed;
        return new(number, step, request, answer, fault is not null && (step.Limit is not null || (answer.Status >= 400 && fault.Kind != FaultKind.Status)) ? fault with { IsLight = true } : fault, null);
    }

    ProbeRequest Request(Step step)
    {
        var request = Variables.Fill(step.Request);
        var blank = request.IndexOf(' ', StringComparison.Ordinal);
        return new(
            request[..blank], request[(blank + 1)..],
            step.Text ?? (step.Body is { } body ? Variables.Fill(body).ToJsonString() : null),
            [.. step.Headers.Select(h => (h.Key, Variables.Fill((string)h.Value!)))]);
    }

    Fault? Fault(Step step, ProbeAnswer answer)
    {
        if (answer.Failure is { } failure)
            return new(FaultKind.Answer, "answer", $"status {string.Join(" or ", step.Statuses)}", failure);
        if (!step.Statuses.Contains(answer.Status))
            return new(FaultKind.Status, "status", string.Join(" or ", step.Statuses), answer.Status.ToString(CultureInfo.InvariantCulture));

        foreach (var (header, expected) in step.AnswerHeaders)
        {
            if (Expectation.Difference(expected is null ? null : Variables.Fill(expected), answer.Header(header), header, FaultKind.Header) is { } wrong)
                return wrong;
        }

        // A client that is content with 200 and with 204 looks at the body only when there is one.
        if (answer.Status == 204)
            return answer.Text.Length == 0 ? null : new(FaultKind.Body, "body", "nothing, as 204 says", answer.Text);

        if (step.HasAnswer && (alone || !step.Alone))
        {
            if (answer.Json is null)
                return new(FaultKind.Body, "body", "JSON", answer.Text.Length == 0 ? "nothing" : $"{answer.Header("Content-Type") ?? "no Content-Type"}: {answer.Text}");
            if (Expectation.Difference(step.Answer is null ? null : Variables.Fill(step.Answer), answer.Json, "", FaultKind.Body) is { } difference)
                return difference;
        }

        return step.Never is { } never && Variables.Fill(never) is var forbidden && answer.Text.Contains(forbidden, StringComparison.Ordinal)
            ? new(FaultKind.Body, "body", $"no {forbidden} in it", answer.Text)
            : null;
    }

    Fault? Capture(Step step, ProbeAnswer answer)
    {
        foreach (var (variable, at) in step.Capture)
        {
            var name = Variables.Fill(variable);
            var value = (string)at! is var place && place.StartsWith(HeaderPlace, StringComparison.Ordinal) ? answer.Header(place[HeaderPlace.Length..]) : Expectation.At(answer.Json, place)?.ToString();
            if (string.IsNullOrEmpty(value))
            {
                if (step.Alone && !alone)
                    continue;
                return new(FaultKind.Body, "." + place, "a value", answer.Text.Length == 0 ? "no body" : answer.Text);
            }

            Variables[name] = value;
        }

        return null;
    }
}
