using LeadMetrics.Http;

namespace LeadMetrics.Tests.Http;

/// <summary>Equal questions at once run once, and an answer that was given is kept while there is room.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public class SharedAnswersTests
{
    private static readonly TaggedAnswer s_answer = new("a", [1, 2, 3]);

    private int _runs;

    [Test]
    public async Task An_answer_that_was_given_is_given_again()
    {
        using var answers = new SharedAnswers(100);

        Assert.That(await answers.OfAsync("a", AtOnce, CancellationToken.None), Is.EqualTo(s_answer));
        Assert.That(await answers.OfAsync("a", AtOnce, CancellationToken.None), Is.EqualTo(s_answer));
        Assert.That(_runs, Is.EqualTo(1));

        await answers.OfAsync("b", AtOnce, CancellationToken.None);
        Assert.That(_runs, Is.EqualTo(2), "another question");
    }

    [TestCase(0)]
    [TestCase(23, Description = "an eighth is less than three bytes")]
    public async Task What_is_too_large_is_not_kept(long mostBytes)
    {
        using var answers = new SharedAnswers(mostBytes);
        await answers.OfAsync("a", AtOnce, CancellationToken.None);
        await answers.OfAsync("a", AtOnce, CancellationToken.None);

        Assert.That(_runs, Is.EqualTo(2));
    }

    [Test]
    public async Task Equal_questions_at_once_run_once()
    {
        using var answers = new SharedAnswers(0);
        var (begun, end) = (new TaskCompletionSource(), new TaskCompletionSource<TaggedAnswer>());
        var waiting = Enumerable.Range(0, 8).Select(_ => answers.OfAsync("a", _ => Begin(begun, end.Task), CancellationToken.None)).ToList();
        await begun.Task;
        waiting.Add(answers.OfAsync("a", _ => Begin(begun, end.Task), CancellationToken.None));
        end.SetResult(s_answer);

        Assert.That(await Task.WhenAll(waiting), Is.All.EqualTo(s_answer));
        Assert.That(_runs, Is.EqualTo(1));
    }

    [Test]
    public async Task One_who_leaves_does_not_stop_it_for_the_others()
    {
        using var answers = new SharedAnswers(0);
        using var leaves = new CancellationTokenSource();
        var (begun, end, stopped) = (new TaskCompletionSource(), new TaskCompletionSource<TaggedAnswer>(), CancellationToken.None);
        var first = answers.OfAsync("a", stop => { stopped = stop; return Begin(begun, end.Task); }, leaves.Token);
        await begun.Task;
        var second = answers.OfAsync("a", AtOnce, CancellationToken.None);
        await leaves.CancelAsync();

        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(stopped.IsCancellationRequested, Is.False);
        end.SetResult(s_answer);
        Assert.That(await second, Is.EqualTo(s_answer));
        Assert.That(_runs, Is.EqualTo(1));
    }

    [Test]
    public async Task It_is_stopped_once_nobody_waits_and_asked_anew_by_the_next()
    {
        using var answers = new SharedAnswers(100);
        using var leaves = new CancellationTokenSource();
        var (begun, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        var left = answers.OfAsync(
            "a",
            async stop =>
            {
                using var seen = stop.Register(stopped.SetResult);
                begun.SetResult();
                await stopped.Task;
                throw new OperationCanceledException(stop);
            },
            leaves.Token);
        await begun.Task;
        await leaves.CancelAsync();

        Assert.That(async () => await left, Throws.InstanceOf<OperationCanceledException>());
        await stopped.Task;
        Assert.That(await answers.OfAsync("a", AtOnce, CancellationToken.None), Is.EqualTo(s_answer));
    }

    [Test]
    public async Task A_failure_is_told_and_not_kept()
    {
        using var answers = new SharedAnswers(100);

        Assert.That(async () => await answers.OfAsync("a", _ => throw new InvalidOperationException("bad"), CancellationToken.None), Throws.InvalidOperationException);
        Assert.That(await answers.OfAsync("a", AtOnce, CancellationToken.None), Is.EqualTo(s_answer));
    }

    private Task<TaggedAnswer> AtOnce(CancellationToken stop)
    {
        Interlocked.Increment(ref _runs);
        return Task.FromResult(s_answer);
    }

    private Task<TaggedAnswer> Begin(TaskCompletionSource begun, Task<TaggedAnswer> end)
    {
        Interlocked.Increment(ref _runs);
        begun.TrySetResult();
        return end;
    }
}
