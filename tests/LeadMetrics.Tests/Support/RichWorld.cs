using System.Text;
using LeadMetrics.Import;
using Microsoft.Extensions.DependencyInjection;

namespace LeadMetrics.Tests.Support;

/// <summary>
/// A small CRM in which everything happens once: twelve leads of three owners in two teams, one of them nobody's, from
/// three sources of two channels and one unknown. In January and February 2026, seen from 2026-03-01T00:00Z.
/// </summary>
public static class RichWorld
{
    /// <summary>A period that holds all of it.</summary>
    public const string Period = "from=2026-01-01&to=2026-02-28";

    private static readonly (string Dataset, string Csv)[] s_files =
    [
        ("owners", """
            owner_id,name,team,active,capacity
            A,سارة العتيبي,Riyadh,true,10
            B,=Basma,Riyadh,true,4
            C,Carim,Cairo,true,
            """),
        ("sources", """
            source_id,name,channel
            ads,إعلانات,paid
            fair,"Fair, Cairo",paid
            web,Web site,organic
            """),
        ("campaigns", "campaign_id,name,source_id\nspring,ربيع,ads\nautumn,Autumn,web\n"),
        ("exchange-rates", "currency,on,rate\nSAR,2026-01-01,0.25\nSAR,2026-02-01,0.266666667\n"),
        ("leads", """
            lead_id,created_at,owner_id,source_id,campaign_id,status,qualified,is_test,is_deleted,merged_into
            L01,2026-01-01T22:30:00Z,A,ads,spring,converted,true,,,
            L02,2026-01-05T09:00:00Z,A,ads,spring,working,false,,,
            L03,2026-01-10T09:00:00Z,A,web,autumn,closed,false,,,
            L04,2026-01-15T09:00:00Z,B,web,,converted,true,,,
            L05,2026-01-31T22:30:00Z,B,fair,,new,true,,,
            L06,2026-02-01T09:00:00Z,B,fair,,working,true,,,
            L07,2026-02-03T09:00:00Z,C,ads,spring,converted,true,,,
            L08,2026-02-10T09:00:00Z,C,,,closed,false,,,
            L09,2026-02-14T09:00:00Z,,web,autumn,,true,,,
            L10,2026-02-20T09:00:00Z,A,web,,working,false,,,
            L11,2026-02-26T09:00:00Z,C,ads,,new,true,,,
            L12,2026-02-28T23:10:00Z,B,ads,,new,true,,,
            T1,2026-02-01T00:00:00Z,A,ads,,new,,true,,
            D1,2026-02-02T00:00:00Z,A,ads,,new,,,true,
            M1,2026-02-03T00:00:00Z,A,ads,,new,,,,L06
            P1,2025-11-20T00:00:00Z,C,web,,working,true,,,
            """),
        ("lead-assignments", """
            lead_id,owner_id,assigned_at
            L01,C,2026-01-01T23:30:00Z
            L01,A,2026-01-05T00:00:00Z
            L02,B,2026-01-05T09:30:00Z
            L02,A,2026-01-20T00:00:00Z
            L04,B,2026-01-15T09:00:00Z
            L04,A,2026-02-20T00:00:00Z
            L07,A,2026-02-02T00:00:00Z
            L07,C,2026-02-05T00:00:00Z
            """),
        ("lead-statuses", "lead_id,status,changed_at\nL03,closed,2026-02-01T00:00:00Z\nL08,closed,2026-02-25T00:00:00Z\nL01,converted,2026-02-10T00:00:00Z\n"),
        ("activities", """
            activity_id,lead_id,opportunity_id,owner_id,type,direction,due_at,occurred_at,completed,automated
            1,L01,,A,call,outbound,,2026-01-01T22:50:00Z,,
            2,L02,,A,email,outbound,,2026-01-09T09:00:00Z,,
            3,L03,,A,call,outbound,,2026-01-10T09:20:00Z,false,
            4,L03,,A,meeting,outbound,,2026-01-20T09:20:00Z,,
            5,L04,,B,call,outbound,,2026-01-14T09:00:00Z,,
            6,L06,,B,call,inbound,,2026-02-02T09:00:00Z,,
            7,L06,,B,message,outbound,,2026-02-27T09:00:00Z,,
            8,,O3,C,call,outbound,,2026-02-04T09:00:00Z,,
            9,L10,,A,call,outbound,2026-02-25T00:00:00Z,,false,
            10,L11,,C,call,outbound,2026-03-05T00:00:00Z,,false,
            11,L08,,C,email,outbound,,2026-02-10T09:01:00Z,,true
            12,P1,,C,call,outbound,,2026-02-20T09:00:00Z,,
            13,L06,,B,meeting,outbound,2026-03-10T00:00:00Z,,false,
            """),
        ("opportunities", """
            opportunity_id,lead_id,owner_id,created_at,stage,status,amount,currency,probability,expected_close_on,closed_at
            O1,L01,A,2026-01-12T00:00:00Z,won,won,1000,SAR,,,2026-02-10T00:00:00Z
            O2,L02,A,2026-01-20T00:00:00Z,proposal,open,500,USD,0.4,2026-04-01,
            O3,L07,C,2026-02-02T00:00:00Z,won,won,300,EUR,,,2026-02-20T00:00:00Z
            O4,L03,A,2026-01-25T00:00:00Z,lost,lost,200,USD,,,2026-02-01T00:00:00Z
            O5,P1,C,2026-02-05T00:00:00Z,proposal,open,50,USD,0.1,2026-02-20,
            """),
        ("opportunity-stages", "opportunity_id,stage,entered_at\nO1,proposal,2026-01-12T00:00:00Z\nO1,won,2026-02-10T00:00:00Z\n"),
        ("orders", """
            order_id,customer_id,lead_id,opportunity_id,ordered_at,amount,cost,currency
            R1,K1,L04,,2026-02-12T00:00:00Z,99.99,33.33,USD
            R2,K2,,O1,2026-02-15T00:00:00Z,400,100,SAR
            """),
        ("spend", """
            spend_id,from,to,kind,source_id,campaign_id,amount,currency
            S1,2026-01-01,2026-01-31,marketing,ads,spring,310,USD
            S2,2026-02-01,2026-02-28,marketing,web,,280,SAR
            S3,2026-01-01,2026-02-28,sales,,,590,USD
            """),
    ];

    /// <summary>Imports it, as it stands or everything in the opposite order.</summary>
    public static void Fill(World world, bool backwards = false)
    {
        var reports = world.Services.GetRequiredService<Importer>().Import(
            [.. (backwards ? s_files.Reverse() : s_files).Select(file => new ImportFile(
                Datasets.Find(file.Dataset)!, () => new MemoryStream(Encoding.UTF8.GetBytes(Text(file.Csv, backwards))), FileFormat.Csv))],
            FileReading.Plain,
            "test");
        Assert.That(reports.SelectMany(report => report.RejectedRows), Is.Empty);
    }

    private static string Text(string csv, bool backwards)
    {
        var lines = csv.TrimEnd('\n').Split('\n');
        return string.Join('\n', backwards ? lines.Take(1).Concat(lines.Skip(1).Reverse()) : lines) + "\n";
    }
}
