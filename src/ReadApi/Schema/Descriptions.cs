using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GraphQL;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Platform.ReadApi.Schema;

/// <summary>Describes the schema by the XML documentation of its classes, parameters of records included: said once, it stands in both.</summary>
public sealed partial class Descriptions : BaseSchemaNodeVisitor
{
    private readonly Dictionary<Assembly, Dictionary<string, XElement>> _known = [];

    /// <inheritdoc />
    public override void VisitObject(IObjectGraphType type, ISchema schema) => Describe((type as GraphType)!, Clr(type.GetType()));

    /// <inheritdoc />
    public override void VisitInputObject(IInputObjectGraphType type, ISchema schema) => Describe((type as GraphType)!, Clr(type.GetType()));

    /// <inheritdoc />
    public override void VisitEnum(EnumerationGraphType type, ISchema schema)
    {
        if (Clr(type.GetType()) is not { } clr)
            return;
        type.Description ??= Text(clr.Assembly, "T:" + clr.FullName);
        foreach (var value in type.Values)
            value.Description ??= Text(clr.Assembly, $"F:{clr.FullName}.{value.Value}");
    }

    /// <inheritdoc />
    public override void VisitObjectFieldDefinition(FieldType field, IObjectGraphType type, ISchema schema) => Describe(field, Clr(type.GetType()));

    /// <inheritdoc />
    public override void VisitInputObjectFieldDefinition(FieldType field, IInputObjectGraphType type, ISchema schema) =>
        Describe(field, Clr(type.GetType()));

    private void Describe(GraphType type, Type? clr)
    {
        if (clr is not null)
            type.Description ??= Text(clr.Assembly, "T:" + clr.FullName);
    }

    private void Describe(FieldType field, Type? clr)
    {
        if (clr is null || field.Description is not null)
            return;
        foreach (var member in clr.GetMembers().Where(member => member is PropertyInfo or MethodInfo))
            if (Bare(member.Name).Equals(field.Name, StringComparison.OrdinalIgnoreCase))
                field.Description ??= Member(member, clr);
    }

    private string? Member(MemberInfo member, Type clr)
    {
        var own = $"{(member is PropertyInfo ? "P" : "M")}:{member.DeclaringType?.FullName ?? clr.FullName}.{member.Name}";
        return Text(clr.Assembly, own) ?? Parameter(clr, member.Name);
    }

    private string? Parameter(Type record, string name) => Documentation(record.Assembly).GetValueOrDefault("T:" + record.FullName)?
        .Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == name) is { } param ? Plain(param) : null;

    private string? Text(Assembly assembly, string id)
    {
        var documentation = Documentation(assembly);
        var element = documentation.GetValueOrDefault(id)
            ?? documentation.FirstOrDefault(entry => entry.Key.StartsWith(id + "(", StringComparison.Ordinal)).Value;
        return element?.Element("summary") is { } summary ? Plain(summary) : null;
    }

    private Dictionary<string, XElement> Documentation(Assembly assembly)
    {
        if (_known.TryGetValue(assembly, out var known))
            return known;
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        return _known[assembly] = File.Exists(file)
            ? XDocument.Load(file).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!)
            : [];
    }

    private static Type? Clr(Type type)
    {
        for (; type != typeof(object); type = type.BaseType!)
            if (type.IsGenericType && type.GetGenericArguments() is [var clr])
                return clr;
        return null;
    }

    private static string Bare(string method) => method.EndsWith("Async", StringComparison.Ordinal) ? method[..^"Async".Length] : method;

    private static string Plain(XElement documentation) => Spaces().Replace(string.Concat(documentation.Nodes().Select(node => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement reference => $"`{((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? reference.Value).Split('.', ':')[^1]}`",
        _ => node.ToString(),
    })).Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal), " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
