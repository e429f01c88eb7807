package mailroad.guard.filter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.FilterException;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Reply;
import mailroad.kernel.Text;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mta.gate.Arriving;
import mailroad.wire.Deadline;
import mailroad.wire.Wire;

/**
 * Shows messages to clamd by its INSTREAM command: pieces, each with its length before it, and a piece of no length
 * at the end. One connection a message; what clamd is shown are the octets as they came.
 */
final class Clamd implements Outside {
  private static final int ANSWER_OCTETS_MAX = 4096;
  private static final double MALWARE_SCORE = 100;
  private static final byte[] NO_MORE = {0, 0, 0, 0};

  private final World world;
  private final ClamdLine line;
  private final Terms terms;

  Clamd(World world, ClamdLine line) {
    this.world = world;
    this.line = line;
    this.terms = line.terms();
  }

  @Override
  public Opinion look(Suspect suspect, Deadline deadline)
      throws IOException, FilterException, InterruptedException {
    try (Wire wire =
        new Wire(world, terms.endpoint().connect(world, deadline.left()), deadline.left())) {
      return opinion(ClamdAnswer.parse(ask(wire, suspect.arriving(), deadline)));
    }
  }

  private String ask(Wire wire, Arriving arriving, Deadline deadline)
      throws IOException, FilterException {
    try {
      wire.write("zINSTREAM\0");
      Content.send(
          arriving.content(),
          arriving.received(),
          wire,
          deadline,
          octets -> wire.write(ByteBuffer.allocate(Integer.BYTES).putInt(octets).array()));
      wire.write(NO_MORE);
      wire.flush();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return lastWords(wire, deadline, e);
    }
    return answer(wire, deadline);
  }

  /** It hangs up in the middle of what is too large for it, and says so before. */
  private static String lastWords(Wire wire, Deadline deadline, IOException hungUp)
      throws IOException, FilterException {
    try {
      return answer(wire, deadline);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      hungUp.addSuppressed(e);
      throw hungUp;
    }
  }

  private static String answer(Wire wire, Deadline deadline) throws IOException, FilterException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (out.size() <= ANSWER_OCTETS_MAX) {
      ByteBuffer input = wire.input(deadline.left());
      while (input.hasRemaining()) {
        byte octet = input.get();
        if (octet == 0) {
          return out.toString(StandardCharsets.UTF_8);
        }
        out.write(octet);
      }
    }
    throw new FilterException("an answer of more than %d octets".formatted(ANSWER_OCTETS_MAX));
  }

  private Opinion opinion(ClamdAnswer answer) throws FilterException {
    return switch (answer) {
      case ClamdAnswer.Clean() -> Opinion.NONE;
      case ClamdAnswer.Found(var signature) when isSpam(signature) ->
          Opinion.of(
              List.of(
                  new Evidence(
                      terms.name() + "-spam",
                      line.score(),
                      new Why("It looks like known spam", signature))));
      case ClamdAnswer.Found(var signature) -> malware(signature);
      case ClamdAnswer.TooLarge() ->
          Opinion.of(
              List.of(
                  new Evidence(
                      terms.name() + "-too-large",
                      0,
                      terms.name() + " was shown more than its own StreamMaxLength")));
      case ClamdAnswer.Fault(var said) ->
          throw new FilterException("it said \"%s\"".formatted(Text.visible(said)));
    };
  }

  private boolean isSpam(String signature) {
    return line.spamSignatures().stream().anyMatch(signature::startsWith);
  }

  private Opinion malware(String signature) {
    String reason = "Malware: " + Text.visible(signature);
    Demand demand =
        switch (line.onMalware()) {
          case QUARANTINE -> new Demand.Quarantine(reason);
          case REFUSE -> new Demand.Refuse(new Reply(554, "5.7.1", reason));
          case DISCARD -> new Demand.Discard(reason);
        };
    Evidence evidence =
        new Evidence(
            terms.name() + "-malware",
            MALWARE_SCORE,
            new Why("It contains malware: " + signature, terms.endpoint().toString()));
    return new Opinion(List.of(evidence), Optional.of(demand), List.of());
  }
}
