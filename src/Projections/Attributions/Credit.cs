using System.Runtime.InteropServices;
using Platform.Projections.Exploration;
using Platform.Projections.Questions;

namespace Platform.Projections.Attributions;

/// <summary>Divides each conversion among the sessions before it, by every model that is asked for.</summary>
internal sealed class Credit(AttributionInput input)
{
    private const int NoValue = -1;
    private static readonly Touch[] Nothing = [new(0, 0, IsConversion: false, IsDirect: true, 0, NoValue)];
    private readonly Dictionary<int, Account> _accounts = [];
    private readonly long _lookBack = Micros.Of(input.LookBack);
    private readonly List<Touch> _sessions = [];
    private double[] _shares = new double[16];

    /// <summary>How many conversions there were.</summary>
    public long Conversions { get; private set; }

    /// <summary>The sum of their amounts.</summary>
    public double Amount { get; private set; }

    /// <summary>Credits a person's conversions; its touches are in order of time.</summary>
    /// <param name="owed">Told of the places of the models and the values that are owed something.</param>
    public void Give(ReadOnlySpan<Touch> touches, Action<int, int>? owed = null)
    {
        _sessions.Clear();
        var oldest = 0;
        foreach (var touch in touches)
        {
            if (!touch.IsConversion)
            {
                _sessions.Add(touch);
                continue;
            }
            while (oldest < _sessions.Count && _sessions[oldest].At < touch.At - _lookBack)
                oldest++;
            Divide(touch, CollectionsMarshal.AsSpan(_sessions)[oldest..], owed);
        }
    }

    /// <summary>The values and what they are owed.</summary>
    public IReadOnlyList<AttributionRow> Rows(IReadOnlyList<string> values)
    {
        var ranked = _accounts.Select(account => (Value: account.Key == NoValue ? Breakdown.Missing : values[account.Key], Account: account.Value))
            .OrderByDescending(row => row.Account.Conversions).ThenBy(row => row.Value, StringComparer.Ordinal).ToList();
        var rest = ranked.Skip(input.TopK).Select(row => row.Account).ToList();
        var rows = ranked.Take(input.TopK).Select(row => Row(row.Value, [row.Account]));
        return [.. rest.Count == 0 ? rows : rows.Append(Row(Breakdown.Other, rest))];
    }

    private void Divide(Touch conversion, ReadOnlySpan<Touch> before, Action<int, int>? owed)
    {
        Conversions++;
        Amount += conversion.Amount;
        if (before.IsEmpty)
            before = Nothing;
        if (_shares.Length < before.Length)
            _shares = new double[before.Length * 2];
        var shares = _shares.AsSpan(0, before.Length);
        foreach (var touch in before)
            AccountOf(touch.Value).Touch(Conversions);
        for (var model = 0; model < input.Models.Count; model++)
        {
            ModelShares.Write(input.Models[model], before, shares);
            for (var place = 0; place < shares.Length; place++)
            {
                if (shares[place] == 0)
                    continue;
                AccountOf(before[place].Value).Add(model, shares[place], shares[place] * conversion.Amount);
                owed?.Invoke(model, before[place].Value);
            }
        }
    }

    private Account AccountOf(int value) =>
        _accounts.TryGetValue(value, out var account) ? account : _accounts[value] = new Account(input.Models.Count);

    private AttributionRow Row(string value, IReadOnlyList<Account> accounts) => new(value,
    [
        .. input.Models.Select((model, place) => new AttributionCredit(
            model, accounts.Sum(account => account.Credit[place]), input.Amount is null ? null : accounts.Sum(account => account.Amount[place]))),
    ]);

    /// <summary>What one value is owed.</summary>
    private sealed class Account(int models)
    {
        private long _last;

        public double[] Credit { get; } = new double[models];

        public double[] Amount { get; } = new double[models];

        /// <summary>How many conversions had a session of the value before them.</summary>
        public long Conversions { get; private set; }

        public void Touch(long conversion)
        {
            Conversions += _last == conversion ? 0 : 1;
            _last = conversion;
        }

        public void Add(int model, double share, double amount)
        {
            Credit[model] += share;
            Amount[model] += amount;
        }
    }
}
