namespace Platform.Projections.Breakdowns;

/// <summary>Answers questions that come within a moment and have something in common all at once.</summary>
/// <param name="answer">Answers several questions, each once, whose common part is the same.</param>
internal sealed class Together<TCommon, TQuestion, TAnswer>(
    TimeProvider clock, TimeSpan moment, Func<TCommon, IReadOnlyCollection<TQuestion>, Task<IReadOnlyDictionary<TQuestion, TAnswer>>> answer)
    where TCommon : notnull where TQuestion : notnull
{
    private readonly Dictionary<string, (HashSet<TQuestion> Questions, Task<IReadOnlyDictionary<TQuestion, TAnswer>> Answers)> _waiting = [];

    /// <summary>The answer; who no longer wants it does not stop the others'.</summary>
    /// <param name="key">The common part in words.</param>
    public async Task<TAnswer> AskAsync(string key, TCommon common, TQuestion question, CancellationToken cancellation)
    {
        Task<IReadOnlyDictionary<TQuestion, TAnswer>> answers;
        lock (_waiting)
        {
            if (!_waiting.TryGetValue(key, out var waiting))
            {
                var questions = new HashSet<TQuestion>();
                _waiting[key] = waiting = (questions, AnswerAsync(key, common, questions));
            }
            waiting.Questions.Add(question);
            answers = waiting.Answers;
        }
        return (await answers.WaitAsync(cancellation))[question];
    }

    private async Task<IReadOnlyDictionary<TQuestion, TAnswer>> AnswerAsync(string key, TCommon common, HashSet<TQuestion> questions)
    {
        await Task.Delay(moment, clock);
        lock (_waiting)
            _waiting.Remove(key);
        return await answer(common, questions);
    }
}
