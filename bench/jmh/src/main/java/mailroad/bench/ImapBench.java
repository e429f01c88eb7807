package mailroad.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.concurrent.TimeUnit;
import mailroad.imap.command.CommandParser;
import mailroad.imap.command.Parsed;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Commands of IMAP as clients say them all day. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ImapBench {
  private final byte[] fetch =
      ("a1 UID FETCH 1:500 (UID FLAGS RFC822.SIZE"
              + " BODY.PEEK[HEADER.FIELDS (DATE FROM TO CC SUBJECT MESSAGE-ID)])")
          .getBytes(US_ASCII);
  private final byte[] search =
      "a2 UID SEARCH OR FROM \"anna\" SUBJECT \"the road\" NOT DELETED SINCE 1-Nov-2026"
          .getBytes(US_ASCII);
  private final List<byte[]> daily =
      List.of(
          "a3 NOOP".getBytes(US_ASCII),
          "a4 SELECT \"INBOX\"".getBytes(US_ASCII),
          "a5 UID STORE 17,19:23 +FLAGS.SILENT (\\Seen)".getBytes(US_ASCII),
          "a6 STATUS \"Archive/2026\" (MESSAGES UNSEEN UIDNEXT)".getBytes(US_ASCII),
          "a7 LIST \"\" \"*\"".getBytes(US_ASCII));

  /** Five short ones. */
  @Benchmark
  public void commandsShort(Blackhole sink) {
    for (byte[] line : daily) {
      sink.consume(CommandParser.parse(line));
    }
  }

  /** What a client asks of a mailbox that it has opened. */
  @Benchmark
  public Parsed commandFetch() {
    return CommandParser.parse(fetch);
  }

  /** A search with several keys. */
  @Benchmark
  public Parsed commandSearch() {
    return CommandParser.parse(search);
  }
}
