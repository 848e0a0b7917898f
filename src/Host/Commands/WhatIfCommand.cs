using System.Globalization;
using JasperFx;
using JasperFx.CommandLine;
using Platform.Projections.Questions;
using Platform.Projections.WhatIfs;

namespace Platform.Host.Commands;

/// <summary>Arguments of <c>what-if</c>; a rule that is not given stays as it is.</summary>
public sealed class TrialInput : NetCoreInput
{
    /// <summary>Whose history.</summary>
    [Description("The tenant")]
    public string Tenant { get; set; } = "";

    /// <summary>How many days, today's included.</summary>
    [Description("Figures of so many days, today included; 28 by default")]
    public int DaysFlag { get; set; } = 28;

    /// <summary>Minutes without an event after which a session is over.</summary>
    [Description("Minutes without an event after which a session is over")]
    public double? SessionMinutesFlag { get; set; }

    /// <summary>Leaves visitors with more events than this in any minute out.</summary>
    [Description("Leave visitors with more events than this in any minute out, as bots")]
    public int? MostPerMinuteFlag { get; set; }

    /// <summary>Leaves events with this value of a property out.</summary>
    [Description("Leave events out, as PROPERTY=VALUE")]
    public string? LeaveOutFlag { get; set; }

    /// <summary>Days before a conversion within which visits get credit.</summary>
    [Description("Days before a conversion within which visits get credit")]
    public double? LookBackDaysFlag { get; set; }

    /// <summary>Name of the event that is a conversion.</summary>
    [Description("Name of the event that is a conversion")]
    public string? ConversionFlag { get; set; }
}

/// <summary><c>what-if TENANT --session-minutes N …</c>: replays history under other rules and tells both figures; nothing is changed.</summary>
[Description("Tries other rules on real history beside the figures of now, and changes nothing: what-if TENANT --session-minutes 45", Name = "what-if")]
public sealed class WhatIfCommand : JasperFxAsyncCommand<TrialInput>
{
    /// <inheritdoc />
    public override Task<bool> Execute(TrialInput input) => Verbs.RunAsync(input, async (services, cancellation) =>
    {
        try
        {
            var question = QuestionOf(input, services.GetRequiredService<TimeProvider>().GetUtcNow());
            await foreach (var progress in services.GetRequiredService<WhatIfReplay>().RunAsync(input.Tenant, question, cancellation))
                Tell(progress);
        }
        catch (InvalidQuestionException problem)
        {
            throw new StartupProblemException(problem.Message);
        }
    });

    private static WhatIfInput QuestionOf(TrialInput input, DateTimeOffset now)
    {
        if (input.DaysFlag < 1)
            throw new InvalidQuestionException("'--days' must be at least 1.");
        var end = new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        return new WhatIfInput(new TimeRange(end.AddDays(-input.DaysFlag), end))
        {
            SessionGap = input.SessionMinutesFlag is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            LookBack = input.LookBackDaysFlag is { } days ? TimeSpan.FromDays(days) : null,
            MostEventsPerMinute = input.MostPerMinuteFlag,
            Conversion = input.ConversionFlag is { } name ? new EventMatch(name, []) : null,
            LeaveOut = input.LeaveOutFlag?.Split('=', 2) switch
            {
                null => [],
                [var property, var value] => [new EventMatch("*", [new PropertyFilter(property, FilterOperator.Equals, [value])])],
                _ => throw new InvalidQuestionException("'--leave-out' is PROPERTY=VALUE, such as browser=HeadlessChrome."),
            },
        };
    }

    private static void Tell(WhatIf progress)
    {
        if (progress.Result is not { } result)
        {
            if (progress.Total > 0)
                Console.WriteLine(Said($"{progress.Processed:N0} of {progress.Total:N0} events, {progress.EventsPerSecond:N0} a second"));
            return;
        }
        Console.WriteLine(Said($"{"",-20}{"now",14}{"then",14}"));
        foreach (var (name, figure) in Figures)
            Console.WriteLine($"{name,-20}{figure(result.Now),14}{figure(result.Then),14}");
        foreach (var channel in result.Now.Channels.Concat(result.Then.Channels).Select(credit => credit.Channel).Distinct())
            Console.WriteLine(Said($"{"  by " + channel,-20}{Owed(result.Now, channel),14:N1}{Owed(result.Then, channel),14:N1}"));
    }

    private static readonly (string Name, Func<WhatIfFigures, string> Figure)[] Figures =
    [
        ("events", figures => Said($"{figures.Events:N0}")),
        ("persons", figures => Said($"{figures.Persons:N0}")),
        ("sessions", figures => Said($"{figures.Sessions:N0}")),
        ("bounce rate", figures => Said($"{figures.BounceRate:P1}")),
        ("mean duration", figures => Said($"{figures.MeanDuration:hh\\:mm\\:ss}")),
        ("views a session", figures => Said($"{figures.ViewsPerSession:N2}")),
        ("conversions", figures => Said($"{figures.Conversions:N0}")),
        ("conversion rate", figures => Said($"{figures.ConversionRate:P1}")),
    ];

    private static double Owed(WhatIfFigures figures, string channel) => figures.Channels.Where(credit => credit.Channel == channel).Sum(credit => credit.Conversions);

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
