using System.Globalization;
using System.Text.Json;
using CiBudget.Text;

namespace CiBudget.Replay;

/// <summary>The members of one object of a scenario file: each is of a known name and of the right type, or the file is refused.</summary>
internal sealed class Fields
{
    private readonly PlacedJson _value;
    private readonly string _path;
    private readonly string _what;

    public Fields(PlacedJson value, string path, string what, params string[] known)
    {
        _value = value;
        _path = path;
        _what = what;
        if (value.Type != JsonTokenType.StartObject)
        {
            throw Bad(value.At, $"{what} must be an object, {{ … }}.");
        }
        foreach (var member in value.Members)
        {
            if (Array.IndexOf(known, member.Name) < 0)
            {
                throw Bad(
                    member.At,
                    $"{what} has no '{member.Name}'.{NearestName.Hint(member.Name, known)} It may have: {string.Join(", ", known)}."
                );
            }
        }
    }

    public Position At => _value.At;

    public PlacedJson? this[string name]
    {
        get
        {
            foreach (var member in _value.Members)
            {
                if (member.Name == name)
                {
                    return member.Value;
                }
            }
            return null;
        }
    }

    public bool Has(string name) => this[name] is not null;

    /// <summary>Those of the names that are there.</summary>
    public string[] Present(params string[] names) => Array.FindAll(names, Has);

    public string? Text(string name) =>
        this[name] is not { } found ? null
        : found.Type == JsonTokenType.String ? found.Text
        : throw Bad(found.At, $"'{name}' of {_what} must be a text in quotes.");

    public bool? Flag(string name) =>
        this[name] is not { } found ? null
        : found.Type is JsonTokenType.True or JsonTokenType.False ? found.Type == JsonTokenType.True
        : throw Bad(found.At, $"'{name}' of {_what} must be true or false.");

    public long? Number(string name, long min, long max) =>
        this[name] is not { } found ? null
        : found.Type == JsonTokenType.Number
        && long.TryParse(
            found.Text,
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
        && number >= min
        && number <= max
            ? number
        : throw Bad(found.At, $"'{name}' of {_what} must be a whole number from {min} to {max}.");

    public TimeSpan Milliseconds(string name) =>
        TimeSpan.FromMilliseconds(Number(name, 0, 600_000) ?? 0);

    public IReadOnlyList<PlacedJson>? List(string name) =>
        this[name] is not { } found ? null
        : found.Type == JsonTokenType.StartArray ? found.Items
        : throw Bad(found.At, $"'{name}' of {_what} must be a list, [ … ].");

    public IReadOnlyList<string>? Texts(string name) =>
        List(name)
            ?.Select(item =>
                item.Type == JsonTokenType.String
                    ? item.Text!
                    : throw Bad(item.At, $"'{name}' of {_what} must hold texts in quotes.")
            )
            .ToArray();

    /// <summary>Which of the words stands there, counted from zero as the enum's values are.</summary>
    public int? Choice(string name, params string[] words)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        var index = Array.IndexOf(words, text);
        return index >= 0
            ? index
            : throw Bad(
                this[name]!.At,
                $"'{name}' of {_what} must be one of: {string.Join(", ", words)}.{NearestName.Hint(text, words)}"
            );
    }

    public ScenarioException Bad(string name, string message) => Bad(this[name]?.At ?? At, message);

    public ScenarioException Bad(Position at, string message) =>
        new(Codes.ScenarioInvalid, _path, at, message);
}
