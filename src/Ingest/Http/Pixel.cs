using Microsoft.AspNetCore.Http;

namespace Platform.Ingest.Http;

/// <summary>A transparent image of one pixel: the answer to what a page asks for as an image.</summary>
internal static class Pixel
{
    private static readonly byte[] Gif = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public static IResult Answer => Results.Bytes(Gif, "image/gif");
}
