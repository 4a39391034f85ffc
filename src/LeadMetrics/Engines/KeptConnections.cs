using System.Data;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LeadMetrics.Engines;

/// <summary>
/// SQLite connections that stay open between reads, with the statements that they have prepared: the provider forgets a statement with its command, and
/// preparing takes longer than a light statement runs. SQLite prepares anew by itself what a change of the schema has made stale.
/// </summary>
internal sealed class KeptConnections : IDisposable
{
    private const int MostStatements = 100;

    // Then others take their places: what they hold of memory and know of how the tables are filled is not for ever.
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(5);

    private readonly string _connectionString;
    private readonly string _pragmas;
    private readonly int _most;
    private readonly Timer _renewal;
    private readonly Lock _lock = new();
    private readonly Stack<Kept> _idle = new();
    private int _generation;

    /// <param name="connectionString">How one is opened; without the provider's pool.</param>
    /// <param name="pragmas">What each is told first.</param>
    /// <param name="most">How many are kept while nobody reads; more than these at once are opened and closed.</param>
    public KeptConnections(string connectionString, string pragmas, int most)
    {
        (_connectionString, _pragmas, _most) = (connectionString, pragmas, most);
        _renewal = new Timer(_ => Clear(), null, s_life, s_life);
    }

    /// <summary>An open connection; who disposes of it gives it back.</summary>
    public SqliteConnection Open()
    {
        lock (_lock)
        {
            if (_idle.TryPop(out var kept))
            {
                kept.IsOut = true;
                return kept;
            }
        }

        var opened = new Kept(this, _connectionString, Volatile.Read(ref _generation));
        try
        {
            opened.Open();
            using var command = opened.CreateCommand();
            command.CommandText = _pragmas;
            command.ExecuteNonQuery();
            return opened;
        }
        catch
        {
            opened.Close();
            throw;
        }
    }

    /// <summary>Closes those that nobody reads by now, and the others once they are given back.</summary>
    public void Clear()
    {
        List<Kept> closing;
        lock (_lock)
        {
            _generation++;
            closing = [.. _idle];
            _idle.Clear();
        }

        closing.ForEach(kept => kept.Close());
    }

    public void Dispose()
    {
        _renewal.Dispose();
        Clear();
    }

    private bool TakeBack(Kept kept)
    {
        lock (_lock)
        {
            if (kept.Generation != _generation || _idle.Count == _most)
            {
                return false;
            }

            kept.IsOut = false;
            _idle.Push(kept);
            return true;
        }
    }

    private sealed class Kept(KeptConnections owner, string connectionString, int generation) : SqliteConnection(connectionString)
    {
        private readonly Dictionary<string, Prepared> _prepared = new(StringComparer.Ordinal);

        // A reader that nothing here knows of.
        private bool _hasOtherReaders;

        public int Generation => generation;

        public bool IsOut { get; set; } = true;

        public override SqliteCommand CreateCommand() => new Command(this) { Connection = this, Transaction = Transaction, CommandTimeout = DefaultTimeout };

        /// <summary>The command of a text, prepared when it last ran; null while somebody reads by it.</summary>
        public Prepared? PreparedOf(string text)
        {
            if (!_prepared.TryGetValue(text, out var prepared))
            {
                if (_prepared.Count == MostStatements)
                {
                    Forget();
                }

                _prepared.Add(text, prepared = new Prepared { Connection = this, CommandText = text });
            }

            _hasOtherReaders |= prepared.IsBusy;
            return prepared.IsBusy ? null : prepared;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && IsOut && !(State == ConnectionState.Open && IsAtRest() && owner.TakeBack(this)))
            {
                base.Dispose(disposing);
            }
        }

        // Whoever had it next would go on in the same snapshot, and never see what was written since.
        private bool IsAtRest() =>
            !_hasOtherReaders && Transaction is null && raw.sqlite3_get_autocommit(Handle!) != 0 && !_prepared.Values.Any(prepared => prepared.IsBusy);

        private void Forget()
        {
            foreach (var (text, prepared) in _prepared.Where(prepared => !prepared.Value.IsBusy).ToList())
            {
                prepared.Dispose();
                _prepared.Remove(text);
            }
        }
    }

    /// <summary>What a reader fills in; it runs as the prepared one of its text.</summary>
    private sealed class Command(Kept connection) : SqliteCommand
    {
        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            if (connection.PreparedOf(CommandText) is not { } prepared)
            {
                return base.ExecuteReader(behavior);
            }

            prepared.Transaction = Transaction;
            prepared.CommandTimeout = CommandTimeout;
            prepared.Parameters.Clear();
            foreach (SqliteParameter parameter in Parameters)
            {
                prepared.Parameters.Add(parameter);
            }

            return prepared.ExecuteReader(behavior);
        }
    }

    private sealed class Prepared : SqliteCommand
    {
        public bool IsBusy => DataReader is not null;
    }
}
