package mailroad.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mailroad.kernel.Why;

/** One step on the way to an answer, as {@link WalkListener} hears it and {@link Answer#walk()} keeps it. */
public sealed interface WalkStep {
  /** When it ended. */
  Instant at();

  /** 0 on the way to what was asked; deeper on the way to the address of a name server. */
  int depth();

  /** One sentence. */
  String finding();

  /** The records that came, as master-file lines. */
  List<String> records();

  /** The step as part of an explanation. */
  default Why why() {
    return new Why(finding(), records().stream().map(Why::new).toList());
  }

  /**
   * A server was asked.
   *
   * @param took from sending to the answer, or to giving up
   * @param server its name, or its address where it has none
   * @param tcp whether over TCP rather than UDP
   * @param question name and type
   * @param outcome what came, or that nothing came
   */
  record Asked(
      Instant at,
      Duration took,
      int depth,
      String server,
      InetSocketAddress address,
      boolean tcp,
      String question,
      String outcome,
      List<String> records)
      implements WalkStep {
    /** The record's list does not change. */
    public Asked {
      records = List.copyOf(records);
    }

    @Override
    public String finding() {
      String at = SocketText.show(address);
      boolean named = !server.equals(SocketText.show(address.getAddress()));
      return "asked %s over %s for %s: %s (%d ms)"
          .formatted(
              named ? server + " at " + at : at,
              tcp ? "TCP" : "UDP",
              question,
              outcome,
              took.toMillis());
    }
  }

  /**
   * The cache knew.
   *
   * @param question name and type
   * @param outcome what it knew
   * @param secondsLeft how long it will know
   */
  record Remembered(
      Instant at,
      int depth,
      String question,
      String outcome,
      long secondsLeft,
      List<String> records)
      implements WalkStep {
    /** The record's list does not change. */
    public Remembered {
      records = List.copyOf(records);
    }

    @Override
    public String finding() {
      return "%s: %s, from the cache, %d s left".formatted(question, outcome, secondsLeft);
    }
  }

  /**
   * DNSSEC was checked.
   *
   * @param zone a zone, or a name where something else was found
   * @param verdict why, in words
   */
  record Judged(Instant at, int depth, String zone, Security security, String verdict)
      implements WalkStep {
    @Override
    public String finding() {
      return "DNSSEC: " + verdict;
    }

    @Override
    public List<String> records() {
      return List.of();
    }
  }

  /** Something was decided: a server passed over, an answer not believed, a bound reached. */
  record Noted(Instant at, int depth, String finding) implements WalkStep {
    @Override
    public List<String> records() {
      return List.of();
    }
  }
}
