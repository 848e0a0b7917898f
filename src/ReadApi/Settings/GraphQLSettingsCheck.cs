using Microsoft.Extensions.Options;

namespace Platform.ReadApi.Settings;

/// <summary>Says of each wrong setting its name, its value and what is allowed.</summary>
public sealed class GraphQLSettingsCheck : IValidateOptions<GraphQLSettings>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, GraphQLSettings options)
    {
        List<string> faults = [];
        Whole(nameof(options.MaxRequestBytes), options.MaxRequestBytes, 1_024, 16 * 1024 * 1024);
        Whole(nameof(options.MaxDocumentLength), options.MaxDocumentLength, 1_000, 1_000_000);
        Whole(nameof(options.MaxNodes), options.MaxNodes, 500, 1_000_000);
        Whole(nameof(options.MaxFields), options.MaxFields, 200, 10_000);
        Whole(nameof(options.MaxRootFields), options.MaxRootFields, 1, 1_000);
        Whole(nameof(options.MaxDepth), options.MaxDepth, 15, 60);
        Whole(nameof(options.MaxComplexity), options.MaxComplexity, 1_000, 10_000_000);
        Whole(nameof(options.MaxOperationsPerConnection), options.MaxOperationsPerConnection, 1, 10_000);
        Time(nameof(options.QueryTimeout), options.QueryTimeout);
        Time(nameof(options.ConnectionInitTimeout), options.ConnectionInitTimeout);
        Time(nameof(options.SendTimeout), options.SendTimeout);
        Time(nameof(options.KeepAlive), options.KeepAlive);
        Time(nameof(options.RecheckAccess), options.RecheckAccess);
        foreach (var origin in options.AllowedOrigins)
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin)
                faults.Add(Fault(nameof(options.AllowedOrigins), origin, "an origin such as https://example.org, without a path"));
        if (options.PersistedDocuments is { } file && !File.Exists(file))
            faults.Add(Fault(nameof(options.PersistedDocuments), file, "the path of an existing JSON file"));
        if (options.OnlyPersistedDocuments && options.PersistedDocuments is null)
            faults.Add(Fault(nameof(options.OnlyPersistedDocuments), "true", "true only together with GraphQL:PersistedDocuments"));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Whole(string setting, int value, int least, int most)
        {
            if (value < least || value > most)
                faults.Add(Fault(setting, value, $"a whole number from {least} to {most}"));
        }

        void Time(string setting, TimeSpan value)
        {
            if (value < TimeSpan.FromMilliseconds(100) || value > TimeSpan.FromHours(1))
                faults.Add(Fault(setting, value, "a time from 00:00:00.1 to 01:00:00"));
        }
    }

    private static string Fault(string setting, object value, string allowed) =>
        $"The setting {GraphQLSettings.Section}:{setting} is \"{value}\"; allowed is {allowed}.";
}
