using System.IO.Compression;

namespace Platform.Tests.Integration.Import;

/// <summary>A sample of each vendor's export becomes the events beside it, whatever it is packed in, and a second time nothing.</summary>
public class FormatTests(PlatformFixture platform)
{
    private const string Umami = """
        website_id,session_id,visit_id,event_id,hostname,browser,os,device,screen,language,country,region,city,url_path,url_query,utm_source,utm_medium,utm_campaign,utm_content,utm_term,referrer_path,referrer_query,referrer_domain,page_title,gclid,fbclid,msclkid,ttclid,li_fat_id,twclid,event_type,event_name,tag,distinct_id,created_at,job_id
        w,s1,v1,e1,shop.example,chrome,Mac OS,laptop,1440x900,de-AT,AT,AT-6,Graz,/,utm_source=news,news,,,,,/search,,google.com,"Shop, ""the"" one",abc,,,,,,1,,,,2024-03-01 10:00:00,
        w,s1,v1,e2,shop.example,chrome,Mac OS,laptop,1440x900,de-AT,AT,AT-6,Graz,/cart,,,,,,,,,,Cart,,,,,,,2,Bought,a,user-7,2024-03-01 10:02:00,
        w,s1,v1,e3,shop.example,chrome,Mac OS,laptop,1440x900,de-AT,AT,AT-6,Graz,/cart,,,,,,,,,,Cart,,,,,,,9,,,,2024-03-01 10:03:00,
        w,s2,v2,e4,shop.example,too,few
        w,s2,v2,e5,shop.example,firefox,Linux,desktop,,en-US,,,,/two,,,,,,,,,,"Two
        lines",,,,,,,1,,,,yesterday,
        w,s2,v2,e6,shop.example,firefox,Linux,desktop,,en-US,,,,/end,,,,,,,,,,,,,,,,,1,,,,2024-03-01 11:00:00,
        """;

    private const string PostHog = """
        {"uuid":"0195f000-0000-7000-8000-0000000000a1","event":"$pageview","distinct_id":"visitor-a","timestamp":"2024-03-01T10:00:00.123000+00:00","created_at":"2024-03-01T10:00:01Z","person_id":"p","properties":{"$current_url":"https://shop.example/a?utm_source=news","$session_id":"s","$ip":"203.0.113.7","$geoip_country_code":"AT","$lib":"web","$lib_version":"1"},"ip":"203.0.113.7","team_id":2}
        {"uuid":"0195f000-0000-7000-8000-0000000000a2","event":"Bought","distinct_id":"user","timestamp":"2024-03-01 10:01:00+00:00","properties":"{\"price\":9.5,\"$set\":{\"plan\":\"pro\"}}"}
        {"uuid":"0195f000-0000-7000-8000-0000000000a3","event":"$identify","distinct_id":"user","timestamp":"2024-03-01T10:00:30Z","properties":{"$anon_distinct_id":"visitor-a"},"set":{"email":"a@b.example"},"set_once":{"first":"x"}}
        {"uuid":"0195f000-0000-7000-8000-0000000000a4","event":"Timeless","distinct_id":"user","properties":{},"ip":"203.0.113.7"}
        {"uuid":"0195f000
        """;

    private const string Ga4 = """
        {"event_date":"20240301","event_timestamp":"1709287200123456","event_name":"page_view","event_params":[{"key":"page_location","value":{"string_value":"https://shop.example/a"}},{"key":"page_title","value":{"string_value":"A"}},{"key":"ga_session_id","value":{"int_value":"1709287200"}},{"key":"engaged","value":{"int_value":"1"}}],"user_pseudo_id":"1.2","user_properties":[{"key":"plan","value":{"string_value":"pro","set_timestamp_micros":"1"}}],"device":{"category":"desktop","operating_system":"Windows","language":"de-at","web_info":{"browser":"Chrome","browser_version":"120"}},"geo":{"country":"Austria","region":"Styria","city":"Graz"},"collected_traffic_source":{"manual_source":"news","manual_medium":"email"},"stream_id":"9","batch_event_index":"1"}
        {"event_date":"20240301","event_timestamp":"1709287260000000","event_name":"purchase","event_params":[{"key":"currency","value":{"string_value":"EUR"}},{"key":"value","value":{"double_value":19.5}},{"key":"ga_session_id","value":{"int_value":"1709287200"}}],"user_id":"user","user_pseudo_id":"1.2","user_properties":[{"key":"plan","value":{"string_value":"pro","set_timestamp_micros":"1"}}],"ecommerce":{"purchase_revenue":19.5,"transaction_id":"T-1"},"items":[{"item_id":"lamp"}],"device":{"category":"desktop"},"stream_id":"9"}
        {"event_date":"20240301","event_timestamp":"1709287200123456","event_name":"page_view","user_pseudo_id":"1.2","stream_id":"9","batch_event_index":"1"}
        {"event_date":"20240301","event_name":"page_view","user_pseudo_id":"1.2"}
        """;

    private const string Csv = """
        when;who;what;price;vip;code;ip address
        2024-03-01T10:00:00Z;ada;Bought;9.5;true;007;x
        1709287260;ada;Bought;12;false;1e5;
        2024-03-01T10:02:00Z;;Bought;1;;;
        soon;ada;Bought;1;;;
        2024-03-01T10:00:00Z;ada;Bought;9.5;true;007;x
        """;

    private const string Mapping = "timestamp=when,anonymousId=who,event=what";

    public static TheoryData<string, string, string[], string[]> Samples { get; } = new()
    {
        {
            "umami", Umami,
            [
                """page_viewed s1 v1 - 2024-03-01 10:00:00 e1 /|shop.example|Shop, "the" one|google.com|news|gclid|AT|Graz|desktop|chrome|Mac OS {}""",
                """action_tracked Bought s1 v1 user-7 2024-03-01 10:02:00 e2 /cart|shop.example|Cart|-|-|-|AT|Graz|desktop|chrome|Mac OS {"tag": "a"}""",
                """page_viewed s2 v2 - 2024-03-01 11:00:00 e6 /end|shop.example|-|-|-|-|-|-|desktop|firefox|Linux {}""",
            ],
            ["Line 4: 'event_type' is 9", "Line 5: The row has 7 columns where the headings are 36", "Line 6: 'created_at' is 'yesterday'"]
        },
        {
            "posthog", PostHog,
            [
                """page_viewed visitor-a s - 2024-03-01 10:00:00.123 0195f000-0000-7000-8000-0000000000a1 /a|shop.example|-|-|news|-|AT|-|-|-|- {}""",
                """action_tracked Bought user - - 2024-03-01 10:01:00 0195f000-0000-7000-8000-0000000000a2 -|-|-|-|-|-|-|-|-|-|- {"price": 9.5}""",
                """visitor_identified user - - 2024-03-01 10:01:00 0195f000-0000-7000-8000-0000000000a2/set -|-|-|-|-|-|-|-|-|-|- {"plan": "pro"}""",
                """visitor_identified visitor-a - user 2024-03-01 10:00:30 0195f000-0000-7000-8000-0000000000a3 -|-|-|-|-|-|-|-|-|-|- {"email": "a@b.example"}""",
            ],
            ["Line 4: 'timestamp' is missing", "Line 5: It is not JSON"]
        },
        {
            "ga4", Ga4,
            [
                """page_viewed 1.2 1709287200 - 2024-03-01 10:00:00.123456 # /a|shop.example|A|-|news|-|AT|Graz|desktop|Chrome|Windows {"engaged": 1}""",
                """visitor_identified 1.2 - - 2024-03-01 10:00:00.123456 # -|-|-|-|news|-|AT|Graz|desktop|Chrome|Windows {"plan": "pro"}""",
                """action_tracked purchase 1.2 1709287200 user 2024-03-01 10:01:00 # -|-|-|-|-|-|-|-|desktop|-|- {"items": [{"item_id": "lamp"}], "value": 19.5, "revenue": 19.5, "currency": "EUR", "transaction_id": "T-1"}""",
                """visitor_identified 1.2 - user 2024-03-01 10:01:00 # -|-|-|-|-|-|-|-|desktop|-|- {"plan": "pro"}""",
                """page_viewed 1.2 - - 2024-03-01 10:00:00.123456 # -|-|-|-|-|-|-|-|-|-|- {}""",
            ],
            ["Line 4: 'event_timestamp' is missing"]
        },
        {
            "csv", Csv,
            [
                """action_tracked Bought ada - - 2024-03-01 10:00:00 # -|-|-|-|-|-|-|-|-|-|- {"vip": true, "code": "007", "price": 9.5, "ip address": "x"}""",
                """action_tracked Bought ada - - 2024-03-01 10:01:00 # -|-|-|-|-|-|-|-|-|-|- {"vip": false, "code": "1e5", "price": 12}""",
                """action_tracked Bought ada - - 2024-03-01 10:00:00 # -|-|-|-|-|-|-|-|-|-|- {"vip": true, "code": "007", "price": 9.5, "ip address": "x"}""",
            ],
            ["Line 4: There is no column for 'anonymousId'", "Line 5: 'timestamp' must be"]
        },
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_becomes_the_events_that_it_tells_of_and_what_cannot_be_read_is_a_dead_letter_with_its_line(
        string format, string sample, string[] expected, string[] letters)
    {
        var tenant = await platform.Host.AddTenantAsync();
        foreach (var packed in new[] { Plain(tenant, sample), Zipped(tenant, sample), Plain(tenant, sample) })
        {
            var (exitCode, output) = await platform.Host.RunAsync(["import", packed, "--format", format, "--tenant", tenant, .. format == "csv" ? new[] { "--map", Mapping } : []]);
            Assert.True(exitCode == 0, output);
            Assert.Contains($"{expected.Length} events, {letters.Length} refused", output, StringComparison.Ordinal);
            Assert.Equal(expected.Order(StringComparer.Ordinal), await StoredAsync(tenant));
        }

        var kept = await platform.Host.ScalarAsync<string[]>($"select array_agg(data ->> 'message' order by data ->> 'message') from mt_doc_deadletter where tenant_id = '{tenant}'");
        Assert.Equal(letters.Length * 2, kept.Length); // each packing is a file of its own; the third is the first again
        Assert.All(letters, letter => Assert.Contains(kept, message => message.Contains(letter, StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(0, await platform.Host.ScalarAsync<long>(
            $"select (select count(*) from mt_events where tenant_id = '{tenant}' and data::text like '%203.0.113.7%') + (select count(*) from mt_doc_deadletter where tenant_id = '{tenant}' and data::text like '%203.0.113.7%')"));
    }

    [Fact]
    public async Task An_archive_without_the_table_and_a_mapping_of_nothing_are_refused_with_what_to_change()
    {
        var tenant = await platform.Host.AddTenantAsync();
        var archive = Path.Combine(platform.Host.Data, tenant + ".zip");
        await using (var zip = await ZipFile.OpenAsync(archive, ZipArchiveMode.Create, TestContext.Current.CancellationToken))
            zip.CreateEntry("other.csv");
        var (code, said) = await platform.Host.RunAsync("import", archive, "--format", "umami", "--tenant", tenant);
        Assert.NotEqual(0, code);
        Assert.Contains("no file whose name begins with website_event", said, StringComparison.Ordinal);

        (code, said) = await platform.Host.RunAsync("import", archive, "--format", "csv", "--tenant", tenant, "--map", "price=cost");
        Assert.NotEqual(0, code);
        Assert.Contains("'price=cost' maps nothing; write field=column", said, StringComparison.Ordinal);
    }

    private string Plain(string tenant, string sample) => Write(tenant, "", file => file.Write(System.Text.Encoding.UTF8.GetBytes(sample)));

    private string Zipped(string tenant, string sample) => Write(tenant, ".zip", file =>
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        using var entry = zip.CreateEntry("export/website_event.csv").Open();
        entry.Write(System.Text.Encoding.UTF8.GetBytes(sample));
    });

    private string Write(string tenant, string ending, Action<Stream> write)
    {
        var path = Path.Combine(platform.Host.Data, $"{tenant}.sample{ending}");
        using var file = File.Create(path);
        write(file);
        return path;
    }

    // Ids of the import's own are told as #; they follow from the content.
    private async Task<IEnumerable<string>> StoredAsync(string tenant) => (await platform.Host.ScalarAsync<string[]>(
        $$"""
        select coalesce(array_agg(concat_ws(' ', type, data ->> 'action', data #>> '{origin,visitorId}', coalesce(data #>> '{origin,sessionId}', '-'), coalesce(data #>> '{origin,userId}', '-'),
            ((data #>> '{origin,occurredAt}')::timestamptz at time zone 'UTC')::text, regexp_replace(data #>> '{origin,messageId}', '^[0-9a-f]{32}(-[0-9]+)?$', '#'),
            concat_ws('|', coalesce(data #>> '{context,page,path}', '-'), coalesce(data #>> '{context,page,host}', '-'), coalesce(data #>> '{context,page,title}', '-'),
                coalesce(data #>> '{context,referrerHost}', '-'), coalesce(data #>> '{context,campaign,source}', '-'), coalesce(data #>> '{context,campaign,clickId}', '-'),
                coalesce(data #>> '{context,country}', '-'), coalesce(data #>> '{context,city}', '-'), coalesce(data #>> '{context,device,type}', '-'),
                coalesce(data #>> '{context,device,browser}', '-'), coalesce(data #>> '{context,device,os}', '-')),
            (data -> 'properties')::text)), '{}') from mt_events where tenant_id = '{{tenant}}'
        """)).Order(StringComparer.Ordinal);
}
