using System.IO.Compression;
using Platform.Ingest;

namespace Platform.Tests.Unit.BrowserScript;

public class BrowserScriptTests
{
    [Fact]
    public void The_browser_script_has_less_than_two_kilobytes_gzipped()
    {
        using var packed = new MemoryStream();
        using (var script = typeof(IngestModule).Assembly.GetManifestResourceStream("a.js")!)
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            script.CopyTo(gzip);

        Assert.InRange(packed.Length, 500, 2_047);
    }
}
