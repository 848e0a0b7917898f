using System.Globalization;
using Platform.Projections.Questions;

namespace Platform.Projections.Trends;

/// <summary>Arithmetic over series by their keys: numbers, + - * / and parentheses. Dividing by zero gives zero.</summary>
internal sealed class Formula
{
    private readonly string _text;
    private readonly Func<Func<string, double>, double> _value;
    private int _at;

    private Formula(string text, IReadOnlyCollection<string> keys)
    {
        _text = text;
        _value = Sum(keys);
        if (Peek() != '\0')
            throw Unexpected();
    }

    /// <summary>Reads a formula.</summary>
    /// <exception cref="InvalidQuestionException">It is none, or names a series that is not there.</exception>
    public static Formula Of(string text, IReadOnlyCollection<string> keys) =>
        text.Length <= 500 ? new Formula(text, keys) : throw new InvalidQuestionException("'formula' is longer than 500 characters.");

    /// <summary>Its value, given those of the series.</summary>
    public double Value(Func<string, double> series) => _value(series);

    private Func<Func<string, double>, double> Sum(IReadOnlyCollection<string> keys)
    {
        var left = Product(keys);
        while (Peek() is var sign && (sign is '+' or '-'))
        {
            _at++;
            var (before, right) = (left, Product(keys));
            left = sign == '+' ? series => before(series) + right(series) : series => before(series) - right(series);
        }
        return left;
    }

    private Func<Func<string, double>, double> Product(IReadOnlyCollection<string> keys)
    {
        var left = Factor(keys);
        while (Peek() is var sign && (sign is '*' or '/'))
        {
            _at++;
            var (before, right) = (left, Factor(keys));
            left = sign == '*' ? series => before(series) * right(series) : series => right(series) is var by && by == 0 ? 0 : before(series) / by;
        }
        return left;
    }

    private Func<Func<string, double>, double> Factor(IReadOnlyCollection<string> keys)
    {
        switch (Peek())
        {
            case '-':
                _at++;
                var negated = Factor(keys);
                return series => -negated(series);
            case '(':
                _at++;
                var inner = Sum(keys);
                if (Peek() != ')')
                    throw Unexpected();
                _at++;
                return inner;
            case >= '0' and <= '9' or '.':
                var digits = Word(c => char.IsAsciiDigit(c) || c == '.');
                return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                    ? _ => number
                    : throw new InvalidQuestionException($"'{digits}' in 'formula' is not a number.");
            default:
                var key = Word(c => char.IsLetterOrDigit(c) || c == '_');
                if (key.Length == 0)
                    throw Unexpected();
                return keys.Contains(key)
                    ? series => series(key)
                    : throw new InvalidQuestionException($"'formula' names a series '{key}'; there are {string.Join(", ", keys)}.");
        }
    }

    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private string Word(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < _text.Length && belongs(_text[_at]))
            _at++;
        return _text[start.._at];
    }

    private InvalidQuestionException Unexpected() => new(_at < _text.Length
        ? $"'formula' has an unexpected '{_text[_at]}' at character {_at + 1}; series keys, numbers, + - * / and parentheses are understood."
        : "'formula' ends too early.");
}
