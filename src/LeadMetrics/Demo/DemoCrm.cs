using System.Globalization;

namespace LeadMetrics.Demo;

/// <summary>How large a made-up CRM is.</summary>
/// <param name="Leads">Leads in all.</param>
/// <param name="Owners">Owners; the first twelve differ each in another way, the rest repeat them.</param>
/// <param name="Sources">Sources; the first six are as in life, the rest repeat them.</param>
/// <param name="Days">Days from the first lead to the end.</param>
public sealed record DemoSize(int Leads, int Owners, int Sources, int Days)
{
    /// <summary>What <c>--demo</c> fills in: 2,000 leads over 18 months.</summary>
    public static readonly DemoSize Small = new(2_000, 12, 6, 548);
}

/// <summary>
/// A believable CRM, made up: the same size and end give the same rows, to the letter. It is written as the CSV files
/// that a CRM would hand over, lead by lead, so that any size fits in memory.
/// </summary>
public sealed class DemoCrm(DemoSize size, DateTimeOffset end, string baseCurrency = "USD")
{
    private const double MinutesADay = 24 * 60;
    private const int DaysOfRate = 30;

    // Contact: share contacted. Response: median minutes. Opportunity, Win: shares, given contact and given opportunity.
    // FollowUps: mean number. Plans: share of open leads with a next activity. Share: of all leads, against 1.
    private sealed record Person(
        string Name, string Team, int? Capacity, double Share, double Contact, double Response, double Opportunity, double Win,
        double FollowUps, double Plans, bool Active = true, int? OnlySource = null, double Automated = 0.3);

    private static readonly Person[] s_people =
    [
        new("سارة العتيبي", "Riyadh", 14, 1.0, 0.95, 18, 0.58, 0.45, 3.0, 0.95),                       // quick and thorough
        new("Omar Haddad", "Riyadh", 14, 1.0, 0.93, 25, 0.22, 0.30, 2.5, 0.90),                        // calls everybody, convinces few
        new("محمد القحطاني", "Riyadh", 10, 2.2, 0.55, 420, 0.46, 0.35, 1.0, 0.35),                     // has far too many
        new("Layla Mansour", "Riyadh", 14, 0.5, 0.96, 35, 0.72, 0.50, 3.5, 0.95),                      // has few, and could take more
        new("يوسف الحربي", "Jeddah", 12, 1.0, 0.80, 2100, 0.42, 0.35, 2.0, 0.80),                      // answers after a day and a half
        new("Nadia Khalil", "Jeddah", 12, 1.0, 0.85, 60, 0.46, 0.40, 0.4, 0.15),                       // starts well, then lets leads lie
        new("فاطمة الزهراني", "Jeddah", 12, 6.0, 0.88, 90, 0.36, 0.38, 2.0, 0.85, OnlySource: 3),      // is given the referrals
        new("Karim Fares", "Jeddah", 12, 1.0, 0.50, 300, 0.44, 0.36, 1.5, 0.70, Automated: 1.0),       // leaves it to the machine
        new("عبدالله الشمري", "Dubai", 12, 1.0, 0.85, 120, 0.43, 0.37, 2.0, 0.80),                     // as everybody
        new("Hana Aziz", "Dubai", 12, 0.06, 0.90, 45, 0.48, 0.40, 2.0, 0.90),                          // has only begun
        new("ريم الدوسري", "Dubai", 12, 1.0, 0.84, 100, 0.30, 0.75, 2.5, 0.85),                        // few opportunities, most of them won
        new("Tariq Saleh", "Dubai", null, 0.8, 0.70, 240, 0.40, 0.33, 1.5, 0.60, Active: false),       // has left
    ];

    private static readonly (string Name, string Channel, double Share, double Quality, double CostPerLead)[] s_sources =
    [
        ("Website", "web", 0.28, 1.0, 12), ("Google Ads", "paid", 0.24, 0.7, 38), ("Instagram", "social", 0.20, 0.5, 21),
        ("Referral", "referral", 0.12, 2.0, 4), ("Trade show", "event", 0.08, 1.3, 95), ("Cold list", "outbound", 0.08, 0.3, 9),
    ];

    private static readonly (string Name, int Source)[] s_campaigns =
    [
        ("Search: brand", 1), ("Search: product", 1), ("حملة رمضان", 2), ("Reels", 2), ("Newsletter", 0), ("Big 5 Show", 4), ("Bring a friend", 3), ("Winter list", 5),
    ];

    // What one unit is worth, and how far that goes up and down. Two are pegged to the dollar.
    private static readonly Dictionary<string, (double Worth, double Swing)> s_currencies = new()
    {
        ["SAR"] = (0.266667, 0),
        ["AED"] = (0.272294, 0),
        ["EUR"] = (1.09, 0.04),
        ["USD"] = (1, 0),
    };

    private readonly Random _random = new(20_240_101);
    private readonly DateTimeOffset _start = end.AddDays(-size.Days);
    private int _activities;
    private int _opportunities;
    private int _orders;

    /// <summary>Writes every dataset.</summary>
    /// <param name="open">Gives the file of a dataset; it is closed here.</param>
    public void Write(Func<string, TextWriter> open)
    {
        using var owners = Start(open, "owners", "owner_id,name,team,active,capacity");
        for (var i = 0; i < size.Owners; i++)
        {
            var person = s_people[i % s_people.Length];
            var number = i / s_people.Length;
            Line(owners, $"U-{i + 1}", number == 0 ? person.Name : $"{person.Name} {number + 1}", number == 0 ? person.Team : $"{person.Team} {number + 1}", person.Active ? "true" : "false", person.Capacity);
        }

        using var sources = Start(open, "sources", "source_id,name,channel");
        for (var i = 0; i < size.Sources; i++)
        {
            var source = s_sources[i % s_sources.Length];
            Line(sources, $"S-{i + 1}", i < s_sources.Length ? source.Name : $"{source.Name} {(i / s_sources.Length) + 1}", source.Channel);
        }

        using var campaigns = Start(open, "campaigns", "campaign_id,name,source_id");
        for (var i = 0; i < s_campaigns.Length; i++)
        {
            Line(campaigns, $"C-{i + 1}", s_campaigns[i].Name, $"S-{s_campaigns[i].Source + 1}");
        }

        using var rates = Start(open, "exchange-rates", "currency,on,rate");
        for (var from = _start; from <= end; from = from.AddDays(DaysOfRate))
        {
            foreach (var currency in s_currencies.Keys.Where(currency => currency != baseCurrency))
            {
                Line(rates, currency, Date(from), Rate(currency, from));
            }
        }

        using var files = new Files(
            Start(open, "leads", "lead_id,created_at,owner_id,source_id,campaign_id,status,qualified,has_name,has_email,has_phone,is_test,is_deleted,merged_into"),
            Start(open, "lead-assignments", "lead_id,owner_id,assigned_at"),
            Start(open, "lead-statuses", "lead_id,status,changed_at"),
            Start(open, "opportunities", "opportunity_id,lead_id,owner_id,created_at,stage,status,amount,currency,probability,expected_close_on,closed_at,lost_reason"),
            Start(open, "opportunity-stages", "opportunity_id,stage,entered_at"),
            Start(open, "activities", "activity_id,lead_id,opportunity_id,owner_id,type,direction,due_at,occurred_at,completed,automated"),
            Start(open, "orders", "order_id,customer_id,lead_id,opportunity_id,ordered_at,amount,cost,currency"));
        for (var i = 0; i < size.Leads; i++)
        {
            Lead(files, i);
        }

        using var spend = Start(open, "spend", "spend_id,from,to,kind,source_id,campaign_id,amount,currency");
        Spend(spend);
    }

    private sealed record Files(TextWriter Leads, TextWriter Assignments, TextWriter Statuses, TextWriter Opportunities, TextWriter Stages, TextWriter Activities, TextWriter Orders) : IDisposable
    {
        public void Dispose()
        {
            foreach (var file in new[] { Leads, Assignments, Statuses, Opportunities, Stages, Activities, Orders })
            {
                file.Dispose();
            }
        }
    }

    private void Lead(Files files, int number)
    {
        var id = $"L-{number + 1}";

        // The business grows: more leads come late than early. Most come by day.
        var day = (int)(Math.Pow((number + _random.NextDouble()) / size.Leads, 0.85) * size.Days);
        var minute = Chance(0.8) ? (7 * 60) + (_random.NextDouble() * 12 * 60) : _random.NextDouble() * MinutesADay;
        var created = _start.AddDays(day).AddMinutes(minute);
        if (created > end)
        {
            created = end.AddMinutes(-_random.NextDouble() * 600);
        }

        var source = Pick(s_sources, s => s.Share);
        var owner = PickOwner(source);
        var person = s_people[owner % s_people.Length];
        var sourceNumber = source + (s_sources.Length * _random.Next(Math.Max(1, size.Sources / s_sources.Length)));
        var campaign = Chance(0.6) ? Array.FindIndex(s_campaigns, c => c.Source == source) : -1;
        var (isTest, isDeleted, isMerged) = (Chance(0.01), Chance(0.015), number > 10 && Chance(0.005));
        var unassigned = Chance(0.02);

        var story = new Story(files, id, created, this);
        if (!unassigned)
        {
            story.Assign(owner, created.AddMinutes(LogNormal(4, 1)));
            Work(story, owner, person, source);
        }

        var current = story.Owner;
        Line(
            files.Leads, id, Time(created), current is { } o ? $"U-{o + 1}" : null, Chance(0.04) ? null : $"S-{sourceNumber + 1}",
            campaign >= 0 ? $"C-{campaign + 1}" : null, story.Status, story.Opened || Chance(0.25) ? "true" : "false",
            Chance(0.97) ? "true" : "false", Chance(0.8) ? "true" : "false", Chance(0.7) ? "true" : "false",
            isTest ? "true" : "false", isDeleted ? "true" : "false", isMerged ? $"L-{_random.Next(number) + 1}" : null);
    }

    private void Work(Story story, int owner, Person person, int source)
    {
        var quality = s_sources[source].Quality;
        if (Chance(person.Automated))
        {
            story.Act(owner, "email", "outbound", story.Created.AddMinutes(1), automated: true);
        }

        if (Chance(0.3))
        {
            story.Act(null, Chance(0.5) ? "message" : "email", "inbound", story.Created.AddMinutes(LogNormal(600, 1)));
        }

        var contacted = Chance(person.Contact);
        var attempt = story.Created.AddMinutes(5 + LogNormal(person.Response, 1.1));
        if (contacted || Chance(0.4))
        {
            story.Act(owner, "call", "outbound", attempt, completed: contacted && Chance(0.7));
            if (contacted)
            {
                attempt = attempt.AddMinutes(LogNormal(400, 1));
                story.Act(owner, Chance(0.6) ? "call" : "email", "outbound", attempt);
                story.Become("working", attempt);
            }
        }

        if (Chance(0.1))
        {
            owner = PickOwner(source);
            story.Assign(owner, story.Created.AddMinutes(LogNormal(6 * MinutesADay, 0.8)));
        }

        var last = attempt;
        for (var i = Poisson(contacted ? person.FollowUps : 0.2); i > 0; i--)
        {
            last = last.AddMinutes(LogNormal(3 * MinutesADay, 0.9));
            story.Act(owner, Chance(0.5) ? "call" : Chance(0.5) ? "message" : Chance(0.5) ? "meeting" : "note", "outbound", last);
        }

        if (contacted && Chance(Math.Min(0.9, person.Opportunity * quality)))
        {
            Sell(story, owner, person, attempt.AddMinutes(LogNormal(5 * MinutesADay, 0.8)));
        }
        else if (Chance(0.004))
        {
            story.Order(story.Created.AddMinutes(LogNormal(3 * MinutesADay, 1)), Amount(0.4), null, null);
        }
        else if (Chance(contacted ? 0.94 : 0.88))
        {
            story.Become("closed", last.AddMinutes(LogNormal(25 * MinutesADay, 0.9)));
        }

        // Who plans has been in touch of late, too; one plan in eight is overdue.
        if (story.Status is "new" or "working" && Chance(person.Plans))
        {
            story.Act(owner, "message", "outbound", end.AddMinutes(-5 * MinutesADay * _random.NextDouble()), completed: contacted);
            story.Plan(owner, end.AddMinutes(((_random.NextDouble() * 8) - 1) * MinutesADay));
        }
    }

    private void Sell(Story story, int owner, Person person, DateTimeOffset opened)
    {
        if (opened > end)
        {
            return;
        }

        story.Become("converted", opened);
        var closes = opened.AddMinutes(LogNormal(30 * MinutesADay, 0.7));
        var amount = Amount(person.Win > 0.6 ? 2.5 : 1);
        var won = Chance(person.Win);
        var opportunity = $"O-{++_opportunities}";
        var closed = closes <= end;
        var stage = closed ? "closed" : Chance(0.5) ? "proposal" : "qualification";

        // One deal in four is made in the money of the place.
        var currency = _opportunities % 4 > 0 ? null : person.Team == "Dubai" ? "AED" : "SAR";
        amount = currency is null ? amount : Math.Round(amount / Rate(currency, opened), 2);
        Line(
            story.Files.Opportunities, opportunity, story.Id, $"U-{owner + 1}", Time(opened), stage,
            !closed ? "open" : won ? "won" : "lost", amount, currency, closed ? won ? "1" : "0" : (0.1 + (0.1 * _random.Next(8))).ToString("0.0", CultureInfo.InvariantCulture),
            Date(closes), closed ? Time(closes) : null, closed && !won ? Chance(0.5) ? "price" : "no answer" : null);
        story.Opened = true;
        Line(story.Files.Stages, opportunity, "qualification", Time(opened));
        if (stage != "qualification")
        {
            Line(story.Files.Stages, opportunity, "proposal", Time(opened + (((closed ? closes : end) - opened) * (0.2 + (0.1 * (_opportunities % 6))))));
        }

        if (closed)
        {
            Line(story.Files.Stages, opportunity, "closed", Time(closes));
        }

        for (var i = Poisson(1.5); i > 0; i--)
        {
            story.ActOn(opportunity, owner, Chance(0.5) ? "meeting" : "call", opened.AddMinutes(_random.NextDouble() * (closes - opened).TotalMinutes));
        }

        for (var i = closed && won ? 1 + Poisson(0.6) : 0; i > 0; i--)
        {
            closes = closes.AddMinutes(LogNormal(2 * MinutesADay, 1));
            story.Order(closes, amount * (i == 1 ? 1 : 0.3m), currency, opportunity);
        }
    }

    // What is spent on a source follows its leads, month by month; salaries are sales spend of no source. One source sends its
    // bills in euros.
    private void Spend(TextWriter spend)
    {
        var number = 0;
        for (var from = _start; from < end; from = from.AddDays(30))
        {
            var to = from.AddDays(29) < end ? from.AddDays(29) : end.AddDays(-1);
            var grown = 0.6 + (0.8 * (from - _start).TotalDays / size.Days);
            foreach (var (at, source) in s_sources.Index())
            {
                Row(grown * source.Share * source.CostPerLead * size.Leads * 30 / size.Days, "marketing", $"S-{at + 1}", source.Name == "Google Ads" ? "EUR" : null);
            }

            Row(2500.0 * size.Owners, "sales", null, null);

            void Row(double amount, string kind, string? source, string? currency) => Line(
                spend, $"E-{++number}", Date(from), Date(to), kind, source, null,
                Math.Round((decimal)amount / (currency is null ? 1 : Rate(currency, from)), 2), currency);
        }
    }

    // In the base currency, until the next rate comes.
    private decimal Rate(string currency, DateTimeOffset at)
    {
        var (worth, swing) = s_currencies[currency];
        var number = (int)((at - _start).TotalDays / DaysOfRate);
        return Math.Round((decimal)((worth + (swing * Math.Sin(number))) / s_currencies.GetValueOrDefault(baseCurrency, (1, 0)).Worth), 6);
    }

    private int PickOwner(int source)
    {
        while (true)
        {
            var owner = (Pick(s_people, person => person.Share) + (s_people.Length * _random.Next(1 + (size.Owners / s_people.Length)))) % size.Owners;
            if (s_people[owner % s_people.Length].OnlySource is not { } only || only == source)
            {
                return owner;
            }
        }
    }

    private int Pick<T>(T[] from, Func<T, double> share)
    {
        var left = _random.NextDouble() * from.Sum(share);
        for (var i = 0; i < from.Length - 1; i++)
        {
            left -= share(from[i]);
            if (left < 0)
            {
                return i;
            }
        }

        return from.Length - 1;
    }

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private double LogNormal(double median, double sigma) =>
        median * Math.Exp(sigma * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));

    private int Poisson(double mean)
    {
        var (count, product, limit) = (0, _random.NextDouble(), Math.Exp(-mean));
        while (product > limit)
        {
            count++;
            product *= _random.NextDouble();
        }

        return count;
    }

    private decimal Amount(double scale) => Math.Round((decimal)(scale * LogNormal(8_000, 0.8)), 2);

    private static string Date(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static TextWriter Start(Func<string, TextWriter> open, string dataset, string header)
    {
        var writer = open(dataset);
        writer.Write(header);
        writer.Write('\n');
        return writer;
    }

    // No value here needs quoting.
    private static void Line(TextWriter writer, params ReadOnlySpan<object?> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
            {
                writer.Write(',');
            }

            writer.Write(fields[i] is IFormattable value ? value.ToString(null, CultureInfo.InvariantCulture) : fields[i]);
        }

        writer.Write('\n');
    }

    /// <summary>What happens to one lead; nothing after the end is known.</summary>
    private sealed class Story(Files files, string id, DateTimeOffset created, DemoCrm crm)
    {
        private DateTimeOffset _statusAt;

        public Files Files => files;

        public string Id => id;

        public DateTimeOffset Created => created;

        public int? Owner { get; private set; }

        public string Status { get; private set; } = "new";

        public bool Opened { get; set; }

        public void Assign(int owner, DateTimeOffset at)
        {
            if (Known(at) && owner != Owner)
            {
                Owner = owner;
                Line(files.Assignments, id, $"U-{owner + 1}", Time(at));
            }
        }

        public void Become(string status, DateTimeOffset at)
        {
            if (Known(at) && at >= _statusAt)
            {
                (Status, _statusAt) = (status, at);
                Line(files.Statuses, id, status, Time(at));
            }
        }

        public void Act(int? owner, string type, string direction, DateTimeOffset at, bool completed = true, bool automated = false)
        {
            if (Known(at) && at >= created)
            {
                Activity(id, null, owner, type, direction, null, at, completed, automated);
            }
        }

        public void ActOn(string opportunity, int owner, string type, DateTimeOffset at)
        {
            if (Known(at))
            {
                Activity(null, opportunity, owner, type, "outbound", null, at, true, false);
            }
        }

        public void Plan(int owner, DateTimeOffset due) => Activity(id, null, owner, "task", "outbound", due, null, false, false);

        public void Order(DateTimeOffset at, decimal amount, string? currency, string? opportunity)
        {
            if (Known(at))
            {
                Line(
                    files.Orders, $"R-{++crm._orders}", "K-" + id[2..], opportunity is null ? id : null, opportunity, Time(at), Math.Round(amount, 2),
                    crm.Chance(0.9) ? Math.Round(amount * 0.6m, 2) : null, currency);
            }
        }

        private bool Known(DateTimeOffset at) => at <= crm.End;

        private void Activity(string? lead, string? opportunity, int? owner, string type, string direction, DateTimeOffset? due, DateTimeOffset? at, bool completed, bool automated) => Line(
            files.Activities, $"A-{++crm._activities}", lead, opportunity, owner is { } o ? $"U-{o + 1}" : null, type, direction,
            due is { } d ? Time(d) : null, at is { } t ? Time(t) : null, completed ? "true" : "false", automated ? "true" : "false");
    }

    private DateTimeOffset End => end;
}
