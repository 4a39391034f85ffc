using System.Globalization;
using LeadMetrics.Access;
using LeadMetrics.Import;
using NodaTime;
using NodaTime.Text;

namespace LeadMetrics.Parameters;

/// <summary>Which conversion counts.</summary>
public enum Conversion
{
    Any,
    Opportunity,
    Customer,
}

/// <summary>Whose lead it is.</summary>
public enum OwnerAt
{
    ConversionOrCurrent,
    Current,
    Created,
    FirstAssigned,
}

/// <summary>When the clock of a response starts.</summary>
public enum ResponseStart
{
    Created,
    Assigned,
}

/// <summary>Which time counts as time to respond in.</summary>
public enum ResponseClock
{
    Always,
    Business,
}

/// <summary>Which leads are set against which events.</summary>
public enum Basis
{
    Cohort,
    Period,
    Resolved,
}

/// <summary>What the leads of a question are chosen and counted by; shared by every lead metric and every drill-down.</summary>
public sealed record LeadQuestion
{
    public static readonly Parameter<LocalDate?> From = Param.Date("from", "First local day of the period, inclusive: leads created from then on.");
    public static readonly Parameter<LocalDate?> To = Param.Date("to", "Last local day of the period, inclusive. Without it the period ends today.");
    public static readonly Parameter<Preset?> Preset = Param.OptionalChoice<Preset>("preset", "A period by name, in place of from and to. Presets that end today count today in.");
    public static readonly Parameter<DateTimeZone?> Zone = Param.Zone("tz", "The zone whose days the period is made of; the installation's own unless given.");
    public static readonly Parameter<string?> OwnerId = Param.Many(Param.Text("ownerId", "Only leads of these owners, by the ownership rule; (unassigned) for those of nobody.", "the id of an owner"));
    public static readonly Parameter<string?> Team = Param.Many(Param.Text("team", "Only leads of owners who are in these teams now; (none) for those in none.", "the name of a team"));
    public static readonly Parameter<string?> SourceId = Param.Many(Param.Text("sourceId", "Only leads of these sources; (unknown) for those of none.", "the id of a source"));
    public static readonly Parameter<string?> Channel = Param.Many(Param.Text("channel", "Only leads of sources of these channels; (none) for sources of none.", "the name of a channel"));
    public static readonly Parameter<string?> CampaignId = Param.Many(Param.Text("campaignId", "Only leads of these campaigns; (none) for those of none.", "the id of a campaign"));
    public static readonly Parameter<int?> Status = Param.Many(Param.Choice("status", "Only leads whose status is one of these; (none) where the CRM gives none.", Datasets.LeadStatuses.Select((name, code) => (name, code: (int?)code)).Append((name: Nobody, code: NoStatus)).ToDictionary(s => s.name, s => s.code), null));
    public static readonly Parameter<OwnerAt> Ownership = Param.Choice("ownerAt", "Whose lead it is: the owner at the conversion and else the current one, the current one, the one at creation, or the first it was assigned to.", LeadMetrics.Parameters.OwnerAt.ConversionOrCurrent);
    public static readonly Parameter<Basis> BasisOf = Param.Choice("basis", "Which leads are set against which events: cohort takes the leads created in the period, and what had become of them by asOf; resolved the leads won or closed in it; period each event in it, against the leads created in it.", Basis.Cohort);
    public static readonly Parameter<Conversion> Converted = Param.Choice("conversion", "What counts as converted: an opportunity or a customer, an opportunity, or a customer (first won opportunity or first order).", Conversion.Any);
    public static readonly Parameter<Duration?> WindowLength = Param.Length("window", "Counts an event only within this time of the lead's creation, and leaves younger leads out of the rates as immature.");
    public static readonly Parameter<Instant?> AsOfTime = Param.Time("asOf", "The instant of truth: nothing that happened later is known. Now unless given: the beginning of this minute, or the latest event in it that is known, so that the same question has the same answer for so long. Never later than now.");
    public static readonly Parameter<ResponseStart> Start = Param.Choice("start", "When the clock of a response starts: at the lead's creation, or at its first assignment.", ResponseStart.Created);
    public static readonly Parameter<ResponseClock> Clock = Param.Choice("clock", "Which time counts as response time, and against the target: always, all of it; business, the time inside the installation's working calendar, so that PT8H is a day of eight hours.", ResponseClock.Always);
    public static readonly Parameter<Duration?> TargetLength = Param.Length("target", "The response target.", "PT1H");
    public static readonly Parameter<Duration?> UncontactedAfter = Param.Length("uncontactedAfter", "An open lead that was never contacted is neglected when it is older than this.", "P1D");
    public static readonly Parameter<Duration?> IdleAfter = Param.Length("idleAfter", "An open lead is neglected when its last human activity is longer ago than this.", "P7D");

    /// <summary>What every metric takes: the period, the filters, whose lead it is, and the instant of truth.</summary>
    public static readonly IReadOnlyList<Parameter> Common =
        [From, To, Preset, Zone, OwnerId, Team, SourceId, Channel, CampaignId, Status, Ownership, AsOfTime];

    /// <summary>Every parameter above, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<Parameter> Parameters =
        [.. Common, BasisOf, Converted, WindowLength, Start, Clock, TargetLength, UncontactedAfter, IdleAfter];

    /// <summary>The name of the member of a dimension that stands for none of it.</summary>
    public const string Nobody = "(none)";

    /// <summary>The code that stands for no status.</summary>
    public const int NoStatus = -1;

    /// <summary>The period of creation; null for all time.</summary>
    public required ReportPeriod? Period { get; init; }

    /// <summary>The preset that named the period; null where its days were given.</summary>
    public Preset? Named { get; init; }

    public required DateTimeZone TimeZone { get; init; }

    public required Instant AsOf { get; init; }

    /// <summary>Whether AsOf is now because the request names no instant.</summary>
    public bool IsOfNow { get; init; }

    public IReadOnlyList<string> OwnerIds { get; init; } = [];

    public IReadOnlyList<string> Teams { get; init; } = [];

    public IReadOnlyList<string> SourceIds { get; init; } = [];

    public IReadOnlyList<string> Channels { get; init; } = [];

    public IReadOnlyList<string> CampaignIds { get; init; } = [];

    public IReadOnlyList<int> Statuses { get; init; } = [];

    public OwnerAt OwnerAt { get; init; }

    public Basis Basis { get; init; }

    public Conversion Conversion { get; init; }

    public Duration? Window { get; init; }

    public ResponseStart ResponseStart { get; init; }

    public ResponseClock ResponseClock { get; init; }

    public required Duration Target { get; init; }

    public required Duration Uncontacted { get; init; }

    public required Duration Idle { get; init; }

    /// <summary>What the one who asks may be shown. It is given by the caller, and no query can ask for it.</summary>
    public Sight Sight { get; init; } = Sight.Whole;

    /// <summary>How many months the period has, the day of asOf the last that counts; null for all time.</summary>
    public decimal? Months => Period?.MonthsUntil(ReportPeriod.DayOf(AsOf, TimeZone));

    /// <summary>The parameter of the basis, of a metric that not every one makes sense for.</summary>
    public static Parameter<Basis> BasisOneOf(params IReadOnlyList<Basis> some) =>
        Param.Choice(BasisOf.Name, BasisOf.Description, some.ToDictionary(Param.Camel, value => value), BasisOf.Default) with { DefaultText = BasisOf.DefaultText };

    /// <summary>Reads the shared parameters; one that the route does not declare has its default.</summary>
    /// <remarks>Errors are left in the reader, for it to throw with those of the others.</remarks>
    /// <param name="otherwise">The period when none is given.</param>
    public static LeadQuestion Read(QueryReader query, Instant now, ReportOptions options, Preset otherwise)
    {
        now = Instant.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var zone = query.Get(Zone) ?? DateTimeZoneProviders.Tzdb[options.TimeZone];
        var asOf = query.Get(AsOfTime) ?? now;
        if (asOf > now)
        {
            query.Fail(AsOfTime.Name, "It lies in the future; allowed is an instant up to now.");
        }

        var (period, named) = ReadPeriod(query, asOf.InZone(zone).Date, zone, options.FirstDayOfWeek, otherwise);
        var question = new LeadQuestion
        {
            Period = period,
            Named = named,
            TimeZone = zone,
            AsOf = asOf,
            IsOfNow = !query.Has(AsOfTime),
            OwnerIds = Texts(query, OwnerId),
            Teams = Texts(query, Team),
            SourceIds = Texts(query, SourceId),
            Channels = Texts(query, Channel),
            CampaignIds = Texts(query, CampaignId),
            Statuses = [.. query.All(Status).OfType<int>()],
            OwnerAt = query.Get(Ownership),
            Basis = query.GetDeclared(BasisOf),
            Conversion = query.GetDeclared(Converted),
            Window = query.GetDeclared(WindowLength),
            ResponseStart = query.GetDeclared(Start),
            ResponseClock = query.GetDeclared(Clock),
            Target = query.GetDeclared(TargetLength) ?? Duration.Zero,
            Uncontacted = query.GetDeclared(UncontactedAfter) ?? Duration.Zero,
            Idle = query.GetDeclared(IdleAfter) ?? Duration.Zero,
        };
        if (question.Window is not null && question.Basis != Basis.Cohort)
        {
            query.Fail(WindowLength.Name, "It stands beside another basis than cohort; a window is of a cohort's leads.");
        }

        return question;
    }

    /// <summary>The question as of now made one that others ask too: as of the beginning of the minute, or the latest event since.</summary>
    /// <param name="latestEventAt">The latest event that the data know, in milliseconds.</param>
    public LeadQuestion Settled(long latestEventAt)
    {
        if (!IsOfNow)
        {
            return this;
        }

        var now = AsOf.ToUnixTimeMilliseconds();
        var minute = now - (now % 60_000);
        return this with { AsOf = Instant.FromUnixTimeMilliseconds(latestEventAt > minute && latestEventAt <= now ? latestEventAt : minute) };
    }

    /// <summary>The question of what happened in the period, whenever its lead was created: each event by itself, so that no window holds.</summary>
    public LeadQuestion OfEvents() => this with { Basis = Basis.Period, Window = null };

    /// <summary>The same of one bucket of the period.</summary>
    public LeadQuestion Within(Bucket bucket) => this with { Period = new ReportPeriod(bucket.From, bucket.To, TimeZone) };

    /// <summary>The query that asks this again, to the instant: the same data gives the same answer.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToQuery()
    {
        if (Period is not null)
        {
            yield return new(From.Name, LocalDatePattern.Iso.Format(Period.From));
            yield return new(To.Name, LocalDatePattern.Iso.Format(Period.To));
        }

        yield return new(Zone.Name, TimeZone.Id);
        yield return new(AsOfTime.Name, InstantPattern.ExtendedIso.Format(AsOf));
        foreach (var (parameter, values) in new (Parameter, IEnumerable<string>)[]
        {
            (OwnerId, OwnerIds), (Team, Teams), (SourceId, SourceIds), (Channel, Channels), (CampaignId, CampaignIds),
            (Status, Statuses.Select(code => code == NoStatus ? Nobody : Datasets.LeadStatuses[code])),
            (Ownership, [Param.Camel(OwnerAt)]),
            (BasisOf, [Param.Camel(Basis)]),
            (Converted, [Param.Camel(Conversion)]),
            (WindowLength, Window is { } window ? [Iso(window)] : []),
            (Start, [Param.Camel(ResponseStart)]),
            (Clock, [Param.Camel(ResponseClock)]),
            (TargetLength, Target == TargetLength.Default ? [] : [Iso(Target)]),
            (UncontactedAfter, Uncontacted == UncontactedAfter.Default ? [] : [Iso(Uncontacted)]),
            (IdleAfter, Idle == IdleAfter.Default ? [] : [Iso(Idle)]),
        })
        {
            foreach (var value in values.Where(value => value != parameter.DefaultText))
            {
                yield return new(parameter.Name, value);
            }
        }
    }

    /// <summary>An ISO 8601 duration.</summary>
    public static string Iso(Duration duration) =>
        PeriodPattern.NormalizingIso.Format(NodaTime.Period.FromTicks((long)duration.TotalTicks).Normalize()) is var text && text.Length > 0
            ? text : string.Create(CultureInfo.InvariantCulture, $"PT{duration.TotalSeconds}S");

    private static string[] Texts(QueryReader query, Parameter<string?> parameter) => [.. query.All(parameter).OfType<string>()];

    private static (ReportPeriod? Period, Preset? Named) ReadPeriod(QueryReader query, LocalDate today, DateTimeZone zone, IsoDayOfWeek firstDayOfWeek, Preset otherwise)
    {
        var (from, to, preset) = (query.Get(From), query.Get(To), query.Get(Preset));
        if (query.Has(Preset) && (query.Has(From) || query.Has(To)))
        {
            query.Fail(Preset.Name, "It stands beside from or to; give either a preset or from and to.");
        }
        else if (query.Has(To) && !query.Has(From))
        {
            query.Fail(From.Name, "It is needed beside to: the first day of the period.");
        }
        else if (from is { } first)
        {
            var last = to ?? (first > today ? first : today);
            if (last < first)
            {
                query.Fail(To.Name, $"It is before from; allowed is {LocalDatePattern.Iso.Format(first)} or later.");
                return (null, null);
            }

            return (new ReportPeriod(first, last, zone), null);
        }

        var named = preset ?? otherwise;
        if (named == LeadMetrics.Parameters.Preset.AllTime)
        {
            return (null, named);
        }

        var days = ReportPeriod.Of(named, today, firstDayOfWeek);
        return (new ReportPeriod(days.From, days.To, zone), named);
    }
}
