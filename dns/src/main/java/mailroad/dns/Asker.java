package mailroad.dns;

import java.net.Inet6Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * Asks one server one question until it has answered or failed: over UDP first, over TCP where the answer
 * was truncated or may have been forged, without EDNS where the server chokes on it. Each exchange is
 * written into the walk and counted as work.
 */
final class Asker {
  private static final Logger LOG = LoggerFactory.getLogger(Asker.class);

  /** UDP, UDP without EDNS, TCP, TCP without EDNS: no honest server needs more. */
  private static final int EXCHANGES_MAX = 4;

  private final World world;
  private final ResolverConfig config;
  private final ServerMemory memory;
  private final Wire wire;

  Asker(World world, ResolverConfig config, ServerMemory memory) {
    this.world = world;
    this.config = config;
    this.memory = memory;
    wire = new Wire(world, config.bounds());
  }

  /** What came of asking. */
  sealed interface Result {}

  /** A whole message that belongs to the question. */
  record Answered(Message message) implements Result {}

  /** Nothing of use, and why. */
  record Unanswered(String reason) implements Result {}

  /**
   * Asks.
   *
   * @param round 0 the first time a server is asked this question, and so on: patience grows
   */
  Result ask(Target target, Question question, Query.Manner manner, int round, Work work)
      throws InterruptedException {
    ServerMemory.Quirks quirks = memory.quirks(target.address());
    boolean mixed = config.mixedCase() && quirks.keepsCase();
    Turn turn = new Turn(new Query.Form(question, manner, quirks.edns(), mixed), false);
    for (int i = 0; i < EXCHANGES_MAX; i++) {
      Optional<String> exhausted = work.exhausted();
      if (exhausted.isPresent()) {
        return new Unanswered(exhausted.get());
      }
      work.spend();
      Instant since = world.now();
      Wire.Heard heard = exchange(target, turn, round, work);
      switch (next(target, turn, heard, since, work)) {
        case Again(var again) -> turn = again;
        case End(var result) -> {
          return result;
        }
      }
    }
    return new Unanswered("no usable answer in %d exchanges".formatted(EXCHANGES_MAX));
  }

  /** How to ask next. */
  private record Turn(Query.Form form, boolean tcp) {}

  private sealed interface Next {}

  private record Again(Turn turn) implements Next {}

  private record End(Result result) implements Next {}

  private Wire.Heard exchange(Target target, Turn turn, int round, Work work)
      throws InterruptedException {
    Query query = Query.of(turn.form(), config.bounds().udpOctetsMax(), world.random());
    if (turn.tcp()) {
      return wire.overTcp(query, target.address(), work.atMost(config.timeouts().connection()));
    }
    Duration longest = config.timeouts().datagram();
    // A resolver that works for us takes as long as those that it asks.
    Duration first =
        turn.form().manner().recursion() ? longest : memory.patience(target.address(), longest);
    Duration patience = first.multipliedBy(1L << Math.min(round, 6));
    return wire.overUdp(query, target.address(), work.atMost(patience));
  }

  private Next next(Target target, Turn turn, Wire.Heard heard, Instant since, Work work) {
    work.walk().asked(since, target, turn.tcp(), turn.form().question(), outcome(heard));
    return switch (heard) {
      case Wire.Answered(var message, var ignored) -> {
        noteIgnored(target, ignored, work);
        memory.heard(target.address(), Duration.between(since, world.now()));
        yield read(target, turn, message);
      }
      case Wire.OtherCase() -> {
        memory.losesCase(target.address());
        yield new Again(new Turn(turn.form().inLowerCase(), true));
      }
      case Wire.Forgeries(var ignored) -> {
        noteIgnored(target, ignored, work);
        yield new Again(new Turn(turn.form(), true));
      }
      case Wire.Silence(var ignored) -> {
        noteIgnored(target, ignored, work);
        memory.silent(target.address());
        yield new End(new Unanswered("did not answer in time"));
      }
      case Wire.Broken(var reason, var couldSend) -> {
        if (!couldSend && target.address().getAddress() instanceof Inet6Address) {
          memory.noIpv6();
        }
        memory.silent(target.address());
        yield new End(new Unanswered(reason));
      }
    };
  }

  private Next read(Target target, Turn turn, Message message) {
    if (turn.form().edns() && refusesEdns(message)) {
      memory.refusesEdns(target.address());
      return new Again(new Turn(turn.form().withoutEdns(), turn.tcp()));
    }
    if (Messages.flag(message, Flags.TC)) {
      // RFC 2181 section 9: what fits into a truncated answer is not used.
      return turn.tcp()
          ? new End(new Unanswered("truncated even over TCP"))
          : new Again(new Turn(turn.form(), true));
    }
    return new End(new Answered(message));
  }

  /** RFC 6891 section 7: a server that does not know EDNS says FORMERR or NOTIMP, without it. */
  private static boolean refusesEdns(Message message) {
    int rcode = message.getRcode();
    return rcode == Rcode.BADVERS
        || message.getOPT() == null && (rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP);
  }

  private static Walk.Outcome outcome(Wire.Heard heard) {
    return switch (heard) {
      case Wire.Answered(var message, _) -> Messages.outcome(message);
      case Wire.OtherCase() ->
          new Walk.Outcome("answered with the name in another case, to be asked over TCP");
      case Wire.Forgeries _ ->
          new Walk.Outcome("so many answers that do not match that it is to be asked over TCP");
      case Wire.Silence _ -> new Walk.Outcome("no answer in time");
      case Wire.Broken(var reason, _) -> new Walk.Outcome(reason);
    };
  }

  private static void noteIgnored(Target target, List<String> ignored, Work work) {
    for (String what : ignored) {
      work.walk().note("ignored while waiting for %s: %s".formatted(target, what));
    }
    if (!ignored.isEmpty()) {
      LOG.warn(
          "dns forgeries={} server={} first=\"{}\"",
          ignored.size(),
          SocketText.show(target.address()),
          Text.visible(ignored.getFirst()));
    }
  }
}
